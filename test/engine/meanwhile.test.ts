import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { SECOND } from '../../sandbox/sage-50-fr'
import { openRun } from '@/lib/engine/open'
import { revert } from '@/lib/engine/revert'
import { advance } from '@/lib/engine/run'
import type { Engine, Pass } from '@/lib/engine/workshop'
import type { Phase, Trigger } from '@/lib/model/run'
import { approve } from '@/lib/service/approve'
import { joinClear } from '@/lib/service/pair-records'
import type { Database } from '@/lib/store/db'
import { integration as readIntegration } from '@/lib/store/integrations'
import { run as readRun, type StoredRun } from '@/lib/store/runs'
import type { Corridor } from '../kit/corridor'
import { freshDatabase } from '../kit/fresh-database'
import { addSibling } from '../kit/set-up'
import { account, history, inSage, live, main, next, people, reasonFor, republish, settled, status } from './kit'

let db: Database
beforeAll(async () => {
  db = await freshDatabase()
})
afterAll(() => db.close())

const few = { customers: 12, prospects: 2, contacts: 2, products: 1, invoices: 0, representants: 2 }
const open = (): Promise<Corridor> => settled({ db, books: { size: few }, crm: { size: 0 } })

async function begin(house: Corridor, trigger: Trigger, id = house.desk.newId(), company?: string): Promise<Pass> {
  house.clock.advance(16 * 60_000)
  const pass = await openRun(house.engine, company ?? (await house.integration()), trigger, id)
  if (!pass) throw new Error('Somebody else is at work')
  return pass
}

/** Takes a run on to a phase, in at most so many steps. */
async function goOn(engine: Engine, pass: Pass, until: Phase = 'closed', most = 60): Promise<void> {
  for (let step = 0; step < most; step++) {
    const { phase, waitMs } = await advance(engine, pass)
    if (phase === until) return
    await engine.sleep(waitMs)
  }
  throw new Error(`After ${most} steps the run is not at ${until}`)
}

describe('While a run is at work', () => {
  test('a yes to what the brake holds is kept for the run that carries it out, and nobody is asked twice', async () => {
    const house = await open()
    house.books.dropShare(main, 'clients', 0.5)
    const held = await next(house)
    expect(held.result).toMatchObject({ kind: 'held', hold: { brake: 'removals' } })
    const other = await begin(house, 'schedule')
    await goOn(house.engine, other, 'plan')
    expect(await approve(house.desk, { run: held.id })).toMatchObject({ ok: true })
    await goOn(house.engine, other)
    expect((await house.within((tx) => readRun(tx, house.desk, other.run)))?.result).toEqual({ kind: 'done' })
    const carried = await next(house, 'approved')
    expect([carried.trigger, carried.counts['customer:crm']?.removed]).toEqual(['approved', 6])
  })
})

describe('What a run left and another one finds', () => {
  test('an account is not made in Sage where somebody typed meanwhile what may be the same', async () => {
    const house = await open()
    const own = { salesRepId1: people.bruno, branchId: 438, statusId: status.prospect }
    const id = house.crm.create('accounts', { ...own, name: 'Durand Menuiserie' })
    await goOn(house.engine, await begin(house, 'schedule'), 'apply')
    house.books.create(main, 'prospects', { raisonSociale: 'Durand Menuiserie' })
    await next(house)
    const named = () => inSage(house, 'prospects').filter((row) => row.raisonSociale === 'Durand Menuiserie')
    await next(house)
    expect(named()).toHaveLength(1)
    expect(await reasonFor(house, 'crm', 'prospect', id)).toBe('looks-alike')
  })

  test('nor a client in the CRM where somebody typed it that makes nothing in Sage', async () => {
    const house = await open()
    await republish(house, (settings) => ({ ...settings, switches: { 'create-clients-in-books': false } }))
    await next(house)
    const { id } = house.books.create(main, 'clients', { raisonSociale: 'Durand Menuiserie' })
    await goOn(house.engine, await begin(house, 'schedule'), 'apply')
    const own = { salesRepId1: people.bruno, branchId: 438, statusId: status.client }
    house.crm.create('accounts', { ...own, name: 'Durand Menuiserie' })
    await next(house)
    await next(house)
    expect(live(house, 'accounts').filter((row) => row.name === 'Durand Menuiserie')).toHaveLength(1)
    expect(await reasonFor(house, 'books', 'customer', id)).toBe('looks-alike')
  })
})

describe('Two companies of one CRM', () => {
  test('an account that one meets right before the other makes its client is made in no second books', async () => {
    const house = await open()
    const second = await addSibling(house.desk)
    house.books.create(SECOND, 'prospects', { raisonSociale: 'Met meanwhile', code: 'NEW13' })
    const made = { name: 'Met meanwhile', extId: 'NEW13', salesRepId1: people.bruno, branchId: 438 }
    const id = house.crm.create('accounts', { ...made, statusId: status.prospect })
    const first = await begin(house, 'schedule')
    await goOn(house.engine, first, 'apply')
    await goOn(house.engine, await begin(house, 'schedule', undefined, second))
    await goOn(house.engine, first)
    expect(inSage(house, 'prospects').filter((row) => row.raisonSociale === made.name)).toHaveLength(0)
    expect(await reasonFor(house, 'crm', 'prospect', id)).toBe('belongs-elsewhere')
    expect((await next(house)).result).toEqual({ kind: 'done' })
  })

  test('whose client one has sent and not heard of is not among the sure pairs that somebody joins in the other', async () => {
    const house = await open()
    const second = await addSibling(house.desk)
    const vatNumber = 'FR40303265045'
    house.books.create(SECOND, 'prospects', { raisonSociale: 'Sent already', tvaIntra: vatNumber })
    const made = { name: 'Sent already', vatNumber, salesRepId1: people.bruno, branchId: 438 }
    house.crm.create('accounts', { ...made, statusId: status.prospect })
    house.simulators.books.faults.add({ method: 'POST', path: /prospects/, do: 'cut-after' })
    expect((await next(house)).result).toMatchObject({ kind: 'stopped' })
    const desk = { ...house.desk, integration: second }
    await goOn(house.engine, await begin(house, 'schedule', undefined, second), 'brake')
    expect(await joinClear(desk, { entity: 'customer' })).toEqual({ ok: true, value: { joined: 0 } })
    expect((await next(house)).result).toEqual({ kind: 'done' })
    expect(inSage(house, 'prospects').filter((row) => row.raisonSociale === made.name)).toHaveLength(1)
  })
})

