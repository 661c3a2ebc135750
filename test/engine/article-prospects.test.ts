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
  overruled,
  people,
  reasonFor,
  republish,
  settled,
  status,
} from './kit'

let house: Corridor
beforeAll(async () => {
  house = await settled()
})
afterAll(() => house.close())

const inBooks = async (fields: Record<string, string | null> = {}) => {
  const made = house.books.create(main, 'prospects', { raisonSociale: 'Ébénisterie Roche', ...fields })
  await next(house)
  return { id: String(made.id), code: String(made.code), crm: account(house, made.code).id }
}

const inCrm = (fields: Record<string, unknown>) =>
  house.crm.create('accounts', { statusId: status.prospect, salesRepId1: people.bruno, branchId: 438, ...fields })

const twin = (name: string) => {
  const found = inSage(house, 'prospects').filter((row) => row.raisonSociale === name)
  expect(found).toHaveLength(1)
  return { id: String(found[0]?.id), code: found[0]?.code, salesRep: found[0]?.SALES_REP }
}

describe('Both ways', () => {
  test('a prospect of Sage is an account with the status Prospect in the CRM, free to edit', async () => {
    const { crm } = await inBooks()
    expect(house.crm.get('accounts', crm)).toMatchObject({
      statusId: status.prospect,
      readOnly: false,
      Z_SyncStatus: 'synchronised',
    })
    house.crm.edit('accounts', crm, { comment: 'Anybody may write here' })
  })

  test('prospects and clients share one table in the CRM', () => {
    for (const { code } of [...inSage(house, 'prospects'), ...inSage(house, 'clients')])
      expect(only(house, 'accounts', 'extId', code).deleted).toBe(false)
  })

  test('a prospect created in the CRM is born in Sage once and gets its code back', async () => {
    const id = inCrm({ name: 'Ferronnerie Blanc', phone: '04 78 00 00 01', countryId: null })
    await next(house)
    await next(house)
    expect(house.crm.get('accounts', id)).toMatchObject({ extId: twin('Ferronnerie Blanc').code, readOnly: false })
    expect(twin('Ferronnerie Blanc').salesRep).toBe('Bruno Lefèvre')
  })

  test('a prospect edited in Sage changes in the CRM', async () => {
    const { id, crm } = await inBooks()
    house.books.edit(main, 'prospects', id, { raisonSociale: 'Ébénisterie Rochefort', email: null })
    await next(house)
    expect(house.crm.get('accounts', crm)).toMatchObject({ name: 'Ébénisterie Rochefort', email: null })
  })

  test('a prospect edited in the CRM changes in Sage', async () => {
    const { id, crm } = await inBooks({ email: 'avant@roche.test' })
    house.crm.edit('accounts', crm, { name: 'Roche & Filles', email: 'apres@roche.test', city: 'Dijon' })
    await next(house)
    expect(house.books.get(main, 'prospects', id)).toMatchObject({
      raisonSociale: 'Roche & Filles',
      email: 'apres@roche.test',
      adresse: { ville: 'Dijon' },
    })
  })

  test('edits of different fields on both sides both arrive', async () => {
    const { id, crm } = await inBooks({ email: 'un@roche.test' })
    house.crm.edit('accounts', crm, { email: 'deux@roche.test' })
    house.books.edit(main, 'prospects', id, { raisonSociale: 'Roche frères' })
    await next(house)
    expect(house.crm.get('accounts', crm)).toMatchObject({ name: 'Roche frères', email: 'deux@roche.test' })
    expect(house.books.get(main, 'prospects', id)).toMatchObject({
      raisonSociale: 'Roche frères',
      email: 'deux@roche.test',
    })
  })

  test('of two edits of one field Sage wins, and the value that lost is in the history', async () => {
    const { id, crm, code } = await inBooks()
    house.crm.edit('accounts', crm, { name: 'Said in the CRM' })
    house.books.edit(main, 'prospects', id, { raisonSociale: 'Said in Sage' })
    await next(house)
    expect(house.crm.get('accounts', crm)).toMatchObject({ name: 'Said in Sage' })
    expect(house.books.get(main, 'prospects', id)).toMatchObject({ raisonSociale: 'Said in Sage' })
    expect(overruled(await history(house, { record: code }))).toContainEqual({ key: 'name', lost: 'Said in the CRM' })
  })

  test('a value emptied in the CRM is emptied in Sage', async () => {
    const { id, crm } = await inBooks({ notes: 'Call back in May' })
    house.crm.edit('accounts', crm, { comment: null })
    await next(house)
    expect(house.books.get(main, 'prospects', id).notes).toBeNull()
  })
})

