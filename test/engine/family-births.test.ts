import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Family } from '../kit/family'
import type { Mishap } from '../kit/mishaps'
import { changes, familyVendors, later, settledFamily, unexplained } from './family'
import { birthsOf, prepared, sowingOf, type Birth } from './family-births'

const mishaps = ['answer lost', 'done late'] as const satisfies readonly Mishap[]

/** A mishap strikes the first write; whoever comes next must neither forget the record nor make it again. */
async function livesThrough(house: Family, birth: Birth, mishap: Mishap, names: readonly string[]): Promise<void> {
  const { sow, found } = sowingOf(birth)
  await prepared(house, birth, names)
  for (const name of names) sow(house, name)
  house.trouble.strike(birth.side, mishap)
  await later(house)
  // Somebody asks again at once, before a late write arrives.
  house.clock.advance(5_000)
  await house.run()
  await house.trouble.arrive()
  await later(house)
  expect(house.trouble.pending()).toBe(false)
  expect(names.map((name) => found(house, name).length)).toEqual(names.map(() => 1))
  expect(changes(await later(house))).toBe(0)
}

describe.each(familyVendors)('Freshsales with %s, when the answer to a create is lost', (vendor) => {
  let house: Family
  let made = 0
  beforeAll(async () => {
    house = await settledFamily(vendor, { switches: { 'create-documents-in-books': true } })
  }, 180_000)
  afterAll(() => house.close())

  for (const birth of birthsOf(vendor))
    for (const mishap of mishaps)
      test(`a ${birth.entity} in the ${birth.side} is there exactly once: ${mishap}`, { timeout: 60_000 }, () =>
        livesThrough(house, birth, mishap, [`Firm ${(made += 1)}`]),
      )

  for (const birth of birthsOf(vendor).filter(({ entity }) => entity === 'customer'))
    for (const mishap of mishaps)
      test(`three of a ${birth.entity} in the ${birth.side}, made at one go, are there once each: ${mishap}`, async () => {
        await livesThrough(
          house,
          birth,
          mishap,
          [1, 2, 3].map(() => `Firm ${(made += 1)}`),
        )
      })

  test('after all of that, every record of both sides is still accounted for', async () => {
    // What a customer owes moves without a stamp in some books: a day later all is read again.
    house.clock.advance(25 * 3_600_000)
    await later(house)
    expect(await unexplained(house)).toEqual([])
  })
})

describe.each(familyVendors)('Freshsales with %s, where a won deal becomes a draft invoice', (vendor) => {
  let house: Family
  beforeAll(async () => {
    const chosen = { 'document-kind': ['draft-invoice'] }
    house = await settledFamily(vendor, { switches: { 'create-documents-in-books': true }, chosen })
  }, 180_000)
  afterAll(() => house.close())

  const deal = birthsOf(vendor).find(({ entity }) => entity === 'document')

  for (const [at, mishap] of mishaps.entries())
    test(`it is there exactly once: ${mishap}`, async () => {
      if (!deal) throw new Error('No deal may become a document')
      await livesThrough(house, deal, mishap, [`Firm ${at + 1}`])
      const [made] = house.books.list('document').filter(({ mark }) => mark !== null)
      expect(made?.['kind']).toBe('draft-invoice')
    })
})
