import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { MAIN, type quickBooks } from '../../sandbox/quickbooks'
import { readAnew } from '@/lib/store/cursors'
import type { Family } from '../kit/family'
import {
  accountsNamed,
  changes,
  customersNamed,
  familyVendors,
  inCrm,
  later,
  oneChair,
  settledFamily,
  shared,
  unexplained,
} from './family'

describe.each(familyVendors)('Freshsales with %s, when records go', (vendor) => {
  let house: Family
  beforeAll(async () => {
    house = await settledFamily(vendor)
  }, 180_000)
  afterAll(() => house.close())

  test('a customer taken out of use in the books stays in the CRM', async () => {
    const { customer, account } = shared(house)
    house.books.retire(customer.id)
    await later(house)
    expect(accountsNamed(house, customer.name).map(({ id }) => String(id))).toEqual([account.id])
    expect(changes(await later(house))).toBe(0)
  })

  test('an account removed in the CRM stays in the books and does not come back', async () => {
    const { customer, account } = shared(house, 1)
    house.crm.remove('sales_accounts', account.id)
    house.clock.advance(25 * 3_600_000)
    await later(house)
    await later(house)
    expect(customersNamed(house, customer.name)).toHaveLength(1)
    expect(accountsNamed(house, customer.name)).toEqual([])
  })

  test('an invoice taken back in the books owes nothing any more in the CRM', async () => {
    const id = house.books.addInvoice(shared(house).customer.id, 60)
    await later(house)
    const stands = () => inCrm(house, 'cm_invoice').filter((each) => each['cf_invoice_id'] === id)
    expect(stands()).toHaveLength(1)
    house.books.voidInvoice(id)
    // Books that hide what is deleted are listed completely once a day.
    house.clock.advance(25 * 3_600_000)
    await later(house)
    if (house.books.voids === 'gone') expect(stands()).toEqual([])
    else expect(stands()).toMatchObject([{ cf_state: 'cancelled', cf_balance: '0.00' }])
  })

  if (vendor === 'quickbooks')
    test('an invoice that was deleted right before an answer about the books changed goes in the CRM, too', async () => {
      const id = house.books.addInvoice(shared(house).customer.id, 60)
      await later(house)
      const stands = () => inCrm(house, 'cm_invoice').filter((each) => each['cf_invoice_id'] === id)
      expect(stands()).toHaveLength(1)
      const { admin } = house.books.simulator as ReturnType<typeof quickBooks> // of this vendor
      admin.delete(MAIN, 'Invoice', id)
      await house.within((tx) => readAnew(tx, house.desk, house.integration, 'books', { but: ['document'] }))
      await later(house)
      expect(stands()).toEqual([])
    })

  test('nothing that is there is taken for removed where all is read anew', async () => {
    await later(house)
    for (const side of ['books', 'crm'] as const)
      await house.within((tx) => readAnew(tx, house.desk, house.integration, side, { but: [] }))
    expect(changes(await later(house))).toBe(0)
  })

  test('the place of a person who was cleared in the books goes to another one, and the first one stays in the CRM', async () => {
    const { people, inBooks, first, place } = await oneChair(house)
    house.books.edit('contact', place, { firstName: '', lastName: '', email: '' })
    await later(house)
    const next = people[first?.email === 'ada@chair.test' ? 1 : 0] ?? ''
    house.crm.edit('contacts', next, { last_name: 'Sits' })
    await later(house)
    await later(house)
    expect(inBooks()).toMatchObject([{ id: place, lastName: 'Sits' }])
    expect(changes(await later(house))).toBe(0)
    // Each goes its own way from now on.
    house.books.edit('contact', place, { lastName: 'Renamed' })
    await later(house)
    const names = inCrm(house, 'contacts').filter(({ id }) => people.includes(String(id)))
    expect(names.map(({ last_name: name }) => name).sort()).toEqual(['Chair', 'Renamed'])
    expect(changes(await later(house))).toBe(0)
  })

  test('after all of that, every record of both sides is still accounted for', async () => {
    expect(await unexplained(house)).toEqual([])
  })
})
