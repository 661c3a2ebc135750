import { KEY, MAIN, SECOND, sage50Fr } from '../../sandbox/sage-50-fr'
import { DEMO_KEYS, sageSales } from '../../sandbox/sage-sales'
import { sage50Fr as booksConnector } from '@/lib/connectors/sage-50-fr'
import { sageSales as crmConnector } from '@/lib/connectors/sage-sales'
import type { Side } from '@/lib/model/words'
import { disconnect as endForGood } from '@/lib/service/disconnect'
import { connection as readConnection, endConnection, saveConnection } from '@/lib/store/connections'
import { integration as readIntegration, integrationsOfInstallation, type Integration } from '@/lib/store/integrations'
import { addSibling, setUpCorridor } from '../kit/set-up'
import { kinds, type Deed, type Setting } from './act'
import type { Cast } from './cast'
import { sagePromises } from './check-sage'
import { FIELDS } from './fields'
import { crmRows, inVendors, liveRows, type Typed } from './people'
import { possible } from './possible'
import type { SimulatedClock, World } from './world'

/** What people need to work in both systems. */
export interface SageTown {
  readonly simulators: ReturnType<typeof simulatorsOf>
  readonly typed: Typed[]
  readonly clock: SimulatedClock
  /** The books that people have open. */
  readonly dossier: string
  /** The books of the other company that is kept in step. */
  readonly other?: SageTown
}

/** Sage Sales Management with Sage 50 FR; `typed` hears what people type. */
export function sage(setting: Setting, clock: SimulatedClock, typed: Typed[]): Cast {
  const simulators = simulatorsOf(setting, clock)
  const key = { now: KEY, made: 0 }
  const other: SageTown = { simulators, typed: [], clock, dossier: SECOND }
  const town: SageTown = { simulators, typed, clock, dossier: MAIN, ...(setting.second ? { other } : {}) }
  const sibling = { ...castOf(other, key), setUp: addSibling, typed: () => typedOf(typed, other.typed) }
  return setting.second ? { ...castOf(town, key), sibling } : castOf(town, key)
}

/** What concerns a company: all that was typed into the CRM, and what into its own books. */
const typedOf = (shared: readonly Typed[], own: readonly Typed[]): readonly Typed[] =>
  [...shared.filter(({ side }) => side === 'crm'), ...own].sort((a, b) => a.at - b.at)

function castOf(town: SageTown, key: Key): Cast {
  const { simulators } = town
  const lines = () => simulators.crm.admin.list('salesordersLines').map((row) => ({ ...row, id: String(row['id']) }))
  return {
    connectors: { crm: crmConnector, books: booksConnector },
    simulators,
    kinds,
    fields: FIELDS,
    creates: 'create-clients-in-books',
    fairGap: 120 * 60_000,
    mended,
    promises: sagePromises(lines),
    setUp: setUpCorridor,
    rows: (side, kind) => (kind === 'payment' || kind === 'deal' ? [] : liveRows(town, side, kind)),
    everyRow: (kind) => crmRows(town, kind),
    isWrite: (method, path) => method !== 'GET' && !path.endsWith('/login'),
    unguarded,
    guardEnds: 'written',
    carryOut: (world, deed) => carryOut(world, town, key, deed),
    typed: () => town.typed,
    calm: () => simulators.crm.admin.delaySearch(0),
  }
}

/** Whatever a person must do so that everything works again. */
const mended: readonly Deed[] = [
  { do: 'open-instead', on: false },
  { do: 'resume' },
  { do: 'reconnect', side: 'crm' },
  { do: 'reconnect', side: 'books' },
  { do: 'schema', field: 'notes', longest: 2_000 },
  { do: 'schema', field: 'adresse.l1', longest: 100 },
  { do: 'retry' },
]

/** Of everything in the other company's books. */
const small = { customers: 2, prospects: 1, products: 1 }

const skewed = (clock: SimulatedClock, by: number) => ({ ...clock, now: () => clock.now() + by })

