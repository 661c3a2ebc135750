import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { pairs } from '@/lib/pairs'
import { integration as readIntegration } from '@/lib/store/integrations'
import type { Corridor } from '../kit/corridor'
import { account, inSage, main, next, people, reasonFor, republish, settled, status } from './kit'

let house: Corridor
beforeAll(async () => {
  house = await settled()
})
afterAll(() => house.close())

const newInSage = (fields: Record<string, string | null>) =>
  house.books.create(main, 'clients', { raisonSociale: 'Verrerie du Lac', ...fields })

const newInCrm = (fields: Record<string, unknown>) =>
  house.crm.create('accounts', { statusId: status.client, salesRepId1: people.chloe, branchId: 440, ...fields })

describe('Users', () => {
  test('a client of Sage without a sales rep belongs to the administrator in the CRM', async () => {
    const { code } = newInSage({ SALES_REP: null })
    await next(house)
    expect(account(house, code)).toMatchObject({ salesRepId1: people.alice, branchId: 438 })
  })

  test('a client whose sales rep nobody in the CRM is belongs to the administrator too', async () => {
    const { code } = newInSage({ SALES_REP: 'Somebody Unknown' })
    await next(house)
    expect(account(house, code).salesRepId1).toBe(people.alice)
  })

  test('a client whose sales rep is a user of the CRM belongs to that user', async () => {
    const { code } = newInSage({ SALES_REP: 'CHLOE  garnier' })
    await next(house)
    expect(account(house, code).salesRepId1).toBe(people.chloe)
  })

  test('a client whose sales rep could be two users of the CRM belongs to the administrator', async () => {
    for (const email of ['one@cordier.test', 'other@cordier.test'])
      house.crm.create('users', { name: 'Emma', lastName: 'Roux', email, branches: [438, 439, 440] })
    const { code } = newInSage({ SALES_REP: 'Emma Roux' })
    await next(house)
    expect(account(house, code).salesRepId1).toBe(people.alice)
  })

  test('a sales rep whom the administrator mapped to a user makes that user the owner', async () => {
    await republish(house, (settings) => ({ ...settings, people: [{ books: 'J. Ancien', crm: String(people.bruno) }] }))
    const { code } = newInSage({ SALES_REP: 'J. Ancien' })
    await next(house)
    expect(account(house, code).salesRepId1).toBe(people.bruno)
  })

  test('a client whose sales rep was mapped to a user who has left since belongs to the administrator', async () => {
    house.crm.edit('users', people.bruno, { isActive: false })
    house.clock.advance(16 * 60_000)
    const { code } = newInSage({ SALES_REP: 'J. Ancien' })
    await next(house)
    expect(account(house, code).salesRepId1).toBe(people.alice)
    house.crm.edit('users', people.bruno, { isActive: true })
    house.clock.advance(16 * 60_000)
  })

  test('an account that was given to somebody else in the CRM is never reassigned', async () => {
    const { code, id } = newInSage({ SALES_REP: 'Bruno Lefèvre' })
    await next(house)
    const owned = account(house, code)
    expect(owned.salesRepId1).toBe(people.bruno)
    house.crm.edit('accounts', owned.id, { salesRepId1: people.chloe }, { force: true })
    await next(house)
    house.books.edit(main, 'clients', String(id), { SALES_REP: 'Alice Moreau', raisonSociale: 'Verrerie rebaptisée' })
    await next(house)
    expect(account(house, code)).toMatchObject({ salesRepId1: people.chloe, name: 'Verrerie rebaptisée' })
  })

  test('who created a client in the CRM stays its owner once it is in Sage', async () => {
    const id = newInCrm({ name: 'Owned by Chloé' })
    await next(house)
    await next(house)
    expect(house.crm.get('accounts', id)).toMatchObject({ readOnly: true, salesRepId1: people.chloe, branchId: 440 })
  })

  test('a later change of the owner in the CRM leaves SALES_REP in Sage as it was born', async () => {
    const id = newInCrm({ name: 'Changes hands' })
    await next(house)
    house.crm.edit('accounts', id, { salesRepId1: people.bruno }, { force: true })
    await next(house)
    const born = inSage(house, 'clients').find((row) => row.raisonSociale === 'Changes hands')
    expect(born?.SALES_REP).toBe('Chloé Garnier')
  })
})

describe('The switch "create clients in Sage from the CRM"', () => {
  test('switched off, a client of the CRM stays in the CRM and says why', async () => {
    await republish(house, (settings) => ({ ...settings, switches: { 'create-clients-in-books': false } }))
    const id = newInCrm({ name: 'Must wait' })
    await next(house)
    expect(inSage(house, 'clients').some((row) => row.raisonSociale === 'Must wait')).toBe(false)
    expect(await reasonFor(house, 'crm', 'customer', id)).toBe('switched-off')
    expect(house.crm.get('accounts', id)).toMatchObject({ name: 'Must wait', readOnly: false })
  })

  test('switched off, clients of Sage still travel, and linked ones stay locked', async () => {
    const { code, id } = newInSage({ raisonSociale: 'From Sage only' })
    await next(house)
    house.books.edit(main, 'clients', String(id), { raisonSociale: 'From Sage, edited' })
    await next(house)
    expect(account(house, code)).toMatchObject({ name: 'From Sage, edited', readOnly: true })
  })

  test('switched on again, the client that waited is born in Sage without being touched', async () => {
    await republish(house, (settings) => ({ ...settings, switches: { 'create-clients-in-books': true } }))
    await next(house)
    expect(inSage(house, 'clients').filter((row) => row.raisonSociale === 'Must wait')).toHaveLength(1)
  })
})

describe('How often', () => {
  test('the information is brought up to date every 15 minutes', async () => {
    expect(pairs[0]?.every).toBe(15)
    const run = await next(house)
    const id = await house.integration()
    const now = await house.within((tx) => readIntegration(tx, house.desk, id))
    const from = Number(now?.startedAt)
    expect(Number(now?.nextDueAt)).toBeGreaterThan(Number(run.endedAt))
    expect(Number(now?.nextDueAt) - Number(run.endedAt)).toBeLessThanOrEqual(15 * 60_000)
    expect((Number(now?.nextDueAt) - from) % (15 * 60_000)).toBe(0)
  })
})
