import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Because } from '@/lib/model/record'
import { MAIN, type xero } from '../../sandbox/xero'
import { rowsOf } from '@/lib/store/rows'
import { texts } from '@/lib/text'
import type { Family } from '../kit/family'
import { accountsNamed, changes, customersNamed, familyVendors, inCrm, later, settledFamily } from './family'

/** Why records of these ids in the CRM stand alone. */
const reasons = (house: Family, ids: readonly unknown[]): Promise<readonly { readonly because: Because }[]> =>
  house.within((tx) =>
    rowsOf(
      tx,
      sql`select because from links where because is not null and crm_id in (${sql.join(
        ids.map((id) => sql`${String(id)}`),
        sql`, `,
      )})`,
    ),
  )

/** How often the history says that one of these was created in the books. */
const writesTold = async (house: Family, ids: readonly unknown[]): Promise<number> => {
  const [row] = await house.within((tx) =>
    rowsOf<{ count: number }>(
      tx,
      sql`select count(*) as count from journal j join links l on l.id = j.link_id where j.kind = 'written' and j.verb = 'create'
        and j.side = 'books' and l.crm_id in (${sql.join(
          ids.map((id) => sql`${String(id)}`),
          sql`, `,
        )})`,
    ),
  )
  return row?.count ?? 0
}

/** Why records of this id in the books stand alone. */
const booksReasons = (house: Family, id: string): Promise<readonly { readonly because: Because }[]> =>
  house.within((tx) => rowsOf(tx, sql`select because from links where books_id = ${id} and because is not null`))

const callsOf = (house: Family, side: 'crm' | 'books' = 'books') =>
  house.simulators[side].calls().filter(({ method, path }) => method !== 'GET' && !/token/.test(path)).length

/** Nothing is sent any more, however often we look. */
async function settles(house: Family): Promise<void> {
  for (let run = 0; run < 3; run++) await later(house)
  const before = callsOf(house)
  expect(changes(await later(house))).toBe(0)
  expect(callsOf(house)).toBe(before)
}

