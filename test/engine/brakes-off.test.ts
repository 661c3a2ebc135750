import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import type * as Company from '@/lib/engine/company'
import type * as Brake from '@/lib/sync/brake'
import type { BrakeName } from '@/lib/model/decision'
import type { FieldRule, Pair } from '@/lib/model/rule'
import type * as Pairs from '@/lib/pairs'
import type { Database } from '@/lib/store/db'
import { SECOND } from '../../sandbox/sage-50-fr'
import type { Corridor } from '../kit/corridor'
import { freshDatabase } from '../kit/fresh-database'
import { account, inSage, live, main, next, republish, settled, type Row } from './kit'

/** Each accident is lived twice: the brake alone makes the difference. */
const off = vi.hoisted(() => ({ now: false }))
vi.mock('@/lib/sync/brake', async (load) => {
  const real = await load<typeof Brake>()
  return { ...real, brake: (facts: Brake.BrakeFacts) => (off.now ? null : real.brake(facts)) }
})
vi.mock('@/lib/engine/company', async (load) => {
  const real = await load<typeof Company>()
  return {
    ...real,
    otherCompany: (...given: Parameters<typeof real.otherCompany>) =>
      off.now ? Promise.resolve(null) : real.otherCompany(...given),
    strangers: (...given: Parameters<typeof real.strangers>) =>
      off.now ? () => Promise.resolve(null) : real.strangers(...given),
  }
})

/** Rules of another pair, in which the owner follows the sales rep for ever instead of at the birth only. */
const follows = vi.hoisted(() => ({ owner: false }))
vi.mock('@/lib/pairs', async (load) => {
  const real = await load<typeof Pairs>()
  const followed = ({ set, in: side, from, as }: FieldRule): FieldRule => ({
    set,
    in: side,
    from,
    ...(as ? { as } : {}),
  })
  const pairOf = (name: string): Pair | null => {
    const pair = real.pairOf(name)
    const customer = pair?.entities.customer
    if (!pair || !customer || !follows.owner) return pair
    const fields = customer.fields?.map((rule) => (rule.set === 'owner' ? followed(rule) : rule)) ?? []
    return { ...pair, entities: { ...pair.entities, customer: { ...customer, fields } } }
  }
  return { ...real, pairOf }
})

let db: Database
beforeAll(async () => {
  db = await freshDatabase()
})
afterEach(() => {
  off.now = false
  follows.owner = false
})
afterAll(() => db.close())

const size = { customers: 12, prospects: 12, contacts: 0, products: 0, invoices: 0, representants: 2 }
const open = (): Promise<Corridor> => settled({ db, books: { size }, crm: { size: 0 } })
const clients = (house: Corridor) => inSage(house, 'clients')
const prospects = (house: Corridor) => inSage(house, 'prospects')
const inCrm = (house: Corridor, rows: readonly Row[]) => rows.map((row) => account(house, row.code))

interface Accident {
  readonly what: string
  readonly brake: BrakeName
  /** What goes wrong; returns what must still be true afterwards. */
  readonly happens: (house: Corridor) => Promise<() => boolean>
}

const accidents: readonly Accident[] = [
  {
    what: 'a clean-up in Sage takes a third of the clients away',
    brake: 'removals',
    happens: async (house) => {
      const gone = clients(house).slice(0, 4)
      for (const { id } of gone) house.books.remove(main, 'clients', String(id))
      return () => inCrm(house, gone).every((row) => row.deleted === false)
    },
  },
  {
    what: 'a damaged file shows Sage almost empty',
    brake: 'side-emptied',
    happens: async (house) => {
      const gone = clients(house).slice(0, 7)
      for (const { id } of gone) house.books.remove(main, 'clients', String(id))
      return () => inCrm(house, gone).every((row) => row.deleted === false)
    },
  },
  {
    what: 'an import empties a column',
    brake: 'blanking',
    happens: async (house) => {
      const emptied = clients(house).slice(0, 5)
      for (const { id } of emptied) house.books.edit(main, 'clients', String(id), { adresse: { ville: null } })
      return () => inCrm(house, emptied).every((row) => row.city != null)
    },
  },
  {
    what: 'somebody gives half of the clients to one sales rep',
    brake: 'owners',
    happens: async (house) => {
      follows.owner = true
      await republish(house, (settings) => ({ ...settings, people: [{ books: 'The New One', crm: '502' }] }))
      await next(house)
      const given = clients(house).slice(0, 6)
      const before = inCrm(house, given).map((row) => row.salesRepId1)
      for (const { id } of given) house.books.edit(main, 'clients', String(id), { SALES_REP: 'The New One' })
      return () => inCrm(house, given).every((row, at) => row.salesRepId1 === before[at])
    },
  },
  {
    what: 'a tool writes the same thing into every prospect of the CRM',
    brake: 'all-edited',
    happens: async (house) => {
      for (const row of inCrm(house, prospects(house)))
        house.crm.edit('accounts', row.id, { comment: 'Overwritten by a tool' }, { force: true })
      return () => prospects(house).every((row) => row.notes !== 'Overwritten by a tool')
    },
  },
  {
    what: 'a list of addresses is loaded into Sage as clients',
    brake: 'more-than-usual',
    happens: async (house) => {
      for (let at = 0; at < 60; at++) house.books.create(main, 'clients', { raisonSociale: `Address ${at}` })
      return () => !live(house, 'accounts').some((row) => String(row.name).startsWith('Address'))
    },
  },
  {
    what: "the gateway opens another firm's books behind the same address",
    brake: 'other-company',
    happens: async (house) => {
      house.books.openInstead(main, SECOND)
      house.books.create(SECOND, 'clients', { code: 'C9999', raisonSociale: 'Of another firm' })
      return () => !live(house, 'accounts').some((row) => row.name === 'Of another firm')
    },
  },
]

describe.each(accidents)('When $what', ({ brake, happens }) => {
  test('the run is held before its first write, and nothing is lost', async () => {
    const house = await open()
    const isSafe = await happens(house)
    const run = await next(house)
    expect(run.result).toMatchObject({ kind: 'held', hold: { brake } })
    expect(isSafe()).toBe(true)
  })

  test('without the brake it would be lost', async () => {
    const house = await open()
    const isSafe = await happens(house)
    off.now = true
    await next(house)
    expect(isSafe()).toBe(false)
  })
})
