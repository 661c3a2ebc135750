import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Corridor } from '../kit/corridor'
import {
  account,
  doubles,
  history,
  inSage,
  live,
  main,
  next,
  only,
  people,
  reasonFor,
  settled,
  standings,
  status,
} from './kit'

let house: Corridor
let owner: { readonly id: string; readonly account: number }
beforeAll(async () => {
  house = await settled()
  const made = house.books.create(main, 'clients', { raisonSociale: 'Owner of contacts' })
  await next(house)
  owner = { id: String(made.id), account: account(house, made.code).id }
})
afterAll(() => house.close())

let nth = 0
const inBooks = async (fields: Record<string, string | null> = {}) => {
  const email = `contact-${++nth}@roche.test`
  const given = { tiersId: owner.id, prenom: 'Léa', nom: 'Marchand', typeAdresse: 'contact', email, ...fields }
  const made = house.books.create(main, 'contacts', given)
  await next(house)
  return { id: String(made.id), email, crm: only(house, 'contacts', 'email', given.email).id }
}

const inCrm = (fields: Record<string, unknown>) =>
  house.crm.create('contacts', { accountId: owner.account, firstName: 'Noah', lastName: 'Petit', ...fields })

const inSageBy = (email: string) => inSage(house, 'contacts').filter((row) => row.email === email)

describe('Both ways', () => {
  test('a contact address of Sage is a contact of the same company in the CRM', async () => {
    const { crm } = await inBooks({ portable: '06 39 98 12 34' })
    expect(house.crm.get('contacts', crm)).toMatchObject({
      accountId: owner.account,
      firstName: 'Léa',
      lastName: 'Marchand',
      Z_SyncStatus: 'synchronised',
    })
  })

  test('a contact created in the CRM is born in Sage once, as a contact address of its client', async () => {
    const id = inCrm({ email: 'noah@petit.test', phone1: '04 78 00 00 02' })
    await next(house)
    await next(house)
    expect(inSageBy('noah@petit.test')).toHaveLength(1)
    expect(inSageBy('noah@petit.test')[0]).toMatchObject({
      tiersId: owner.id,
      prenom: 'Noah',
      nom: 'Petit',
      typeAdresse: 'contact',
    })
    expect(String(house.crm.get('contacts', id).extId)).toContain('|')
  })

  test('a contact edited in Sage changes in the CRM', async () => {
    const { id, crm } = await inBooks()
    house.books.edit(main, 'contacts', id, { nom: 'Marchand-Roy', telephone: '01 99 00 77 77' })
    await next(house)
    expect(house.crm.get('contacts', crm)).toMatchObject({ lastName: 'Marchand-Roy', phone1: '01 99 00 77 77' })
  })

  test('a contact edited in the CRM changes in Sage', async () => {
    const { id, crm } = await inBooks()
    house.crm.edit('contacts', crm, { firstName: 'Léane', email: 'leane@roche.test', city: 'Pau' })
    await next(house)
    expect(house.books.get(main, 'contacts', id)).toMatchObject({
      prenom: 'Léane',
      email: 'leane@roche.test',
      adresse: { ville: 'Pau' },
    })
  })

  test('a contact without a first name travels, and its dash in the CRM never reaches Sage', async () => {
    const { id, crm } = await inBooks({ prenom: null })
    expect(house.crm.get('contacts', crm)).toMatchObject({ firstName: '-' })
    house.crm.edit('contacts', crm, { lastName: 'Seul' })
    await next(house)
    expect(house.books.get(main, 'contacts', id)).toMatchObject({ prenom: null, nom: 'Seul' })
  })

  test('a new client and its contact, both typed into the CRM, are born in Sage in one run', async () => {
    const accountId = house.crm.create('accounts', {
      name: 'Family business',
      statusId: status.client,
      salesRepId1: people.bruno,
      branchId: 438,
    })
    inCrm({ accountId, email: 'boss@family.test' })
    await next(house)
    const client = inSage(house, 'clients').find((row) => row.raisonSociale === 'Family business')
    expect(inSageBy('boss@family.test')[0]?.tiersId).toBe(client?.id)
  })

  test('a new client and its contact, both typed into Sage, reach the CRM in one run', async () => {
    const client = house.books.create(main, 'clients', { raisonSociale: 'Sage family' })
    const { crm } = await inBooks({ tiersId: String(client.id), email: 'sage@family.test' })
    expect(house.crm.get('contacts', crm).accountId).toBe(account(house, client.code).id)
  })

  test('one person with one e-mail address at two companies stays two contacts', async () => {
    const other = house.books.create(main, 'clients', { raisonSociale: 'Second employer' })
    const fields = { prenom: 'Zoé', nom: 'Double', typeAdresse: 'contact', email: 'zoe@double.test' }
    house.books.create(main, 'contacts', { ...fields, tiersId: owner.id })
    house.books.create(main, 'contacts', { ...fields, tiersId: String(other.id) })
    await next(house)
    const found = live(house, 'contacts').filter((row) => row.email === 'zoe@double.test')
    expect(found.map((row) => row.accountId).sort()).toEqual([owner.account, account(house, other.code).id].sort())
  })
})

