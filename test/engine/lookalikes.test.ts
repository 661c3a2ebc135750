import { sql } from 'drizzle-orm'
import { afterEach, describe, expect, test } from 'vitest'
import { runToEnd } from '@/lib/engine/run'
import { keepPairApart, joinPair } from '@/lib/service/pair-records'
import { match } from '@/lib/service/match'
import { recordsPage } from '@/lib/store/standing'
import { rowsOf } from '@/lib/store/rows'
import type { Corridor } from '../kit/corridor'
import { inSage, live, main, next, people, reasonFor, settled, status, written } from './kit'

/** Somebody typed the same firm in both systems: similar enough to ask, not the same by any key. */
let house: Corridor
afterEach(() => house.close())

const inCrm = (fields: Record<string, unknown> = {}): string =>
  String(
    house.crm.create('accounts', {
      ...{ name: 'Menuiserie Kerloc’h SARL', city: 'Brest', statusId: status.prospect },
      ...{ salesRepId1: people.bruno, branchId: 438, ...fields },
    }),
  )
const inBooks = (fields: Record<string, string> = {}): string =>
  String(house.books.create(main, 'prospects', { raisonSociale: 'Menuiserie Kerloc’h', ...fields })['id'])

const named = (rows: readonly Record<string, unknown>[], field: string) =>
  rows.filter((row) => String(row[field]).startsWith('Menuiserie Kerloc'))
const both = () => [
  named(live(house, 'accounts'), 'name').length,
  named(inSage(house, 'prospects'), 'raisonSociale').length,
]

async function linksOf() {
  const id = await house.integration()
  const { links } = await house.within((tx) => recordsPage(tx, house.desk, id, {}, { after: null, limit: 5_000 }))
  const of = (side: 'crm' | 'books') =>
    links.find((link) => String(link[side]?.seen['name']).startsWith('Menuiserie Kerloc') && !(link.crm && link.books))
      ?.id
  return { crm: of('crm') ?? '', books: of('books') ?? '' }
}

describe('the same firm, typed in both systems', () => {
  test('is created on neither side before a person has said whether it is the same', async () => {
    house = await settled()
    const [crm, books] = [inCrm(), inBooks()]
    await next(house)
    expect(both()).toEqual([1, 1])
    expect(await reasonFor(house, 'crm', 'prospect', crm)).toBe('looks-alike')
    expect(await reasonFor(house, 'books', 'prospect', books)).toBe('looks-alike')
    expect((await match(house.desk, 'customer')).rows).toMatchObject([{ crm: { id: crm }, books: { id: books } }])
  })

  test('rests meanwhile: the next runs write nothing and look at it no more', async () => {
    house = await settled()
    inCrm()
    inBooks()
    for (let run = 0; run < 3; run++) await next(house)
    const news = async () => {
      const rows = await house.within((tx) =>
        rowsOf<{ sum: number }>(tx, sql`select sum(news) as sum from links where tenant_id = ${house.desk.tenant}`),
      )
      return rows[0]?.sum
    }
    const before = await news()
    expect(written(await next(house))).toBe(0)
    expect(await news()).toBe(before)
    expect(both()).toEqual([1, 1])
  })

  test('that a person called the same becomes one record on each side', async () => {
    house = await settled()
    inCrm()
    inBooks()
    await next(house)
    const pair = await linksOf()
    expect(await joinPair(house.desk, pair)).toMatchObject({ ok: true })
    await next(house)
    expect(both()).toEqual([1, 1])
    expect(await linksOf()).toEqual({ crm: '', books: '' })
  })

  test('that a person called two is created on both sides in the next run', async () => {
    house = await settled()
    inCrm()
    inBooks()
    await next(house)
    expect(await keepPairApart(house.desk, await linksOf())).toMatchObject({ ok: true })
    await next(house)
    expect(both()).toEqual([2, 2])
  })

  test('is created by itself once the other one is gone', async () => {
    house = await settled()
    inCrm()
    const books = inBooks()
    await next(house)
    house.books.remove(main, 'prospects', books)
    await next(house)
    expect(both()).toEqual([1, 1])
    expect((await linksOf()).crm).toBe('')
  })

  test('is created by itself once the other one no longer looks like it', async () => {
    house = await settled()
    inCrm()
    const books = inBooks()
    await next(house)
    house.books.edit(main, 'prospects', books, { raisonSociale: 'Garage Le Goff' })
    await next(house)
    expect(named(inSage(house, 'prospects'), 'raisonSociale')).toHaveLength(1)
    expect(live(house, 'accounts').filter((row) => row['name'] === 'Garage Le Goff')).toHaveLength(1)
  })
})

