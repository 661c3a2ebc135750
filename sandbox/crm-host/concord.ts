import type { Answer } from '../kit/server'
import { html, nothing, verbatim } from './html'
import { signLaunch } from './launch'
import type { Signing, Visitor } from './launch'
import { wide } from './page'
import type { Look } from './page'

/** What a visitor of the demo types into the set-up. */
export interface Hint {
  readonly label: string
  readonly value: string
}

const locales = { en: 'English', fr: 'Français', es: 'Español' } as const
const roles = { admin: 'Administrator', viewer: 'Viewer' } as const
type Locale = keyof typeof locales
type Role = keyof typeof roles

const isLocale = (name: string | null): name is Locale => name !== null && name in locales
const isRole = (name: string | null): name is Role => name !== null && name in roles

function visitorOf(query: URLSearchParams): Visitor {
  const [locale, role] = [query.get('locale'), query.get('role')]
  const admin = !isRole(role) || role === 'admin'
  return {
    locale: isLocale(locale) ? locale : 'en',
    role: admin ? 'admin' : 'viewer',
    tenant: query.get('tenant') ?? 'cordier',
    user: admin ? '501' : '502',
    name: admin ? 'Alice Moreau' : 'Bruno Lefèvre',
    email: admin ? 'alice.moreau@cordier.test' : 'bruno.lefevre@cordier.test',
  }
}

/** A letter's link names the page that is meant; language and role of the demo stay in the address. */
function meant(query: URLSearchParams, origin: string): Pick<Visitor, 'tab' | 'path'> {
  const path = query.get('concord')
  const tab = new URL('/concord', origin)
  for (const name of ['locale', 'role', 'tenant']) {
    const value = query.get(name)
    if (value !== null) tab.searchParams.set(name, value)
  }
  return { tab: tab.href, ...(path === null ? {} : { path }) }
}

/** The tab that frames us: a signed launch posted into the frame, as a CRM would. */
export function concord(
  query: URLSearchParams,
  signing: Signing,
  hints: readonly Hint[],
  now: number,
  look?: Look,
): Answer {
  const visitor = { ...visitorOf(query), ...meant(query, signing.origin) }
  const options = (labels: Readonly<Record<string, string>>, chosen: string) =>
    Object.entries(labels).map(
      ([key, label]) => html`<option value="${key}" ${key === chosen ? html`selected` : ''}>${label}</option>`,
    )
  const content = html`<div class="bar">
      <form method="get" action="/concord" class="row">
        <label
          >Language
          <select name="locale">
            ${options(locales, visitor.locale)}
          </select></label
        >
        <label
          >You are
          <select name="role">
            ${options(roles, visitor.role)}
          </select></label
        >
        <button>Open again</button>
      </form>
      ${
        hints.length === 0
          ? nothing
          : html`<details>
              <summary>Keys of the simulated systems, to type in</summary>
              <dl>
                ${hints.map(
                  ({ label, value }) =>
                    html`<dt>${label}</dt>
                      <dd><code>${value}</code></dd>`,
                )}
              </dl>
            </details>`
      }
    </div>
    <form id="launch" method="post" action="${signing.audience}/launch/demo" target="concord">
      <input type="hidden" name="launch" value="${signLaunch(visitor, signing, now)}" />
    </form>
    <iframe name="concord" title="Concord"></iframe>
    ${verbatim(`<script>
      document.getElementById('launch').submit()
      for (const choice of document.querySelectorAll('.bar select')) choice.onchange = () => choice.form.submit()
    </script>`)}`
  return wide('/concord', 'Concord', content, look)
}
