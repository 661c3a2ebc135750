import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import { approve } from '@/lib/service/approve'
import { reject } from '@/lib/service/reject'
import { rowsOfRun } from '@/lib/store/outbox'
import type * as Missing from '@/lib/engine/missing'
import type * as BrakeFacts from '@/lib/store/brake-facts'
import type * as Gate from '@/lib/store/gate'
import type * as Apart from '@/lib/sync/apart'
import type { Database } from '@/lib/store/db'
import type { Corridor } from '../kit/corridor'
import { freshDatabase } from '../kit/fresh-database'
import { account, inSage, live, main, next, settled } from './kit'

/** Safeguards that random histories hardly ever need: each accident is lived with and without its own. */
const off = vi.hoisted(() => new Set<string>())
vi.mock('@/lib/engine/missing', async (load) => {
  const real = await load<typeof Missing>()
  return {
    ...real,
    missing: (...[work, bench, entities, since]: Parameters<typeof real.missing>) => {
      const deaf = { ...bench, session: { ...bench.session, read: () => Promise.resolve([]) } }
      return real.missing(work, off.has('absence is confirmed') ? deaf : bench, entities, since)
    },
  }
})
vi.mock('@/lib/store/brake-facts', async (load) => {
  const real = await load<typeof BrakeFacts>()
  return {
    ...real,
    brakeFacts: async (...given: Parameters<typeof real.brakeFacts>) => {
      const facts = await real.brakeFacts(...given)
      return off.has('brakes over a day') ? { ...facts, sent: [] } : facts
    },
  }
})
vi.mock('@/lib/sync/apart', async (load) => {
  const real = await load<typeof Apart>()
  return {
    ...real,
    keptApart: (...given: Parameters<typeof real.keptApart>) => {
      const kept = real.keptApart(...given)
      return off.has('kept apart') ? { ...kept, because: null, planned: 0, agreedCrm: {}, agreedBooks: {} } : kept
    },
  }
})
vi.mock('@/lib/store/gate', async (load) => {
  const real = await load<typeof Gate>()
  const { sql } = await import('drizzle-orm')
  return {
    ...real,
    startBatch: async (...[tx, room, ask]: Parameters<typeof real.startBatch>) => {
      if (off.has('gate: held plan'))
        await tx.execute(sql`update outbox set state = 'released' where tenant_id = ${room.tenant} and state = 'held'`)
      return real.startBatch(tx, room, ask)
    },
  }
})

let db: Database
beforeAll(async () => {
  db = await freshDatabase()
})
afterEach(() => off.clear())
afterAll(() => db.close())

const size = { customers: 12, prospects: 2, contacts: 2, products: 0, invoices: 0, representants: 2 }
const open = (): Promise<Corridor> => settled({ db, books: { size }, crm: { size: 0 } })
const clients = (house: Corridor) => inSage(house, 'clients')
const goneInCrm = (house: Corridor, codes: readonly unknown[]) =>
  codes.filter((code) => account(house, code).deleted === true).length

/** Removes four of twelve clients and says no to the removal of their accounts; how many went all the same. */
async function rejected(house: Corridor): Promise<number> {
  const gone = clients(house).slice(0, 4)
  for (const { id } of gone) house.books.remove(main, 'clients', String(id))
  const held = await next(house)
  expect(held.result).toMatchObject({ kind: 'held' })
  expect(await reject(house.desk, { run: held.id })).toMatchObject({ ok: true })
  // Something happens to two of them; two removals would not be worth a question.
  for (const { code } of gone.slice(0, 2))
    house.crm.edit('accounts', account(house, code).id, { comment: 'Ours now' }, { force: true })
  await next(house)
  return goneInCrm(
    house,
    gone.map(({ code }) => code),
  )
}

/** Two clients go in the morning and one in the evening; how many accounts went without a question. */
async function inPortions(house: Corridor): Promise<number> {
  const gone = clients(house).slice(0, 3)
  for (const { id } of gone.slice(0, 2)) house.books.remove(main, 'clients', String(id))
  await next(house)
  for (const { id } of gone.slice(2)) house.books.remove(main, 'clients', String(id))
  await next(house)
  return goneInCrm(
    house,
    gone.map(({ code }) => code),
  )
}

/** Sage's answer leaves out a client that is there, just when everything is listed anew; how many accounts went. */
async function leftOut(house: Corridor): Promise<number> {
  const [hidden] = clients(house)
  house.books.expireCursors()
  const real = house.engine.fetch
  const thin = { ...house.engine, fetch: without(String(hidden?.id), real) }
  Object.assign(house.engine, thin)
  await next(house)
  Object.assign(house.engine, { fetch: real })
  return goneInCrm(house, [hidden?.code])
}

/** A listing of clients without one of them; everything else as it is. */
function without(id: string, fetch: Corridor['engine']['fetch']): NonNullable<Corridor['engine']['fetch']> {
  return async (url, init) => {
    if (!fetch) throw new Error('A corridor has a way to its vendors')
    const answer = await fetch(url, init)
    if (!/\/clients\?/.test(url) || !answer.ok) return answer
    const page = (await answer.json()) as { elements: readonly { id: string }[] } // what the simulator just wrote
    const elements = page.elements.filter((each) => each.id !== id)
    return Response.json({ ...page, elements }, { headers: { date: answer.headers.get('date') ?? '' } })
  }
}

/** The brake holds four removals, and one of them gets a yes; how many accounts went. */
async function besideHeld(house: Corridor): Promise<number> {
  const gone = clients(house).slice(0, 4)
  for (const { id } of gone) house.books.remove(main, 'clients', String(id))
  const held = await next(house)
  const rows = await house.within((tx) => rowsOfRun(tx, house.desk, held.id, {}, { after: null, limit: 1 }))
  expect(await approve(house.desk, { run: held.id, rows: rows.rows.map(({ id }) => id) })).toMatchObject({ ok: true })
  await next(house, 'approved')
  return goneInCrm(
    house,
    gone.map(({ code }) => code),
  )
}

const accidents = [
  { off: 'kept apart', lived: rejected, kept: 0, broken: 2 },
  { off: 'brakes over a day', lived: inPortions, kept: 2, broken: 3 },
  { off: 'absence is confirmed', lived: leftOut, kept: 0, broken: 1 },
  { off: 'gate: held plan', lived: besideHeld, kept: 1, broken: 4 },
] as const

describe.each(accidents)('Without "$off" accounts are lost', ({ off: safeguard, lived, kept, broken }) => {
  test('with it they stay', async () => {
    const house = await open()
    expect(await lived(house)).toBe(kept)
    expect(live(house, 'accounts').length).toBeGreaterThan(8)
  })

  test('and so it is', async () => {
    const house = await open()
    off.add(safeguard)
    expect(await lived(house)).toBe(broken)
  })
})