describe('A plan that takes longer than one step', () => {
  test('comes to its end, although what still waits could be looked at again and again', async () => {
    const house = await open()
    const [client] = inSage(house, 'clients')
    house.crm.remove('accounts', account(house, client?.code).id, { force: true })
    const waiting = ['A', 'B', 'C'].map((nom) =>
      String(house.books.create(main, 'contacts', { tiersId: String(client?.id), nom, prenom: 'New' }).id),
    )
    await next(house)
    for (const id of waiting) expect(await reasonFor(house, 'books', 'contact', id)).toBe('waits-for-parent')
    const slow: Engine = {
      ...house.engine,
      ...{ planBatch: 1, timings: { ...house.engine.timings, step: 5 } },
      now: () => {
        house.clock.advance(1)
        return house.clock.now()
      },
    }
    await goOn(slow, await begin(house, 'schedule'))
  })
})

describe('A client whose creation is never answered', () => {
  test('holds up nothing but itself after an hour, and is made as soon as it is answered', async () => {
    const house = await open()
    const own = { salesRepId1: people.bruno, branchId: 438, statusId: status.prospect }
    house.crm.create('accounts', { ...own, name: 'Never answered' })
    house.simulators.books.faults.add({ method: 'POST', path: /prospects/, do: 'cut-before', times: Infinity })
    expect((await next(house)).result).toMatchObject({ kind: 'stopped', problem: { kind: 'unreachable' } })
    const [client] = inSage(house, 'clients')
    house.books.edit(main, 'clients', String(client?.id), { raisonSociale: 'Must not wait' })
    expect((await next(house)).result).toMatchObject({ kind: 'stopped' })
    house.clock.advance(3_600_000)
    expect((await next(house)).result).toEqual({ kind: 'done' })
    expect(account(house, client?.code).name).toBe('Must not wait')
    const id = await house.integration()
    const due = (await house.within((tx) => readIntegration(tx, house.desk, id)))?.nextDueAt ?? 0
    expect(due - house.clock.now()).toBeGreaterThan(5 * 60_000)
    house.simulators.books.faults.clear()
    expect((await next(house)).result).toEqual({ kind: 'done' })
    expect(inSage(house, 'prospects').filter((row) => row.raisonSociale === 'Never answered')).toHaveLength(1)
  })
})

describe('While the books of another firm are open', () => {
  const waits = async (house: Corridor, { endedAt }: Pick<StoredRun, 'endedAt'>): Promise<number> => {
    const id = await house.integration()
    const due = (await house.within((tx) => readIntegration(tx, house.desk, id)))?.nextDueAt ?? 0
    return due - Number(endedAt)
  }

  test('a yes that cannot be carried out there is no reason to ask for them more often than the schedule does', async () => {
    const house = await open()
    house.books.dropShare(main, 'clients', 0.5)
    const { id } = await next(house)
    expect(await approve(house.desk, { run: id })).toMatchObject({ ok: true })
    house.books.openInstead(main, SECOND)
    for (const trigger of ['approved', 'schedule'] as const) {
      const held = await next(house, trigger)
      expect(held.result).toMatchObject({ kind: 'held', hold: { brake: 'other-company' } })
      expect(await waits(house, held)).toBeGreaterThan(5 * 60_000)
    }
  })

  test('neither is a change without an answer', async () => {
    const house = await open()
    house.crm.edit('accounts', account(house, inSage(house, 'prospects')[0]?.code).id, { city: 'Lille' })
    house.simulators.books.faults.add({ method: 'PUT', path: /prospects/, do: 'cut-before' })
    expect((await next(house)).result).toMatchObject({ kind: 'stopped' })
    house.books.openInstead(main, SECOND)
    const held = await next(house)
    expect(held.result).toMatchObject({ kind: 'held', hold: { brake: 'other-company' } })
    expect(await waits(house, held)).toBeGreaterThan(5 * 60_000)
  })
})

describe('A step back whose answer is lost before it arrives', () => {
  test('is taken all the same, and is not told as left because somebody changed the record', async () => {
    const house = await open()
    const [client] = inSage(house, 'clients')
    house.books.edit(main, 'clients', String(client?.id), { raisonSociale: 'Wrong name' })
    const wrong = await next(house)
    house.simulators.crm.faults.add({ method: 'PUT', path: /accounts\/bulk/, do: 'cut-before' })
    const integration = await house.integration()
    const id = await house.within((tx) => revert(tx, house.engine, integration, wrong.id))
    await goOn(house.engine, await begin(house, 'undo', id))
    expect(account(house, client?.code).name).toBe('Wrong name')
    await next(house)
    expect(account(house, client?.code).name).toBe(client?.raisonSociale)
    expect((await history(house, { kind: 'noted' })).map(({ why }) => why)).not.toContain('changed-since')
    await next(house)
    expect(account(house, client?.code).name).toBe(client?.raisonSociale)
  })
})
