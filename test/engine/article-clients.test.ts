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
  overruled,
  people,
  reasonFor,
  settled,
  status,
} from './kit'

let house: Corridor
beforeAll(async () => {
  house = await settled()
})
afterAll(() => house.close())

/** A client of Sage, by its place in the list. */
const client = (at: number) => {
  const found = inSage(house, 'clients')[at]
  if (!found) throw new Error(`There is no client ${at}`)
  return { id: String(found.id), code: String(found.code), raisonSociale: String(found.raisonSociale) }
}

const newInSage = (fields: Record<string, string | null>) =>
  house.books.create(main, 'clients', { raisonSociale: 'Verrerie du Lac', ...fields })

const newInCrm = (fields: Record<string, unknown>) =>
  house.crm.create('accounts', {
    name: 'Charpentes Vial',
    statusId: status.client,
    salesRepId1: people.bruno,
    branchId: 438,
    ...fields,
  })

describe('Account code', () => {
  test('every client of Sage is one account in the CRM with the same code', () => {
    const codes = inSage(house, 'clients').map((row) => row.code)
    expect(codes.length).toBeGreaterThan(5)
    for (const code of codes) expect(account(house, code)).toMatchObject({ deleted: false, statusId: status.client })
  })

  test('an account carries what the client holds in Sage', () => {
    const { code, raisonSociale } = client(0)
    expect(account(house, code)).toMatchObject({ name: raisonSociale, Z_SyncStatus: 'synchronised' })
  })
})

describe('Read-only mode', () => {
  test('an account that comes from Sage is locked in the CRM, and its pages refuse an edit', () => {
    const { id, readOnly } = account(house, client(1).code)
    expect(readOnly).toBe(true)
    expect(() => house.crm.edit('accounts', id, { name: 'Another name' })).toThrow('read only')
  })

  test('an edit made in the CRM anyway is put back, noted with the value that lost, and never reaches Sage', async () => {
    const { code, id, raisonSociale } = client(1)
    house.crm.edit('accounts', account(house, code).id, { name: 'Hacked', city: 'Nowhere' }, { force: true })
    await next(house)
    expect(account(house, code)).toMatchObject({ name: raisonSociale, readOnly: true })
    expect(house.books.get(main, 'clients', id)).toMatchObject({ raisonSociale })
    const entries = await history(house, { entity: 'customer', record: code })
    expect(overruled(entries)).toContainEqual({ key: 'name', lost: 'Hacked' })
    expect(overruled(entries)).toContainEqual({ key: 'city', lost: 'Nowhere' })
    expect(entries.find(({ kind }) => kind === 'written')).toMatchObject({ why: 'given-back', side: 'crm' })
  })

  test('a value that lost is noted once, however often the vendor asks for a pause before it takes the write', async () => {
    const { code, raisonSociale } = client(2)
    house.crm.edit('accounts', account(house, code).id, { name: 'Hacked again' }, { force: true })
    const headers = { 'retry-after': '1' }
    house.simulators.crm.faults.add({ path: /accounts\/bulk$/, do: 'answer', status: 429, headers, times: 2 })
    await next(house)
    expect(account(house, code)).toMatchObject({ name: raisonSociale })
    expect(overruled(await history(house, { entity: 'customer', record: code }))).toEqual([
      { key: 'name', lost: 'Hacked again' },
    ])
  })

  test('an account that somebody unlocked in the CRM is locked again', async () => {
    const { code } = client(1)
    house.crm.edit('accounts', account(house, code).id, { readOnly: false }, { force: true })
    await next(house)
    expect(account(house, code).readOnly).toBe(true)
  })

  test('a code that somebody changed in the CRM becomes the code of Sage again', async () => {
    const { code } = client(2)
    const { id } = account(house, code)
    house.crm.edit('accounts', id, { extId: 'WRONG' }, { force: true })
    await next(house)
    expect(house.crm.get('accounts', id)).toMatchObject({ extId: code })
  })

  test('what Sage changes travels to the locked account, and leaves it locked', async () => {
    const { code, id } = client(3)
    house.books.edit(main, 'clients', id, { raisonSociale: 'Renamed in Sage', telephone: null })
    await next(house)
    expect(account(house, code)).toMatchObject({ name: 'Renamed in Sage', phone: null, readOnly: true })
  })

  test('a client whose code changes in Sage keeps its account, which takes the new code', async () => {
    const { code, id } = client(4)
    const before = account(house, code).id
    house.books.edit(main, 'clients', id, { code: 'RENAMED01' })
    await next(house)
    expect(account(house, 'RENAMED01')).toMatchObject({ id: before, deleted: false })
  })
})

