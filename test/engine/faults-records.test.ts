import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Corridor } from '../kit/corridor'
import { account, doubles, history, inSage, live, main, next, people, reasonFor, settled, status, written } from './kit'

let house: Corridor
beforeAll(async () => {
  house = await settled()
})
afterAll(() => house.close())

const own = { salesRepId1: people.bruno, branchId: 438, statusId: status.prospect }
const prospects = (name: string) => inSage(house, 'prospects').filter((row) => row.raisonSociale === name)

describe('A value that Sage refuses', () => {
  test('parks that record alone, names the field in the history, and goes on once the record is put right', async () => {
    // Sage became stricter after the field screen was published.
    house.books.changeMeta(main, 'prospects', 'raisonSociale', 12)
    const id = house.crm.create('accounts', { ...own, name: 'Far too long for Sage now' })
    house.crm.create('accounts', { ...own, name: 'Short' })
    const run = await next(house)
    expect(run.result).toEqual({ kind: 'done' })
    expect(prospects('Short')).toHaveLength(1)
    expect(await reasonFor(house, 'crm', 'prospect', id)).toBe('rejected')
    const [entry] = await history(house, { kind: 'refused' })
    expect(entry).toMatchObject({ side: 'books', problem: { kind: 'rejected', field: 'name' } })
    expect(written(await next(house))).toBe(0)
    house.crm.edit('accounts', id, { name: 'Now short' })
    await next(house)
    expect(prospects('Now short')).toHaveLength(1)
    expect(await reasonFor(house, 'crm', 'prospect', id)).toBeNull()
    house.books.changeMeta(main, 'prospects', 'raisonSociale', 60)
  })

  test('in an edit parks that record, keeps both sides as they are, and goes on after the next edit', async () => {
    const made = house.books.create(main, 'prospects', { raisonSociale: 'Edited' })
    await next(house)
    const { id } = account(house, made.code)
    house.books.changeMeta(main, 'prospects', 'email', 8)
    house.crm.edit('accounts', id, { email: 'much.too.long@example.com' })
    await next(house)
    expect(house.books.get(main, 'prospects', String(made.id)).email).toBeNull()
    expect(house.crm.get('accounts', id).email).toBe('much.too.long@example.com')
    expect(await reasonFor(house, 'crm', 'prospect', id)).toBe('rejected')
    house.crm.edit('accounts', id, { email: 'a@b.fr' })
    await next(house)
    expect(house.books.get(main, 'prospects', String(made.id)).email).toBe('a@b.fr')
    house.books.changeMeta(main, 'prospects', 'email', 100)
  })
})

describe('A record that the CRM refuses', () => {
  test('parks alone while the others of the same call are done and never sent again', async () => {
    const bad = house.books.create(main, 'clients', { raisonSociale: '' })
    const good = ['One', 'Two', 'Three'].map((raisonSociale) =>
      house.books.create(main, 'clients', { raisonSociale, code: `HALF${raisonSociale}` }),
    )
    const run = await next(house)
    expect(run.result).toEqual({ kind: 'done' })
    for (const { code, raisonSociale } of good) expect(account(house, code).name).toBe(raisonSociale)
    expect(await reasonFor(house, 'books', 'customer', bad.id)).toBe('rejected')
    const [entry] = await history(house, { kind: 'refused', side: 'crm' })
    expect(entry?.problem).toMatchObject({ kind: 'rejected', field: 'name' })
    const again = await next(house)
    expect([written(again), doubles(house)]).toEqual([0, []])
    house.books.edit(main, 'clients', String(bad.id), { raisonSociale: 'Named at last' })
    await next(house)
    expect(account(house, bad.code).name).toBe('Named at last')
  })

  test('a client with a contact that is refused is there without it; the contact follows when it can', async () => {
    const client = house.books.create(main, 'clients', { raisonSociale: 'Parent first' })
    const fields = { tiersId: String(client.id), typeAdresse: 'contact', nom: 'x'.repeat(200) }
    const contact = house.books.create(main, 'contacts', fields)
    const run = await next(house)
    expect(run.result).toEqual({ kind: 'done' })
    expect(account(house, client.code).deleted).toBe(false)
    // Longer than the CRM takes: it is cut where the field screen knows the length, never lost.
    expect(await reasonFor(house, 'books', 'contact', contact.id)).toBeNull()
    expect(live(house, 'contacts').some((row) => String(row.lastName).startsWith('xxxx'))).toBe(true)
    expect(written(await next(house))).toBe(0)
  })

  test('a client whose parent is refused keeps its contacts waiting, and they follow it', async () => {
    const client = house.books.create(main, 'clients', { raisonSociale: '', code: 'NONAME1' })
    const fields = { tiersId: String(client.id), typeAdresse: 'contact', nom: 'Follower', email: 'f@follower.test' }
    const contact = house.books.create(main, 'contacts', fields)
    await next(house)
    expect(await reasonFor(house, 'books', 'contact', contact.id)).toBe('waits-for-parent')
    house.books.edit(main, 'clients', String(client.id), { raisonSociale: 'Has a name' })
    await next(house)
    await next(house)
    const found = live(house, 'contacts').filter((row) => row.email === 'f@follower.test')
    expect(found.map((row) => row.accountId)).toEqual([account(house, 'NONAME1').id])
  })
})

describe('Records that move under our hands', () => {
  test('a prospect edited in Sage between plan and write is read again, and neither edit is lost', async () => {
    const made = house.books.create(main, 'prospects', { raisonSociale: 'Moving target' })
    await next(house)
    const { id } = account(house, made.code)
    house.crm.edit('accounts', id, { city: 'Nantes' })
    // The version goes stale while the request is on its way.
    house.simulators.books.faults.add({
      method: 'PUT',
      path: /\/prospects\/\d+$/,
      do: 'answer',
      status: 412,
      body: { erreur: { code: 'version_depassee', message: 'Version dépassée.' } },
    })
    house.books.edit(main, 'prospects', String(made.id), { telephone: '01 99 00 11 22' })
    await next(house)
    await next(house)
    expect(house.books.get(main, 'prospects', String(made.id))).toMatchObject({ adresse: { ville: 'Nantes' } })
    expect(account(house, made.code)).toMatchObject({ city: 'Nantes' })
    expect(String(account(house, made.code).phone)).toContain('99')
  })

  test('a code that somebody took in Sage meanwhile makes no second client', async () => {
    const id = house.crm.create('accounts', { ...own, statusId: status.client, name: 'Same code', extId: 'SAMECODE1' })
    house.books.create(main, 'clients', { raisonSociale: 'Same code', code: 'SAMECODE1' })
    await next(house)
    await next(house)
    expect(inSage(house, 'clients').filter((row) => row.raisonSociale === 'Same code')).toHaveLength(1)
    expect(live(house, 'accounts').filter((row) => row.extId === 'SAMECODE1')).toHaveLength(1)
    expect(house.crm.get('accounts', id)).toMatchObject({ readOnly: true, extId: 'SAMECODE1' })
  })
})