describe('Conversion', () => {
  test('a prospect that becomes a client in Sage keeps its CRM record and its information, and is locked', async () => {
    const { id, code, crm } = await inBooks({ email: 'garde@roche.test' })
    house.crm.edit('accounts', crm, { segmentId: 42, region: 'Savoie', salesRepId1: people.chloe })
    await next(house)
    house.books.convert(main, id)
    await next(house)
    expect(account(house, code)).toMatchObject({
      id: crm,
      statusId: status.client,
      readOnly: true,
      deleted: false,
      segmentId: 42,
      region: 'Savoie',
      salesRepId1: people.chloe,
      email: 'garde@roche.test',
    })
  })

  test('a conversion that gives a new code in Sage keeps the same account too', async () => {
    const { id, crm } = await inBooks()
    house.books.convert(main, id, { newCode: 'CONVERTED1' })
    await next(house)
    expect(account(house, 'CONVERTED1')).toMatchObject({ id: crm, statusId: status.client, readOnly: true })
  })

  test('a prospect that the CRM gave to Sage can be converted there like any other', async () => {
    const id = inCrm({ name: 'Born in the CRM' })
    await next(house)
    house.books.convert(main, twin('Born in the CRM').id)
    await next(house)
    expect(house.crm.get('accounts', id)).toMatchObject({ statusId: status.client, readOnly: true, deleted: false })
    expect(live(house, 'accounts').filter((row) => row.name === 'Born in the CRM')).toHaveLength(1)
  })

  test('an edit in the CRM on the very day of the conversion is not lost silently', async () => {
    const { id, crm, code } = await inBooks()
    house.crm.edit('accounts', crm, { name: 'Edited just before' })
    house.books.convert(main, id)
    await next(house)
    await next(house)
    expect(house.crm.get('accounts', crm)).toMatchObject({ name: 'Ébénisterie Roche', readOnly: true })
    expect(overruled(await history(house, { record: code }))).toContainEqual({
      key: 'name',
      lost: 'Edited just before',
    })
  })

  test('a linked prospect given the status Client in the CRM gets it back: convert it in Sage', async () => {
    const { id, crm, code } = await inBooks()
    house.crm.edit('accounts', crm, { statusId: status.client, name: 'Other fields go on' })
    await next(house)
    expect(house.crm.get('accounts', crm)).toMatchObject({ statusId: status.prospect, readOnly: false })
    expect(house.books.get(main, 'prospects', id)).toMatchObject({ raisonSociale: 'Other fields go on' })
    expect(inSage(house, 'clients').some((row) => row.code === code)).toBe(false)
    expect(overruled(await history(house, { record: code }))).toContainEqual({ key: 'entity', lost: 'customer' })
  })

  test('a linked client given the status Prospect in the CRM gets its status back', async () => {
    const { code } = house.books.create(main, 'clients', { raisonSociale: 'Stays a client' })
    await next(house)
    house.crm.edit('accounts', account(house, code).id, { statusId: status.prospect }, { force: true })
    await next(house)
    expect(account(house, code)).toMatchObject({ statusId: status.client, readOnly: true, deleted: false })
  })
})

describe('Deletion', () => {
  test('a prospect removed in Sage disappears from the CRM', async () => {
    const { id, crm } = await inBooks()
    house.books.remove(main, 'prospects', id)
    await next(house)
    expect(house.crm.get('accounts', crm).deleted).toBe(true)
  })

  test('a prospect removed in the CRM stays in Sage and waits for a review', async () => {
    const { id, crm } = await inBooks()
    house.crm.remove('accounts', crm)
    await next(house)
    await next(house)
    expect(house.books.get(main, 'prospects', id).supprime).toBe(false)
    expect(await reasonFor(house, 'books', 'prospect', id)).toBe('removed-in-crm')
  })

  test('a prospect edited in the CRM and removed in Sage is removed', async () => {
    const { id, crm } = await inBooks()
    house.crm.edit('accounts', crm, { name: 'Too late' })
    house.books.remove(main, 'prospects', id)
    await next(house)
    expect(house.crm.get('accounts', crm).deleted).toBe(true)
  })
})

test('nobody stands twice on either side, and nothing is left to do', async () => {
  expect(doubles(house)).toEqual([])
  house.simulators.crm.forgetCalls()
  const run = await next(house)
  expect(run.result).toEqual({ kind: 'done' })
})

test('a client born in the CRM reaches Sage although prospects were switched off', async () => {
  await republish(house, ({ entities: { prospect, ...entities }, ...rest }) => ({
    ...rest,
    entities: { ...entities, ...(prospect && { prospect: { ...prospect, on: false } }) },
  }))
  const id = house.crm.create('accounts', {
    ...{ name: 'Charpentes Vial', statusId: status.client, salesRepId1: people.bruno, branchId: 438 },
  })
  await next(house)
  expect(inSage(house, 'clients').filter((row) => row.raisonSociale === 'Charpentes Vial')).toHaveLength(1)
  expect(await reasonFor(house, 'crm', 'customer', id)).toBeNull()
})
