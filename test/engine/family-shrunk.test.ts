import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Family } from '../kit/family'
import { changes, inCrm, later, settledFamily, unexplained } from './family'

let house: Family
beforeAll(async () => {
  house = await settledFamily('freshbooks', { books: { size: 5 } })
}, 180_000)
afterAll(() => house.close())

const nextDay = () => {
  house.clock.advance(25 * 3_600_000)
  return later(house)
}
const stand = () => inCrm(house, 'cm_invoice').map((each) => String(each['cf_invoice_id']))

test('of a few invoices most are deleted, and they go from the CRM although the list shrank below half with them', async () => {
  const [kept = '', ...others] = house.books.list('invoice').map(({ id }) => id)
  expect(others.length).toBeGreaterThan(1)
  expect(stand()).toEqual(expect.arrayContaining([kept, ...others]))
  for (const id of others) house.books.voidInvoice(id)
  const run = await nextDay()
  expect(run.result).toEqual({ kind: 'done' })
  expect(stand()).toContain(kept)
  expect(stand().filter((id) => others.includes(id))).toEqual([])
  expect(changes(await nextDay())).toBe(0)
  expect(await unexplained(house)).toEqual([])
})