test('firms that only sound alike are created without asking', async () => {
  house = await settled()
  inCrm({ name: 'Menuiserie Kerloc’h', city: 'Brest' })
  house.books.create(main, 'prospects', { raisonSociale: 'Plomberie Le Bihan' })
  await next(house)
  expect(both()).toEqual([1, 1])
  expect(live(house, 'accounts').filter((row) => row['name'] === 'Plomberie Le Bihan')).toHaveLength(1)
})

test('a firm that two records of Sage could be is met by itself once one of them is gone, and rests until then', async () => {
  house = await settled()
  const [first, second] = ['Menuiserie Kerloc’h', 'Menuiserie Kerloc’h bis'].map((raisonSociale) =>
    inBooks({ raisonSociale, tvaIntra: 'FR40303265045' }),
  )
  const crm = inCrm({ vatNumber: 'FR40303265045' })
  await next(house)
  for (const [side, id] of [
    ['crm', crm],
    ['books', first],
    ['books', second],
  ] as const)
    expect(await reasonFor(house, side, 'prospect', id)).toBe('ambiguous')
  expect(written(await next(house))).toBe(0)
  house.books.remove(main, 'prospects', second ?? '')
  await next(house)
  expect(both()).toEqual([1, 1])
  expect(await reasonFor(house, 'crm', 'prospect', crm)).toBeNull()
  expect((await linksOf()).crm).toBe('')
})

test('of two accounts with one VAT number, only the one with its code too is joined to a client, and the other keeps its name', async () => {
  house = await settled({
    books: { size: { customers: 1, prospects: 1, contacts: 0, products: 0, invoices: 0 } },
    crm: { size: 0 },
  })
  const vat = 'FR83404833048'
  const [other, own] = [
    inCrm({ name: 'Jumelle Nord', vatNumber: vat }),
    inCrm({ name: 'Jumelle Sud', vatNumber: vat, extId: 'SUD1' }),
  ]
  const client = inBooks({ raisonSociale: 'Jumelle Sud', tvaIntra: vat, code: 'SUD1' })
  await next(house)
  // It looked like the client until that one was the other's.
  await next(house)
  const named = () =>
    inSage(house, 'prospects').flatMap((row) =>
      String(row.raisonSociale).startsWith('Jumelle') ? [[row.id === client, row.raisonSociale]] : [],
    )
  expect(named()).toEqual([
    [true, 'Jumelle Sud'],
    [false, 'Jumelle Nord'],
  ])
  for (const id of [own, other]) expect(await reasonFor(house, 'crm', 'prospect', id)).toBeNull()
  expect(written(await next(house))).toBe(0)
})

test('an account goes to the client with its code and not to the one with its VAT number, however few records a run plans at once', async () => {
  house = await settled({
    books: { size: { customers: 1, prospects: 1, contacts: 0, products: 0, invoices: 0 } },
    crm: { size: 0 },
  })
  const vat = 'FR83404833048'
  const holding = inBooks({ raisonSociale: 'Jumelle Nord', tvaIntra: vat, code: 'NORD1' })
  const own = inBooks({ raisonSociale: 'Jumelle Sud', code: 'SUD1' })
  const id = inCrm({ name: 'Jumelle Sud', vatNumber: vat, extId: 'SUD1' })
  house.clock.advance(16 * 60_000)
  await runToEnd({ ...house.engine, planBatch: 1 }, await house.integration(), 'schedule')
  const integration = await house.integration()
  const { links } = await house.within((tx) => recordsPage(tx, house.desk, integration, {}, { after: null, limit: 99 }))
  const met = links.find(({ crm }) => crm?.id === id)?.books?.id
  expect([holding, own].indexOf(met ?? '')).toBe(1)
})
