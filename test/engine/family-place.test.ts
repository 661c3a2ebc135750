import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Family } from '../kit/family'
import { changes, inCrm, later, oneChair, settledFamily, unexplained } from './family'

let house: Family
beforeAll(async () => {
  house = await settledFamily('quickbooks')
}, 180_000)
afterAll(() => house.close())

test('an edit without an answer, of a person whose place went to another one of the same name, says nothing of that one', async () => {
  const { people, inBooks, first, place } = await oneChair(house)
  const [one, other] = first?.email === 'ada@chair.test' ? people : [...people].reverse()
  house.crm.edit('contacts', one ?? '', { last_name: 'Sits' })
  house.trouble.strike('books', 'answer lost')
  expect((await later(house)).result).toMatchObject({ kind: 'stopped' })
  house.books.edit('contact', place, { firstName: '', lastName: '', email: '' })
  house.crm.edit('contacts', other ?? '', { last_name: 'Sits' })
  house.clock.advance(60_000)
  await house.run()
  expect((await later(house)).result).toEqual({ kind: 'done' })
  expect(inBooks()).toMatchObject([{ id: place, lastName: 'Sits' }])
  expect(inBooks()[0]?.email).not.toBe(first?.email)
  expect(changes(await later(house))).toBe(0)
  const sits = inCrm(house, 'contacts').filter((row) => row['last_name'] === 'Sits')
  expect(sits.map(({ id }) => String(id)).sort()).toEqual([...people].sort())
  expect(await unexplained(house)).toEqual([])
})
