import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Database } from '@/lib/store/db'
import type { Corridor } from '../kit/corridor'
import { freshDatabase } from '../kit/fresh-database'
import { account, history, inSage, main, next, overruled, settled, type Row } from './kit'
import { few, undo } from './undoing'

let db: Database
beforeAll(async () => {
  db = await freshDatabase()
})
afterAll(() => db.close())

/** A prospect's wrong name, address and city came to the CRM. */
async function wrong(house: Corridor) {
  const [prospect] = inSage(house, 'prospects')
  const before = account(house, prospect?.code)
  const fields = { raisonSociale: 'Wrong', email: 'wrong@example.com', adresse: { ville: 'Wrong city' } }
  house.books.edit(main, 'prospects', String(prospect?.id), fields)
  const run = await next(house)
  return { before, run, now: () => account(house, prospect?.code) }
}

/** The call that takes them back is lost on its way. */
async function lostOnItsWay(house: Corridor) {
  const { before, run, now } = await wrong(house)
  house.simulators.crm.faults.add({ method: 'PUT', path: /accounts\/bulk/, do: 'cut-before' })
  const undone = await undo(house, run.id)
  expect(undone.result).toMatchObject({ kind: 'stopped' })
  const edit = (fields: Row) => house.crm.edit('accounts', before.id, fields, { force: true })
  return { before, undone, edit, now }
}

const told = async (house: Corridor, run: string) =>
  (await history(house, { run })).map(({ kind, why, sets }) => [kind, why, sets.map(({ key }) => key).sort()])

describe('A step back without an answer', () => {
  test('is tried again for what did not arrive, where some of it is there', async () => {
    const house = await settled({ db, books: { size: few }, crm: { size: 0 } })
    const { before, undone, edit, now } = await lostOnItsWay(house)
    edit({ name: before.name })
    await next(house)
    const again = await next(house)
    const { name, email, city } = before
    expect(now()).toMatchObject({ name, email, city })
    expect(await told(house, undone.id)).toEqual([
      ['written', 'undone', ['name']],
      ['overruled', 'undone', ['city', 'email', 'name']],
    ])
    expect(await told(house, again.id)).toEqual([['written', 'undone', ['city', 'email']]])
    await next(house)
    const there = inSage(house, 'prospects').filter(({ raisonSociale }) => raisonSociale === 'Wrong')
    expect(there).toMatchObject([{ email: 'wrong@example.com' }])
  })

  test('leaves what somebody typed meanwhile, and names it', async () => {
    const house = await settled({ db, books: { size: few }, crm: { size: 0 } })
    const { before, undone, edit, now } = await lostOnItsWay(house)
    edit({ name: before.name, email: 'since@example.com' })
    await next(house)
    await next(house)
    expect(now()).toMatchObject({ name: before.name, email: 'since@example.com', city: before.city })
    expect(await told(house, undone.id)).toContainEqual(['noted', 'changed-since', ['email']])
  })

  test('whose record could not be read before it was sent tells what it overrules when it is sent', async () => {
    const house = await settled({ db, books: { size: few }, crm: { size: 0 } })
    const { before, run, now } = await wrong(house)
    const lost = () => house.simulators.crm.faults.add({ path: /accounts/, do: 'cut-before' })
    const undone = await undo(house, run.id, 1, lost)
    expect(undone.result).toMatchObject({ kind: 'stopped' })
    await next(house)
    expect(now().name).toBe(before.name)
    const entries = await history(house, { kind: 'overruled', side: 'crm' })
    expect(overruled(entries)).toContainEqual({ key: 'name', lost: 'Wrong' })
  })
})