describe('Deletion policy', () => {
  test('a contact removed in Sage is marked as deleted in the CRM', async () => {
    const { id, crm } = await inBooks()
    house.books.remove(main, 'contacts', id)
    await next(house)
    expect(house.crm.get('contacts', crm).deleted).toBe(true)
  })

  test('a contact removed in the CRM stays in Sage and waits for a review', async () => {
    const { id, crm } = await inBooks()
    house.crm.remove('contacts', crm)
    await next(house)
    await next(house)
    expect(house.books.get(main, 'contacts', id).supprime).toBe(false)
    expect(await reasonFor(house, 'books', 'contact', id)).toBe('removed-in-crm')
  })
})

describe('Filter', () => {
  test('delivery and billing addresses of Sage never become contacts', () => {
    const others = inSage(house, 'contacts').filter((row) => row.typeAdresse !== 'contact')
    expect(others.length).toBeGreaterThan(3)
    for (const { code, email, nom } of others) {
      const same = live(house, 'contacts').filter((row) => row.lastName === nom && (row.email ?? null) === email)
      expect(same, String(code)).toEqual([])
    }
  })

  test('an address that stops being a contact address is left as it is in the CRM, and travels again when it is one', async () => {
    const { id, crm } = await inBooks()
    house.books.setContactType(main, id, 'livraison')
    await next(house)
    expect(house.crm.get('contacts', crm)).toMatchObject({ deleted: false })
    expect(await reasonFor(house, 'books', 'contact', id)).toBe('out-of-scope')
    house.books.edit(main, 'contacts', id, { nom: 'Back again' })
    house.books.setContactType(main, id, 'contact')
    await next(house)
    expect(house.crm.get('contacts', crm)).toMatchObject({ lastName: 'Back again', deleted: false })
  })
})

describe('Contacts of prospects', () => {
  const aProspect = async () => {
    const made = house.books.create(main, 'prospects', { raisonSociale: 'Prospect with people' })
    await next(house)
    return { id: String(made.id), account: account(house, made.code).id }
  }

  test('contacts linked to a prospect wait, which is no error, and travel once it is a client', async () => {
    const prospect = await aProspect()
    const fields = { prenom: 'Ines', nom: 'Attend', typeAdresse: 'contact', email: 'ines@attend.test' }
    const made = house.books.create(main, 'contacts', { ...fields, tiersId: prospect.id })
    const run = await next(house)
    expect(run.result).toEqual({ kind: 'done' })
    expect(live(house, 'contacts').some((row) => row.email === 'ines@attend.test')).toBe(false)
    expect(await reasonFor(house, 'books', 'contact', made.id)).toBe('waits-for-conversion')
    expect(await standings(house)).not.toContainEqual(expect.objectContaining({ reason: 'rejected' }))
    house.books.convert(main, prospect.id)
    await next(house)
    expect(only(house, 'contacts', 'email', 'ines@attend.test')).toMatchObject({
      accountId: prospect.account,
      deleted: false,
    })
  })

  test('a contact that the CRM added to a prospect waits too, and is born in Sage after the conversion', async () => {
    const prospect = await aProspect()
    const id = inCrm({ accountId: prospect.account, email: 'crm@attend.test' })
    await next(house)
    expect(inSageBy('crm@attend.test')).toEqual([])
    expect(await reasonFor(house, 'crm', 'contact', id)).toBe('waits-for-conversion')
    house.books.convert(main, prospect.id)
    await next(house)
    await next(house)
    expect(inSageBy('crm@attend.test')).toHaveLength(1)
    expect(inSageBy('crm@attend.test')[0]?.tiersId).toBe(prospect.id)
  })
})

test('nobody stands twice, and the history tells of every contact that was written', async () => {
  expect(doubles(house)).toEqual([])
  const refused = await history(house, { kind: 'refused' })
  expect(refused).toEqual([])
})
