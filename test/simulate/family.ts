import { freshsales } from '../../sandbox/freshsales'
import { freshsales as crmConnector } from '@/lib/connectors/freshsales'
import type { Side } from '@/lib/model/words'
import { integration as readIntegration } from '@/lib/store/integrations'
import { saveTokens } from '@/lib/store/tokens'
import { familyBooks, type FamilyVendor } from '../kit/family-books'
import { clientsOf, lifeOf, setUpFamily } from '../kit/set-up-family'
import type { Deed, FamilyPair, Setting } from './act'
import type { Cast, Hosts } from './cast'
import { familyPromises } from './check-family'
import { familyFields } from './family-fields'
import { crmRows, inVendors, liveRows, type FamilyTown } from './family-people'
import type { Typed } from './people'
import { possible } from './possible'
import type { SimulatedClock, World } from './world'

const day = 24 * 3_600_000

/** Freshsales with one of its books; `typed` hears what people type. */
export function family(pair: FamilyPair, setting: Setting, clock: SimulatedClock, typed: Typed[]): Cast {
  const town = townOf(pair, setting, clock, typed)
  const { crm, books, fields } = town
  const vendorsAt = (hosts: Hosts) => ({
    ...{ crm, books, addresses: { crm: `http://${hosts.crm}`, books: `http://${hosts.books}` } },
  })
  return {
    connectors: { crm: crmConnector, books: books.connector },
    simulators: { crm, books: books.simulator },
    clientOf: (hosts) => clientsOf(vendorsAt(hosts)),
    unpaced: true,
    kinds: ['third', 'contact', 'product', 'invoice', 'payment', 'deal'],
    fields,
    creates: 'create-documents-in-books',
    // Removals that only absence shows are looked for once a day.
    fairGap: day + 3_600_000,
    mended,
    promises: familyPromises(books),
    setUp: (desk, hosts) => setUpFamily(desk, { ...vendorsAt(hosts), switches: { 'create-documents-in-books': true } }),
    rows: (side, kind) => liveRows(town, side, kind),
    everyRow: (kind) => crmRows(town, kind),
    isWrite: (method, path) => method !== 'GET' && !/oauth|token|filtered_search/i.test(path),
    unguarded: (before, _side, method, path) => before || (method === 'GET' && isById(path)),
    guardEnds: 'recorded',
    carryOut: (world, deed) => carryOut(world, town, deed),
    typed: () => typed,
    calm: () => {
      crm.admin.setSearchLag(0)
      crm.admin.setJobs({ broken: 0, halved: 0 })
    },
  }
}

const skewed = (clock: SimulatedClock, by: number) => ({ ...clock, now: () => clock.now() + by })

function townOf(pair: FamilyPair, setting: Setting, clock: SimulatedClock, typed: Typed[]): FamilyTown {
  const vendor = pair.split('.')[1] as FamilyVendor // what the pair's name is made of
  const { seed, accounts, contacts, products, customers, skew } = setting
  const sizes = { accounts, contacts, products, deals: 0 }
  const crm = freshsales({
    ...{ clock: skewed(clock, skew.crm), seed, sizes, unlimited: true },
    deliver: () => Promise.resolve(new Response()),
  })
  const books = familyBooks[vendor](skewed(clock, skew.books), { size: customers, seed, unlimited: true })
  return { crm, books, fields: familyFields(books), typed, clock }
}

/** A record by its id, or several of them by theirs: what is read right before a write. */
const isById = (path: string): boolean => /\/\d{3,}(\?|$)|[?&]IDs=|where%20Id|where\+Id/.test(path)

const mended: readonly Deed[] = [
  { do: 'resume' },
  { do: 'reconnect', side: 'crm' },
  { do: 'reconnect', side: 'books' },
  { do: 'retry' },
]

async function carryOut(world: World, town: FamilyTown, deed: Deed): Promise<boolean> {
  const { crm, books } = town
  switch (deed.do) {
    case 'expire-tokens':
      crm.admin.oauth.expireAccess()
      books.expire()
      return true
    case 'search-lag':
      crm.admin.setSearchLag(deed.ms)
      return true
    case 'revoke':
      if (deed.side === 'crm') crm.admin.oauth.revokeAll()
      else books.revoke()
      return true
    case 'reconnect':
      return reconnect(world, town, deed.side)
    case 'job-ends':
      crm.admin.setJobs(deed.after === 'nothing' ? { broken: 1 } : { halved: 1 })
      return true
    default:
      return possible(() => inVendors(town, deed))
  }
}

/** Ana gives her consent once more; where only one may live, it ends the one before. */
async function reconnect(world: World, { crm, books }: FamilyTown, side: Side): Promise<boolean> {
  if (side === 'books') books.revoke()
  const tokens = side === 'crm' ? crm.admin.oauth.grant() : books.grant()
  const kept = side === 'crm' ? {} : books.consent
  await world.within(async (tx) => {
    const of = await readIntegration(tx, world.desk, world.integration)
    if (!of) throw new Error('Nothing is set up')
    const id = side === 'crm' ? of.crmConnection : of.booksConnection
    await saveTokens(tx, world.desk, id, { ...tokens, ...lifeOf(world.desk), scopes: null, kept })
  })
  return true
}
