import { beforeEach, expect, test } from 'vitest'
import { MAIN } from '../../sandbox/sage-50-fr'
import type { Side } from '@/lib/model/words'
import { approve } from '@/lib/service/approve'
import { errors } from '@/lib/service/errors'
import { overview } from '@/lib/service/overview'
import { plan } from '@/lib/service/plan'
import { planRows } from '@/lib/service/plan-rows'
import { record } from '@/lib/service/record'
import { records } from '@/lib/service/records'
import { reject } from '@/lib/service/reject'
import { retry } from '@/lib/service/retry'
import { corridor, small, type Corridor } from '../kit/corridor'
import { sharedDatabase } from '../kit/fresh-database'
import { planned, refusal, started, worked } from './kit'

let house: Corridor
/** A third of the clients is gone from the books: far more than usual. */
beforeEach(async () => {
  house = await corridor({
    db: await sharedDatabase(),
    books: { size: { ...small, customers: 15, invoices: 0, contacts: 0 } },
  })
  await started(house)
  await house.runToEnd('schedule')
  house.books.dropShare(MAIN, 'clients', 0.4)
  await house.runToEnd('schedule')
})

const heldRun = async (): Promise<string> => {
  const { state } = (await overview(house.desk)).head
  if (state.kind !== 'held') throw new Error(`The state is ${state.kind}`)
  return state.run
}
const removed = () => house.crm.list('accounts').filter(({ deleted }) => deleted === true).length

test('a plan far beyond the usual is held, shown, and sent after a yes', async () => {
  const run = await heldRun()
  const view = await overview(house.desk)
  expect(view.hold).toMatchObject({ brake: 'removals', entity: 'customer', side: 'crm', count: 6 })
  expect(await plan(house.desk)).toMatchObject({ run, ready: true, totals: { remove: 6 } })
  const before = removed()
  expect(await refusal(approve(house.viewer, { run }))).toEqual({ kind: 'forbidden' })
  expect(await refusal(approve(house.desk, { run: 'another' }))).toEqual({ kind: 'stale' })
  expect(await refusal(approve(house.desk, { run: '' }))).toEqual({ kind: 'invalid', fields: { run: 'required' } })
  await worked(approve(house.desk, { run }))
  await house.carryOut()
  expect(removed()).toBe(before + 6)
  await house.runToEnd('schedule')
  expect((await overview(house.desk)).head.state).toEqual({ kind: 'healthy' })
  expect(await refusal(approve(house.desk, { run }))).toEqual({ kind: 'stale' })
})

test('a yes to a held plan sends nothing that a later run planned: that is asked about by itself', async () => {
  const run = await heldRun()
  const before = removed()
  house.books.dropShare(MAIN, 'clients', 0.4)
  await house.runToEnd('schedule')
  expect(await plan(house.desk, run)).toMatchObject({ totals: { remove: 6 } })
  await worked(approve(house.desk, { run }))
  await house.carryOut()
  expect(removed()).toBe(before + 6)
  expect((await overview(house.desk)).hold).toMatchObject({ brake: 'removals', count: 10 })
  await worked(approve(house.desk, { run: await heldRun() }))
  await house.carryOut()
  expect(removed()).toBe(before + 10)
})

test('a no to what one system would be told leaves what the other one is told as it is', async () => {
  await worked(reject(house.desk, { run: await heldRun() }))
  const [prospect] = house.books.list(MAIN, 'prospects')
  const account = house.crm.list('accounts').find(({ extId }) => extId === prospect?.code)
  house.books.edit(MAIN, 'prospects', String(prospect?.id), { raisonSociale: 'No to this' })
  house.crm.edit('accounts', Number(account?.id), { email: 'yes@example.com' }, { force: true })
  const run = await planned(house)
  const { rows } = await planRows(house.desk, { run })
  const of = (side: Side) => rows.filter((row) => row.side === side).map(({ id }) => id)
  await worked(reject(house.desk, { run, rows: of('crm') }))
  await worked(approve(house.desk, { run, rows: of('books') }))
  await house.carryOut()
  await house.runToEnd('schedule')
  expect(house.books.list(MAIN, 'prospects').find(({ id }) => id === prospect?.id)?.email).toBe('yes@example.com')
  expect(house.crm.list('accounts').some(({ name }) => name === 'No to this')).toBe(false)
})

test('after a no both systems stay as they are, and the records say who wanted it', async () => {
  const run = await heldRun()
  const before = removed()
  expect(await refusal(reject(house.viewer, { run }))).toEqual({ kind: 'forbidden' })
  await worked(reject(house.desk, { run }))
  await house.runToEnd('schedule')
  expect(removed()).toBe(before)
  expect((await overview(house.desk)).hold).toBeNull()
  const { rows } = await records(house.desk, { class: 'parked' })
  expect(rows.map(({ because }) => because?.reason)).toEqual(Array(6).fill('kept-apart'))
  const one = await record(house.desk, rows[0]?.link ?? '')
  expect(one?.entries.rows.find(({ kind }) => kind === 'decided')).toMatchObject({
    why: 'reject',
    by: 'Ana',
    verb: 'remove',
  })
})

test('what was set aside can be looked at again by name or as a whole, and is not swept along with all errors', async () => {
  await worked(reject(house.desk, { run: await heldRun() }))
  const { rows } = await records(house.desk, { class: 'parked' })
  const [first] = rows
  expect(await refusal(retry(house.viewer, { links: 'all' }))).toEqual({ kind: 'forbidden' })
  expect(await refusal(retry(house.desk, { links: [] }))).toEqual({ kind: 'invalid', fields: { links: 'required' } })
  expect(await worked(retry(house.desk, { links: ['no such record'] }))).toEqual({ retried: 0 })
  expect(house.events).toEqual([])
  expect(await worked(retry(house.desk, { links: [first?.link ?? ''] }))).toEqual({ retried: 1 })
  expect(house.events).toMatchObject([{ trigger: 'asked' }])
  expect((await records(house.desk, { class: 'parked' })).rows).toHaveLength(5)
  expect(await worked(retry(house.desk, { links: 'all' }))).toEqual({ retried: 0 })
  const [cause] = (await errors(house.desk, {})).causes
  expect(await worked(retry(house.desk, { links: { cause: cause?.cause } }))).toEqual({ retried: 5 })
})

test('another tenant can neither decide nor look', async () => {
  const run = await heldRun()
  const { rows } = await records(house.desk, {})
  const other = await corridor({ db: house.db })
  await started(other)
  expect(await refusal(approve(other.desk, { run }))).toEqual({ kind: 'stale' })
  expect(await refusal(reject(other.desk, { run }))).toEqual({ kind: 'stale' })
  expect(await worked(retry(other.desk, { links: rows.map(({ link }) => link) }))).toEqual({ retried: 0 })
  expect(await record(other.desk, rows[0]?.link ?? '')).toBeNull()
})

test('a later dry run can be approved like a held plan', async () => {
  await worked(reject(house.desk, { run: await heldRun() }))
  const [client] = house.books.list(MAIN, 'clients')
  house.books.edit(MAIN, 'clients', String(client?.id), { raisonSociale: 'Shown before it happens' })
  const run = await planned(house)
  expect(await plan(house.desk)).toMatchObject({ run, totals: { update: 1 } })
  await worked(approve(house.desk, { run }))
  await house.carryOut()
  expect(house.crm.list('accounts').some(({ name }) => name === 'Shown before it happens')).toBe(true)
})