describe.each(familyVendors)('Freshsales with %s, where names, addresses and amounts collide', (vendor) => {
  let house: Family
  beforeAll(async () => {
    house = await settledFamily(vendor, { switches: { 'create-documents-in-books': true } })
  }, 180_000)
  afterAll(() => house.close())

  test('two accounts of one name settle: no name twice where the books keep it once, and one sentence says why', async () => {
    house.crm.create('sales_accounts', { name: 'Twin & Co' })
    house.crm.create('sales_accounts', { name: 'Twin & Co' })
    await settles(house)
    expect(accountsNamed(house, 'Twin & Co')).toHaveLength(2)
    const alone = await reasons(
      house,
      accountsNamed(house, 'Twin & Co').map(({ id }) => id),
    )
    if (house.books.namesAreUnique) {
      expect(customersNamed(house, 'Twin & Co')).toHaveLength(1)
      expect(alone).toMatchObject([{ because: { reason: 'rejected', field: 'name', detail: 'name-taken' } }])
    } else {
      expect(customersNamed(house, 'Twin & Co')).toHaveLength(2)
      expect(alone).toEqual([])
    }
    for (const locale of ['en', 'fr', 'es'] as const)
      expect(texts(locale).problem['name-taken']({ vendor, until: null, field: null, detail: null }).todo).toMatch(
        /CRM/,
      )
  })

  test('a name that somebody gives to a second account later is refused there, and given once it is free', async () => {
    const [first, second] = ['Earlier Ltd', 'Later Ltd'].map((name) => house.crm.create('sales_accounts', { name }))
    await settles(house)
    house.crm.edit('sales_accounts', second ?? '', { name: 'Earlier Ltd' })
    await settles(house)
    if (!house.books.namesAreUnique) return
    expect(customersNamed(house, 'Earlier Ltd')).toHaveLength(1)
    expect(await reasons(house, [second])).toMatchObject([{ because: { reason: 'rejected', field: 'name' } }])
    house.crm.edit('sales_accounts', first ?? '', { name: 'Earlier Holding' })
    await later(house)
    house.crm.edit('sales_accounts', second ?? '', { phone: '+33145678911' })
    await settles(house)
    expect(customersNamed(house, 'Earlier Ltd')).toHaveLength(1)
    expect(await reasons(house, [second])).toEqual([])
  })

  test('two people of one name in one firm stay two: the books have room for one, and one sentence says so', async () => {
    const account = house.crm.create('sales_accounts', { name: 'Namesakes Ltd' })
    const people = ['one@namesakes.test', 'two@namesakes.test'].map((emails) =>
      house.crm.create('contacts', {
        ...{ first_name: 'Ada', last_name: 'Namesake', emails },
        sales_accounts: [{ id: account, is_primary: true }],
      }),
    )
    await settles(house)
    expect(house.books.list('contact').filter(({ lastName }) => lastName === 'Namesake')).toHaveLength(1)
    expect(await reasons(house, people)).toMatchObject([
      { because: { reason: 'rejected', field: 'parent:customer', detail: 'one-person' } },
    ])
  })

  test('an address that the person of another firm bears in the CRM is refused once, and one sentence says so', async () => {
    const [first] = ['First Ltd', 'Second Ltd'].map((name) => house.crm.create('sales_accounts', { name }))
    for (const emails of ['ada@first.test', 'eve@first.test'])
      house.crm.create('contacts', {
        ...{ first_name: emails.slice(0, 3), last_name: 'First', emails },
        sales_accounts: [{ id: first, is_primary: true }],
      })
    await settles(house)
    // The books have room for one of the two: the other one stays in the CRM alone.
    const kept = house.books.list('contact').find(({ email }) => email?.endsWith('@first.test'))?.email
    const email = kept === 'ada@first.test' ? 'eve@first.test' : 'ada@first.test'
    const second = customersNamed(house, 'Second Ltd')[0]?.id ?? ''
    house.books.edit('contact', second, { firstName: 'Bob', lastName: 'Second', email })
    const before = callsOf(house, 'crm')
    await settles(house)
    expect(callsOf(house, 'crm') - before).toBeLessThanOrEqual(2)
    expect(await booksReasons(house, second)).toContainEqual({
      because: { reason: 'rejected', side: 'crm', field: 'email', detail: 'address-taken' },
    })
    for (const locale of ['en', 'fr', 'es'] as const)
      expect(
        texts(locale).problem['address-taken']({ vendor, until: null, field: null, detail: null }).title,
      ).toContain(vendor)
    // Once it is free, the person comes by itself with the next edit.
    house.books.edit('contact', second, { email: 'bob@second.test' })
    await settles(house)
    expect(inCrm(house, 'contacts').filter(({ last_name: name }) => name === 'Second')).toHaveLength(1)
  })

  if (vendor === 'xero')
    test('of two people of one name, in a firm whose number in the books is somebody else’s, one has the place there', async () => {
      const { admin } = house.books.simulator as ReturnType<typeof xero> // of this vendor
      admin.create(MAIN, 'contacts', { Name: 'Numbered Ltd', IsCustomer: true, ContactNumber: 'KD-1' })
      await settles(house)
      const [account] = accountsNamed(house, 'Numbered Ltd')
      const ada = (emails: string) =>
        house.crm.create('contacts', {
          ...{ first_name: 'Ada', last_name: 'Numbered', emails },
          sales_accounts: [{ id: String(account?.['id']), is_primary: true }],
        })
      const first = ada('one@numbered.test')
      await settles(house)
      const second = ada('two@numbered.test')
      await settles(house)
      expect(await reasons(house, [first, second])).toMatchObject([
        { because: { reason: 'rejected', side: 'books', detail: 'name-taken' } },
      ])
      expect(await writesTold(house, [first, second])).toBe(1)
    })

  test('a firm and its person with two addresses settle where the books keep one for both', async () => {
    const account = house.crm.create('sales_accounts', { name: 'Two Addresses', cf_email: 'firm@two.test' })
    const person = house.crm.create('contacts', {
      ...{ first_name: 'Ada', last_name: 'Two', emails: 'ada@two.test' },
      sales_accounts: [{ id: account, is_primary: true }],
    })
    await settles(house)
    house.crm.edit('contacts', person, { emails: 'ada.new@two.test' })
    await settles(house)
    house.crm.edit('sales_accounts', account, { cf_email: 'firm.new@two.test' })
    await settles(house)
    expect(customersNamed(house, 'Two Addresses')[0]?.['email']).toBe('firm.new@two.test')
  })

  test('a deal whose amount is not what its products come to waits for its correction, and says which field it is about', async () => {
    const before = house.books.list('document').length
    const open = String(inCrm(house, 'deals')[0]?.['id'])
    house.crm.edit('deals', open, { amount: '99.0', currency_id: null })
    house.crm.win(open)
    await settles(house)
    expect(house.books.list('document')).toHaveLength(before)
    const [told] = await reasons(house, [open])
    expect(told?.because).toMatchObject({ reason: 'rejected', detail: 'amount-differs' })
    expect(['total', 'netTotal']).toContain(told?.because.reason === 'rejected' ? told.because.field : null)
    // 1 at 10.50 and 2 at 11.50.
    house.crm.edit('deals', open, { amount: '33.5' })
    await settles(house)
    expect(house.books.list('document')).toHaveLength(before + 1)
  })
})