describe('Deletion policy', () => {
  test('a client removed in Sage is marked as deleted in the CRM', async () => {
    const made = newInSage({})
    await next(house)
    expect(account(house, made.code).deleted).toBe(false)
    house.books.remove(main, 'clients', String(made.id))
    await next(house)
    expect(account(house, made.code).deleted).toBe(true)
  })

  test('an account removed in the CRM stays in Sage, is not created again, and waits for a review', async () => {
    const { code, id } = client(5)
    house.crm.remove('accounts', account(house, code).id, { force: true })
    await next(house)
    await next(house)
    expect(house.books.get(main, 'clients', id)).toMatchObject({ code, supprime: false })
    expect(account(house, code).deleted).toBe(true)
    expect(await reasonFor(house, 'books', 'customer', id)).toBe('removed-in-crm')
  })

  test('a later edit in Sage of a client removed in the CRM still waits for that review', async () => {
    const { code, id } = client(5)
    house.books.edit(main, 'clients', id, { raisonSociale: 'Edited meanwhile' })
    await next(house)
    expect(account(house, code).deleted).toBe(true)
    expect(await reasonFor(house, 'books', 'customer', id)).toBe('removed-in-crm')
  })
})

describe('Clients created in the CRM', () => {
  test('an account with the status Client is born in Sage once, gets its code back and is locked', async () => {
    const id = newInCrm({ name: 'Charpentes Vial', city: 'Annecy', email: 'bonjour@vial.test' })
    await next(house)
    const born = inSage(house, 'clients').filter((row) => row.raisonSociale === 'Charpentes Vial')
    expect(born).toHaveLength(1)
    expect(born[0]).toMatchObject({ email: 'bonjour@vial.test', adresse: { ville: 'Annecy' } })
    expect(house.crm.get('accounts', id)).toMatchObject({
      extId: born[0]?.code,
      readOnly: true,
      Z_SyncStatus: 'synchronised',
      statusId: status.client,
    })
    await next(house)
    expect(inSage(house, 'clients').filter((row) => row.raisonSociale === 'Charpentes Vial')).toHaveLength(1)
  })

  test('the full name of the sales rep stands in the field SALES_REP of Sage', () => {
    const born = inSage(house, 'clients').find((row) => row.raisonSociale === 'Charpentes Vial')
    expect(born?.SALES_REP).toBe('Bruno Lefèvre')
  })

  test('an account that gets the status Client later is born in Sage then', async () => {
    const id = newInCrm({ name: 'Partner first', statusId: status.partner })
    await next(house)
    expect(inSage(house, 'clients').some((row) => row.raisonSociale === 'Partner first')).toBe(false)
    house.crm.edit('accounts', id, { statusId: status.client })
    await next(house)
    expect(inSage(house, 'clients').filter((row) => row.raisonSociale === 'Partner first')).toHaveLength(1)
    expect(house.crm.get('accounts', id)).toMatchObject({ readOnly: true })
  })

  test('an account that is neither client nor prospect stays out of Sage by rule, which is no error', async () => {
    const id = newInCrm({ name: 'A supplier', statusId: status.supplier })
    await next(house)
    expect([...inSage(house, 'clients'), ...inSage(house, 'prospects')].map((row) => row.raisonSociale)).not.toContain(
      'A supplier',
    )
    expect(await reasonFor(house, 'crm', 'prospect', id)).toBe('out-of-scope')
  })

  test('nobody stands twice on either side', () => {
    expect(doubles(house)).toEqual([])
    expect(live(house, 'accounts').filter((row) => row.name === 'Charpentes Vial')).toHaveLength(1)
  })
})