function simulatorsOf(setting: Setting, clock: SimulatedClock) {
  const { seed, customers, prospects, contacts, products, invoices, accounts, seconds } = setting
  const second = { ...small, contacts: 2, otherAddresses: 0, invoices: 0, representants: 2 }
  const size = { customers, prospects, contacts, products, invoices, otherAddresses: 1, representants: 2 }
  return {
    crm: sageSales({
      clock: skewed(clock, setting.skew.crm),
      seed,
      size: accounts,
      unlimited: true,
      precision: seconds ? 'seconds' : 'milliseconds',
    }),
    books: sage50Fr({ clock: skewed(clock, setting.skew.books), seed, size, second, unlimited: true }),
  }
}

/** From the reading by id to the write after it the CRM has no way to tell us of an edit. */
function unguarded(before: boolean, side: Side, method: string, path: string): boolean {
  const byId = /where=(id|salesorderId)%3D/.test(path)
  return side === 'crm' && method === 'GET' && (byId || before)
}

/** The books' key of the day. */
interface Key {
  now: string
  made: number
}

async function carryOut(world: World, town: SageTown, key: Key, deed: Deed): Promise<boolean> {
  const { crm, books } = town.simulators
  switch (deed.do) {
    case 'expire-tokens':
      crm.admin.expireTokens()
      return true
    case 'expire-cursors':
      books.admin.expireCursors()
      return true
    case 'search-lag':
      crm.admin.delaySearch(deed.ms)
      return true
    case 'revoke':
      if (deed.side === 'crm') crm.admin.revokeKeys()
      else books.admin.revokeKey(key.now)
      return true
    case 'reconnect':
      return reconnect(world, town, key, deed.side)
    case 'disconnect':
      return disconnect(world, deed.side)
    case 'open-instead':
      books.admin.openInstead(MAIN, deed.on ? SECOND : MAIN)
      world.stranger.now = deed.on
      return true
    case 'elsewhere':
      return possible(() => inVendors(town.other ?? { ...town, dossier: SECOND, typed: [] }, deed.deed))
    case 'schema':
      for (const room of ['clients', 'prospects'] as const) books.admin.changeMeta(MAIN, room, deed.field, deed.longest)
      return true
    default:
      return possible(() => inVendors(town, deed))
  }
}

/** Ana types in the keys that are good now; the books' administrator made a new one. */
async function reconnect(world: World, { simulators }: SageTown, key: Key, side: Side): Promise<boolean> {
  const { crm, books } = simulators
  if (side === 'crm') crm.admin.restoreKeys()
  else {
    books.admin.revokeKey(key.now)
    Object.assign(key, { now: `${KEY}-${(key.made += 1)}` })
    books.admin.grantKey(key.now, ['read', 'write'])
  }
  await world.within(async (tx) => {
    for (const of of await integrationsOfInstallation(tx, world.desk, world.desk.installation)) {
      const known = await readConnection(tx, world.desk, connectionIn(of, side))
      if (!known) throw new Error('They were never connected')
      const { id, vendor, baseUrl, account } = known
      const { publicKey, privateKey } = DEMO_KEYS
      const secrets: Record<string, string> =
        side === 'crm' ? { publicKey, privateKey } : { address: baseUrl, key: key.now }
      await saveConnection(tx, world.desk, { id, vendor, side, baseUrl, account, secrets })
    }
  })
  return true
}

const connectionIn = ({ crmConnection, booksConnection }: Integration, side: Side): string =>
  side === 'crm' ? crmConnection : booksConnection

/** Ana ends a connection: everything pauses, and what was stored of the grant is destroyed. */
async function disconnect(world: World, side: Side): Promise<boolean> {
  const desk = { ...world.desk, integration: world.integration }
  if (!(await endForGood(desk, { side, mirrored: 'keep' })).ok) return false
  await world.within(async (tx) => {
    const of = await readIntegration(tx, desk, world.integration)
    if (of) await endConnection(tx, desk, connectionIn(of, side))
  })
  Object.assign(world.gate, { paused: true, passed: false })
  return true
}
