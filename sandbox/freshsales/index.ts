import type { Clock } from '../kit/clock'
import { wallClock } from '../kit/clock'
import type { Answer, Request } from '../kit/server'
import { simulator } from '../kit/simulator'
import type { Simulator } from '../kit/simulator'
import { adminOf } from './admin'
import type { FreshsalesAdmin } from './admin'
import { bulk } from './bulk'
import { crm } from './crm'
import { doors } from './doors'
import type { Doors } from './doors'
import { seedLists } from './lists'
import { notHere, route } from './routes'
import type { Rooms } from './routes'
import { search } from './search'
import { seedRecords } from './seed'
import type { Sizes } from './seed'
import { views } from './views'
import { wire } from './wire'
import { workflows } from './workflows'

export { API_KEY, CLIENT, SCOPES } from './doors'
export type { FreshsalesAdmin } from './admin'

export interface FreshsalesOptions {
  readonly clock?: Clock
  readonly seed?: number
  /** How many accounts; the rest follows unless given by itself. */
  readonly size?: number
  readonly sizes?: Partial<Sizes>
  /** Calls an hour of the account's plan; Free and Growth have the least. */
  readonly perHour?: number
  /** No budget at all, whatever the plan. */
  readonly unlimited?: boolean
  /** How long every call takes. */
  readonly latencyMs?: number
  /** Whether the administrator has made the modules for invoices and payments, and a view of all deals. */
  readonly madeReady?: boolean
  /** Carries the webhooks out. */
  readonly deliver?: typeof fetch
}

const BASE = '/crm/sales/api/'

/** Freshsales Suite (Freshworks CRM), from the vendor's documentation. https://developers.freshworks.com/crm/api/ */
export function freshsales(options: FreshsalesOptions = {}): Simulator<FreshsalesAdmin> {
  const { clock = wallClock, seed = 1, size = 25, latencyMs = 0, deliver = fetch, madeReady = true } = options
  const tables = crm(clock)
  const lists = seedLists(tables)
  const shown = wire(tables, lists)
  let lag = 0
  const rooms: Rooms = {
    crm: tables,
    wire: shown,
    views: views(tables, shown),
    bulk: bulk(tables, clock),
    search: search(tables, () => lag),
    lists,
  }
  const entry = doors(clock, options.unlimited ? null : (options.perHour ?? 1_000))
  const flows = workflows(deliver)
  const setSearchLag = (ms: number): void => void (lag = ms)
  const admin = adminOf({ ...rooms, doors: entry, workflows: flows, setSearchLag })
  const sizes = { accounts: size, contacts: size, products: 6, deals: Math.ceil(size / 3), ...options.sizes }
  seedRecords(tables, lists, seed, sizes)
  makeViews(admin, lists.users[0]?.id ?? '', madeReady)
  return simulator({
    clock,
    admin,
    async answer(request) {
      if (latencyMs > 0) await clock.sleep(latencyMs)
      rooms.bulk.run()
      const given = answer(rooms, entry, request)
      flows.tell(tables.takeChanges())
      return { ...given, headers: { date: new Date(clock.now()).toUTCString(), ...given.headers } }
    },
  })
}

/** What every account is born with; a view of all deals is not among it. */
function makeViews(admin: FreshsalesAdmin, me: string, madeReady: boolean): void {
  for (const [module, label] of [
    ['contacts', 'Contacts'],
    ['sales_accounts', 'Accounts'],
    ['deals', 'Deals'],
  ] as const) {
    admin.makeView(module, `My ${label}`, me)
    if (module !== 'deals' || madeReady) admin.makeView(module, `All ${label}`)
  }
  if (madeReady) admin.makeModules()
}

function answer(rooms: Rooms, entry: Doors, request: Request): Answer {
  const own = entry.authorisation(request)
  if (own) return own
  if (!request.path.startsWith(BASE)) return notHere()
  const { refusal, headers } = entry.budget()
  if (refusal) return refusal
  const by = entry.standing(request)
  if (!('kind' in by)) return by
  const path = request.path.slice(BASE.length).split('/').map(decodeURIComponent)
  const given = route(rooms, request, path, by)
  return { ...given, headers: { ...headers, ...given.headers } }
}
