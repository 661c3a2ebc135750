import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { approve } from '@/lib/service/approve'
import { pause } from '@/lib/service/pause'
import { resume } from '@/lib/service/resume'
import type { Database } from '@/lib/store/db'
import type { Corridor } from '../kit/corridor'
import { freshDatabase } from '../kit/fresh-database'
import { account, history, inSage, live, main, next, reasonFor, settled, written } from './kit'
import { few, tooMuchAtOnce, undo } from './undoing'

let db: Database
beforeAll(async () => {
  db = await freshDatabase()
})
afterAll(() => db.close())

const open = (): Promise<Corridor> => settled({ db, books: { size: few }, crm: { size: 0 } })

/** What the CRM's people see of an account. */
const shown = (house: Corridor, code: unknown) => {
  const { name, email, city, comment } = account(house, code)
  return { name, email, city, comment }
}

describe('A run taken back', () => {
  test('leaves the other system as it was before, and nothing follows', async () => {
    const house = await open()
    const [a, b] = inSage(house, 'clients')
    const before = [shown(house, a?.code), shown(house, b?.code)]
    house.books.edit(main, 'clients', String(a?.id), { raisonSociale: 'Wrong name', adresse: { ville: 'Wrong city' } })
    house.books.edit(main, 'clients', String(b?.id), { email: 'wrong@example.com' })
    const wrong = await next(house)
    expect(written(wrong)).toBe(2)
    const undone = await undo(house, wrong.id)
    expect(undone.result).toEqual({ kind: 'done' })
    expect([shown(house, a?.code), shown(house, b?.code)]).toEqual(before)
    expect(account(house, a?.code).readOnly).toBe(true)
    const after = await next(house)
    expect([after.result, written(after)]).toEqual([{ kind: 'done' }, 0])
    expect(await reasonFor(house, 'books', 'customer', a?.id)).toBe('kept-apart')
  })

  test('lets the next edit travel as usual', async () => {
    const house = await open()
    const [a] = inSage(house, 'clients')
    house.books.edit(main, 'clients', String(a?.id), { raisonSociale: 'Wrong name' })
    await undo(house, (await next(house)).id)
    house.books.edit(main, 'clients', String(a?.id), { raisonSociale: 'Right name' })
    await next(house)
    expect(account(house, a?.code).name).toBe('Right name')
    expect(await reasonFor(house, 'books', 'customer', a?.id)).toBeNull()
  })

  test('spares what a person changed since, and names it', async () => {
    const house = await open()
    const [prospect] = inSage(house, 'prospects')
    const before = shown(house, prospect?.code)
    house.books.edit(main, 'prospects', String(prospect?.id), { raisonSociale: 'Wrong', email: 'wrong@example.com' })
    const wrong = await next(house)
    const { id } = account(house, prospect?.code)
    house.crm.edit('accounts', Number(id), { email: 'mended@example.com' }, { force: true })
    const undone = await undo(house, wrong.id)
    expect(shown(house, prospect?.code)).toEqual({ ...before, email: 'mended@example.com' })
    const noted = await history(house, { run: undone.id, kind: 'noted' })
    expect(noted.map(({ why, sets }) => [why, sets.map(({ key }) => key)])).toEqual([['changed-since', ['email']]])
    await next(house)
    const now = inSage(house, 'prospects').find((row) => row.id === prospect?.id)
    expect([now?.raisonSociale, now?.email]).toEqual(['Wrong', 'mended@example.com'])
  })

  test('names what it spares once, and writes it once, although each of its steps came twice', async () => {
    const house = await open()
    const [prospect] = inSage(house, 'prospects')
    house.books.edit(main, 'prospects', String(prospect?.id), { raisonSociale: 'Wrong', email: 'wrong@example.com' })
    const wrong = await next(house)
    house.crm.edit('accounts', Number(account(house, prospect?.code).id), { email: 'own@example.com' }, { force: true })
    const undone = await undo(house, wrong.id, 2)
    const entries = await history(house, { run: undone.id })
    expect(entries.map(({ kind }) => kind).sort()).toEqual(['noted', 'overruled', 'written'])
  })

  test('removes what it had created, leaves the other side alone and does not create it again', async () => {
    const house = await open()
    const made = house.books.create(main, 'clients', { raisonSociale: 'Typed by mistake' })
    const wrong = await next(house)
    expect(live(house, 'accounts').some((row) => row.name === 'Typed by mistake')).toBe(true)
    await undo(house, wrong.id)
    expect(live(house, 'accounts').some((row) => row.name === 'Typed by mistake')).toBe(false)
    house.books.edit(main, 'clients', String(made.id), { raisonSociale: 'Still there' })
    const after = await next(house)
    expect([after.result, written(after)]).toEqual([{ kind: 'done' }, 0])
    expect(inSage(house, 'clients').some((row) => row.raisonSociale === 'Still there')).toBe(true)
    expect(await reasonFor(house, 'books', 'customer', made.id)).toBe('kept-apart')
  })

  test('leaves an account to the contact that came to it since, and says why', async () => {
    const house = await open()
    const made = house.books.create(main, 'clients', { raisonSociale: 'Typed by mistake' })
    const wrong = await next(house)
    house.books.create(main, 'contacts', { tiersId: String(made.id), nom: 'Came', prenom: 'Since' })
    await next(house)
    const undone = await undo(house, wrong.id)
    expect(live(house, 'accounts').some((row) => row.name === 'Typed by mistake')).toBe(true)
    const noted = await history(house, { run: undone.id, kind: 'noted' })
    expect(noted.map(({ why, entity, side }) => [why, entity, side])).toEqual([['in-use', 'customer', 'crm']])
    const after = await next(house)
    expect([after.result, written(after)]).toEqual([{ kind: 'done' }, 0])
  })

  test('takes an account back along with the contact of the same run', async () => {
    const house = await open()
    const made = house.books.create(main, 'clients', { raisonSociale: 'Typed by mistake' })
    house.books.create(main, 'contacts', { tiersId: String(made.id), nom: 'Came', prenom: 'Along' })
    await undo(house, (await next(house)).id)
    expect(live(house, 'accounts').some((row) => row.name === 'Typed by mistake')).toBe(false)
    expect(live(house, 'contacts').some((row) => row.lastName === 'Came')).toBe(false)
  })

  test('names what a system cannot take back: Sage removes nothing through its gateway', async () => {
    const house = await open()
    house.crm.create('accounts', { name: 'New here', statusId: 22, branchId: 438, salesRepId1: 503 })
    const born = await next(house)
    const undone = await undo(house, born.id)
    expect(inSage(house, 'clients').some((row) => row.raisonSociale === 'New here')).toBe(true)
    const noted = await history(house, { run: undone.id, kind: 'noted', side: 'books' })
    expect(noted.map(({ why }) => why)).toEqual(['not-reversible'])
  })

  test('with its answer lost is taken back once it is known whether it arrived', async () => {
    const house = await open()
    house.books.create(main, 'contacts', {
      tiersId: String(inSage(house, 'clients')[0]?.id),
      nom: 'Lost',
      prenom: 'Answer',
    })
    house.simulators.crm.faults.add({ path: /contacts\/bulk/, do: 'cut-after' })
    const lost = await next(house)
    expect(live(house, 'contacts').some((row) => row.lastName === 'Lost')).toBe(true)
    const undone = await undo(house, lost.id)
    expect(undone.result).toEqual({ kind: 'done' })
    expect(live(house, 'contacts').some((row) => row.lastName === 'Lost')).toBe(false)
  })

  test('waits until it is known what became of a later write to the same record', async () => {
    const house = await open()
    const [prospect] = inSage(house, 'prospects')
    const { name } = account(house, prospect?.code)
    house.books.edit(main, 'prospects', String(prospect?.id), { raisonSociale: 'Wrong' })
    const wrong = await next(house)
    house.books.edit(main, 'prospects', String(prospect?.id), { email: 'later@example.com' })
    house.simulators.crm.faults.add({ method: 'PUT', path: /accounts\/bulk/, do: 'cut-before' })
    expect((await next(house)).result).toMatchObject({ kind: 'stopped' })
    expect((await undo(house, wrong.id)).result).toEqual({ kind: 'done' })
    expect(account(house, prospect?.code).name).toBe(name)
    await next(house)
    const after = account(house, prospect?.code)
    expect([after.name, after.email]).toEqual([name, 'later@example.com'])
  })

  test('keeps apart what it had not sent, and nothing that was edited since', async () => {
    const house = await open()
    const [prospect] = inSage(house, 'prospects')
    const { id, name } = account(house, prospect?.code)
    await pause(house.desk, {})
    house.books.edit(main, 'prospects', String(prospect?.id), { raisonSociale: 'Wrong' })
    const wrong = await next(house)
    expect([wrong.result, written(wrong)]).toEqual([{ kind: 'paused' }, 0])
    await resume(house.desk, {})
    house.crm.edit('accounts', Number(id), { email: 'right@example.com' }, { force: true })
    await undo(house, wrong.id)
    await next(house)
    expect(account(house, prospect?.code).name).toBe(name)
    expect(inSage(house, 'prospects').find((row) => row.id === prospect?.id)?.email).toBe('right@example.com')
  })

  test('names what is not taken back because its record was edited while the undo was paused', async () => {
    const house = await open()
    const [one, other] = inSage(house, 'prospects')
    const right = account(house, other?.code).name
    for (const each of [one, other]) house.books.edit(main, 'prospects', String(each?.id), { raisonSociale: 'Wrong' })
    const wrong = await next(house)
    await pause(house.desk, {})
    const undone = await undo(house, wrong.id)
    expect(undone.result).toEqual({ kind: 'paused' })
    await resume(house.desk, {})
    house.books.edit(main, 'prospects', String(one?.id), { email: 'since@example.com' })
    await next(house)
    expect([one, other].map((each) => account(house, each?.code).name)).toEqual(['Wrong', right])
    const noted = await history(house, { run: undone.id, kind: 'noted' })
    expect(noted.map(({ why, remoteId, sets }) => [why, remoteId, sets.map(({ key }) => key)])).toEqual([
      ['changed-since', String(account(house, one?.code).id), ['name']],
    ])
  })

  test('spares a record that a person edited before the yes to its removal', async () => {
    const { house, undone } = await tooMuchAtOnce(db)
    expect(undone.result).toMatchObject({ kind: 'held' })
    const [one] = live(house, 'accounts').filter((row) => row.statusId === 22)
    house.crm.edit('accounts', Number(one?.id), { city: 'Typed since' }, { force: true })
    await approve(house.desk, { run: undone.id })
    await next(house, 'approved')
    const left = live(house, 'accounts').filter((row) => row.statusId === 22)
    expect(left.map(({ id, city }) => [id, city])).toEqual([[one?.id, 'Typed since']])
    const noted = await history(house, { run: undone.id, kind: 'noted' })
    expect(noted.map(({ why, remoteId }) => [why, remoteId])).toContainEqual(['changed-since', String(one?.id)])
  })

  test('leaves an account to its contact that a person edited before the yes to the removal of both', async () => {
    const { house, undone } = await tooMuchAtOnce(db)
    const contact = live(house, 'contacts').find((row) => row.accountId != null)
    house.crm.edit('contacts', Number(contact?.id), { city: 'Typed since' }, { force: true })
    await approve(house.desk, { run: undone.id })
    const approved = await next(house, 'approved')
    expect(live(house, 'contacts').map(({ id }) => id)).toContain(contact?.id)
    expect(live(house, 'accounts').map(({ id }) => Number(id))).toContain(Number(contact?.accountId))
    const noted = await history(house, { run: approved.id, kind: 'noted' })
    expect(noted.map(({ why, remoteId }) => [why, remoteId])).toEqual([['in-use', String(contact?.accountId)]])
  })

  test('that would remove far more than usual is held, and sent after a yes', async () => {
    const { house, undone } = await tooMuchAtOnce(db)
    expect(undone.result).toMatchObject({ kind: 'held', hold: { brake: 'removals' } })
    expect(written(undone)).toBe(0)
    expect(await approve(house.desk, { run: undone.id })).toMatchObject({ ok: true })
    const approved = await next(house, 'approved')
    expect(written(approved)).toBeGreaterThan(12)
    expect(live(house, 'accounts').filter((row) => row.statusId === 22)).toEqual([])
    const after = await next(house)
    expect([after.result, written(after)]).toEqual([{ kind: 'done' }, 0])
  })
})
