import type { Answer, Handle, Request } from '../kit/server'
import type { Message } from '../mailbox/mailbox'
import { mailPages } from '../mailbox/pages'
import { accounts } from './accounts'
import { aside } from './aside'
import { concord } from './concord'
import type { Hint } from './concord'
import { fragment } from './fragment'
import { freshsales, moduleList } from './freshsales'
import type { Signing } from './launch'
import { marketplace } from './marketplace'
import type { Shop } from './marketplace'
import { page, seeOther } from './page'
import type { Look } from './page'
import { order, recordList } from './records'
import { sage } from './sage'

export interface HostOptions {
  /** Whose CRM it is. */
  readonly vendor: string
  /** Where the simulators answer. */
  readonly crmUrl: string
  readonly booksUrl: string
  readonly signing: Omit<Signing, 'origin'>
  readonly hints: readonly Hint[]
  readonly now: () => number
  /** How the marketplace reaches the apps it lists. */
  readonly fetch?: typeof fetch
  /** What was mailed, where a mailbox runs beside the page. */
  readonly mail?: () => readonly Message[]
}

/** A small CRM in a browser: it shows what its tables hold and frames us from its own origin. */
export function crmHost(options: HostOptions): Handle {
  return options.vendor === 'freshsales' ? freshsalesHost(options) : sageHost(options)
}

function freshsalesHost(options: HostOptions): Handle {
  const crm = aside(options.crmUrl)
  const shop = shopOf(options, { look: freshsales, records: 'accounts, contacts, products and deals' })
  return async (request) => {
    const [room = ''] = request.path.split('/').slice(1)
    if (room === '') return seeOther('/concord')
    if (room === 'concord') return framed(request, options, freshsales)
    if (room === 'mail') return mail(request, options, freshsales)
    if (room === 'marketplace') return shop.answer(request, typedIn(request))
    return (await moduleList(crm, room)) ?? noSuchPage
  }
}

const shopOf = ({ signing, now, fetch: call = fetch }: HostOptions, shop: Shop) => marketplace(signing, now, call, shop)

const typedIn = ({ body }: Request): URLSearchParams => new URLSearchParams(new TextDecoder().decode(body))

function mail({ path }: Request, { mail: messages }: HostOptions, look?: Look): Answer {
  return messages ? page('/mail', 'Mail', mailPages(messages(), path.split('/')[2]), undefined, look) : noSuchPage
}

const noSuchPage: Answer = { status: 404, headers: { 'content-type': 'text/plain' }, body: 'No such page' }

function sageHost(options: HostOptions): Handle {
  const crm = aside(options.crmUrl)
  const rooms = { account: accounts(crm), books: sage(aside(options.booksUrl)) }
  const shop = shopOf(options, { records: 'accounts, contacts, products and sales orders' })
  const shown = fragment(crm, options.signing.audience)
  return async (request) => {
    const [room = '', id, deed = 'edit'] = request.path.split('/').slice(1)
    const typed = typedIn(request)
    const posted = request.method === 'POST'
    switch (room) {
      case '':
        return seeOther('/concord')
      case 'accounts':
        if (id === undefined) return posted ? rooms.account.add(typed) : rooms.account.list(request.query)
        return posted ? rooms.account.save(id, typed) : rooms.account.one(id, request.query)
      case 'contacts':
      case 'products':
        return recordList(crm, room, `/${room}`)
      case 'orders':
        return id === undefined ? recordList(crm, 'salesorders', '/orders') : order(crm, id)
      case 'sage':
        if (id === undefined) return rooms.books.list(request.query)
        return posted ? rooms.books.act(id, deed, request.query, typed) : rooms.books.one(id, request.query)
      case 'marketplace':
        return shop.answer(request, typed)
      case 'concord':
        return framed(request, options)
      case 'fragment':
        return shown.answer(request, typed)
      case 'mail':
        return mail(request, options)
      default:
        return noSuchPage
    }
  }
}

function framed(request: Request, { signing, hints, now }: HostOptions, look?: Look): Answer {
  return concord(request.query, { ...signing, origin: request.origin }, hints, now(), look)
}
