import { afterAll, describe, expect, test } from 'vitest'
import { connection, saveChosen } from '@/lib/store/connections'
import { integration as readIntegration } from '@/lib/store/integrations'
import { recordsPage } from '@/lib/store/standing'
import type { Family } from '../kit/family'
import { familyVendors, later, settledFamily, unexplained } from './family'
import { sowingOf } from './family-births'

const { sow } = sowingOf({ side: 'books', entity: 'document' })

/** From now on won deals become another kind of document. */
const become = (house: Family, kind: 'quote' | 'draft-invoice') =>
  house.within(async (tx) => {
    const { booksConnection = '' } = (await readIntegration(tx, house.desk, house.integration)) ?? {}
    const { chosen } = (await connection(tx, house.desk, booksConnection)) ?? {}
    await saveChosen(tx, house.desk, booksConnection, { ...chosen, 'document-kind': [kind] })
  })

/** What a deal became, as far as memory knows. */
async function documentOf(house: Family, name: string) {
  const page = await house.within((tx) =>
    recordsPage(tx, house.desk, house.integration, { search: name, entity: 'document' }, { after: null, limit: 9 }),
  )
  return page.links.map(({ books }) => ({ kind: books?.seen['kind'], removed: books?.removed }))
}

describe.each(familyVendors)('Freshsales with %s, where deals become another kind of document', (vendor) => {
  const houses: Family[] = []
  afterAll(() => Promise.all(houses.map((house) => house.close())))

  test.each([
    ['quote', 'draft-invoice'],
    ['draft-invoice', 'quote'],
  ] as const)('a %s of before is still there next to the %s of today', { timeout: 180_000 }, async (before, today) => {
    const chosen = { 'document-kind': [before] }
    const house = await settledFamily(vendor, { switches: { 'create-documents-in-books': true }, chosen })
    houses.push(house)
    sow(house, 'Firm 1')
    await later(house)
    await become(house, today)
    sow(house, 'Firm 2')
    house.clock.advance(25 * 3_600_000)
    await later(house)
    await later(house)
    expect(await documentOf(house, 'Firm 1')).toEqual([{ kind: before, removed: false }])
    expect(await documentOf(house, 'Firm 2')).toEqual([{ kind: today, removed: false }])
    expect(await unexplained(house)).toEqual([])
  })
})
