import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import { reject } from '@/lib/service/reject'
import type { Database } from '@/lib/store/db'
import type * as Inbox from '@/lib/store/inbox'
import type * as SyncMerge from '@/lib/sync/merge'
import type * as SyncPlan from '@/lib/sync/plan'
import type { Corridor } from '../kit/corridor'
import { freshDatabase } from '../kit/fresh-database'
import { account, history, inSage, live, main, next, settled } from './kit'

/** Safeguards of what we remember: each accident is lived with and without its own. */
const off = vi.hoisted(() => new Set<string>())
vi.mock('@/lib/store/inbox', async (load) => {
  const real = await load<typeof Inbox>()
  const { sql } = await import('drizzle-orm')
  return {
    ...real,
    foldPage: async (...[tx, room, ...given]: Parameters<typeof real.foldPage>) => {
      if (off.has('gravestones')) await tx.execute(sql`delete from links where tenant_id = ${room.tenant} and gone`)
      return real.foldPage(tx, room, ...given)
    },
  }
})
vi.mock('@/lib/sync/plan', async (load) => {
  const real = await load<typeof SyncPlan>()
  return {
    ...real,
    plan: (...[link, pool, rules, facts]: Parameters<typeof real.plan>) =>
      real.plan(off.has('parked reasons stay') ? { ...link, because: null } : link, pool, rules, facts),
  }
})
vi.mock('@/lib/sync/merge', async (load) => {
  const real = await load<typeof SyncMerge>()
  return {
    ...real,
    merge: (...[crm, books, told, rule]: Parameters<typeof real.merge>) => {
      const one = off.has('two-sided base') ? { ...crm, base: { ...crm.base, ...books.base } } : crm
      return real.merge(one, books, told, rule)
    },
  }
})

let db: Database
beforeAll(async () => {
  db = await freshDatabase()
})
afterEach(() => off.clear())
afterAll(() => db.close())

const size = { customers: 3, prospects: 2, contacts: 0, products: 0, invoices: 0, representants: 2 }
const open = (): Promise<Corridor> => settled({ db, books: { size }, crm: { size: 0 } })

/** Ana does not want a client in the CRM, and it is edited in Sage later; how many accounts it has then. */
async function unwanted(house: Corridor): Promise<number> {
  const { id } = house.books.create(main, 'clients', { raisonSociale: 'Ganterie du Parc' })
  const run = await next(house, 'preview')
  expect(await reject(house.desk, { run: run.id })).toMatchObject({ ok: true })
  house.books.edit(main, 'clients', String(id), { email: 'later@example.com' })
  await next(house)
  return live(house, 'accounts').filter((row) => row.name === 'Ganterie du Parc').length
}

/** A client goes in Sage and so does its account, which somebody takes out of the bin; how many clients Sage has then. */
async function fromTheBin(house: Corridor): Promise<number> {
  const [gone] = inSage(house, 'clients')
  const { id } = account(house, gone?.code)
  house.books.remove(main, 'clients', String(gone?.id))
  await next(house)
  expect(account(house, gone?.code).deleted).toBe(true)
  await next(house)
  house.crm.restore('accounts', id, { force: true })
  await next(house)
  await next(house)
  return inSage(house, 'clients').length
}

/** Sage keeps towns in capitals and says so in its answers; how often it is told one town that was typed once. */
async function inCapitals(house: Corridor): Promise<number> {
  const [row] = inSage(house, 'prospects')
  const { id } = account(house, row?.code)
  Object.assign(house.engine, { fetch: shouting(house.engine.fetch) })
  house.crm.edit('accounts', id, { city: 'Lyon' }, { force: true })
  await next(house)
  house.crm.edit('accounts', id, { email: 'later@example.com' }, { force: true })
  await next(house)
  const told = (await history(house)).filter(({ kind, side }) => kind === 'written' && side === 'books')
  return told.flatMap(({ sets }) => sets.filter(({ key }) => key === 'city')).length
}

function shouting(fetch: Corridor['engine']['fetch']): NonNullable<Corridor['engine']['fetch']> {
  return async (url, init) => {
    if (!fetch) throw new Error('A corridor has a way to its vendors')
    if (typeof init.body !== 'string') return fetch(url, init)
    const body = init.body.replace(/"ville":"[^"]*"/g, (town) => `"ville"${town.slice(7).toUpperCase()}`)
    return fetch(url, { ...init, body })
  }
}

const accidents = [
  { off: 'parked reasons stay', lived: unwanted, kept: 0, broken: 1 },
  { off: 'gravestones', lived: fromTheBin, kept: 2, broken: 3 },
  { off: 'two-sided base', lived: inCapitals, kept: 1, broken: 2 },
] as const

describe.each(accidents)(
  'Without "$off" what people decided or typed does not stay',
  ({ off: safeguard, lived, kept, broken }) => {
    test('with it it stays', async () => {
      expect(await lived(await open())).toBe(kept)
    })

    test('and so it is', async () => {
      const house = await open()
      off.add(safeguard)
      expect(await lived(house)).toBe(broken)
    })
  },
)
