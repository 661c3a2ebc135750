import type { Answer, Request } from '../kit/server'
import { html, nothing } from './html'
import type { Html } from './html'
import { signEvent } from './launch'
import type { Event, Signing } from './launch'
import { notice, page, seeOther } from './page'
import type { Look } from './page'

/** Whose shop it is, and which of its records an app asks for. */
export interface Shop {
  readonly records: string
  readonly look?: Look
}

/** What an organisation allows an app that it installs, in the words of the consent. */
const rights = (records: string): readonly string[] => [
  'Open inside the CRM and know who opens it',
  `Read ${records}`,
  'Write them, as far as your rules allow it',
]

const ORGANISATION = { tenant: 'cordier', name: 'Maison Cordier' }

/** The CRM's own shop: a listing, the consent of an administrator, and the way out again. */
export function marketplace(signing: Omit<Signing, 'origin'>, now: () => number, call: typeof fetch, shop: Shop) {
  const installed = new Set<string>()

  /** Server to server: the app is told, and only then the organisation has it. */
  async function tell(event: Event['event'], tenant: string, origin: string): Promise<string | null> {
    const said = signEvent({ event, tenant, name: ORGANISATION.name, locale: 'en' }, { ...signing, origin }, now())
    const answer = await call(`${signing.audience}/api/lifecycle/demo`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({ event: said }).toString(),
    })
    if (!answer.ok) return `Concord answered ${String(answer.status)}.`
    if (event === 'install') installed.add(tenant)
    else installed.delete(tenant)
    return null
  }

  async function decided(request: Request, typed: URLSearchParams, tenant: string): Promise<Answer> {
    const event = request.path.endsWith('/uninstall') ? 'uninstall' : 'install'
    if (typed.get('decision') !== 'allow') return seeOther(`/marketplace?tenant=${encodeURIComponent(tenant)}`)
    const wrong = await tell(event, tenant, request.origin)
    if (wrong !== null) return listing(shop, tenant, installed.has(tenant), wrong)
    const where = event === 'install' ? 'concord' : 'marketplace'
    return seeOther(`/${where}?tenant=${encodeURIComponent(tenant)}`)
  }

  return {
    async answer(request: Request, typed: URLSearchParams): Promise<Answer> {
      const tenant = typed.get('tenant') ?? request.query.get('tenant') ?? ORGANISATION.tenant
      if (request.method === 'POST') return decided(request, typed, tenant)
      return request.path.endsWith('/consent')
        ? consent(shop, tenant)
        : listing(shop, tenant, installed.has(tenant), null)
    },
  }
}

const hidden = (tenant: string): Html => html`<input type="hidden" name="tenant" value="${tenant}" />`

function listing({ look }: Shop, tenant: string, has: boolean, wrong: string | null): Answer {
  const way = has
    ? html`<form method="post" action="/marketplace/uninstall" class="row">
        <a class="button main" href="/concord?tenant=${tenant}">Open</a>
        ${hidden(tenant)}<button name="decision" value="allow" class="bad">Uninstall</button>
      </form>`
    : html`<p class="row"><a class="button main" href="/marketplace/consent?tenant=${tenant}">Install</a></p>`
  const content = html`<div class="top"><h1>Marketplace</h1></div>
    ${notice(wrong)}
    <div class="card pad">
      <h2 style="margin-top:0">Concord</h2>
      <p>Keeps this CRM and your accounting in step, record by record. See it before it happens, prove it after.</p>
      ${way}
    </div>`
  return page('/marketplace', 'Marketplace', content, nothing, look)
}

function consent({ look, records }: Shop, tenant: string): Answer {
  const content = html`<div class="top"><h1>Install Concord?</h1></div>
    <div class="card pad">
      <p>${ORGANISATION.name} allows Concord to:</p>
      <ul>
        ${rights(records).map((right) => html`<li>${right}</li>`)}
      </ul>
      <form method="post" action="/marketplace/install" class="row">
        ${hidden(tenant)}<button name="decision" value="allow" class="main">Allow and install</button
        ><button name="decision" value="deny">Cancel</button>
      </form>
    </div>`
  return page('/marketplace', 'Install Concord', content, nothing, look)
}
