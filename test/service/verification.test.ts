import { afterAll, beforeAll, expect, test } from 'vitest'
import { askVerification } from '@/lib/service/ask-verification'
import { reconciliation } from '@/lib/service/reconciliation'
import { saveChoices } from '@/lib/service/save-choices'
import { account, inSage, main, settled, written } from '../engine/kit'
import { corridor, type Corridor } from '../kit/corridor'
import { planned, proposedChoices, worked } from './kit'

let house: Corridor
beforeAll(async () => {
  house = await settled()
})
afterAll(() => house.close())

async function verified() {
  expect(await askVerification(house.desk, {})).toMatchObject({ ok: true })
  await house.carryOut()
  const [last] = (await reconciliation(house.desk)).rows
  if (!last?.result) throw new Error(`nothing was proven: ${JSON.stringify(last?.problem)}`)
  return { ...last, result: last.result }
}

test('the first load is proven without being asked: every record counted, money equal to the cent', async () => {
  await house.carryOut()
  const { rows } = await reconciliation(house.desk)
  const result = rows[0]?.result
  expect(rows).toHaveLength(1)
  expect(rows[0]).toMatchObject({ by: null, problem: null })
  expect(result?.different).toBe(0)
  expect(result?.records).toBeGreaterThan(40)
  expect(result?.money.length).toBeGreaterThan(0)
  for (const { count, amount } of result?.money ?? []) {
    expect(count.crm).toBe(count.books)
    expect(amount.crm).toBe(amount.books)
  }
})

test('an edit that no run has read yet is named with its field, and read by id in the next run', async () => {
  const [client] = inSage(house, 'clients')
  house.books.edit(main, 'clients', String(client?.['id']), { telephone: '+33145678933' })
  const { result, by } = await verified()
  expect(by).toBe('Ana')
  expect(result.differences).toMatchObject([{ side: 'books', entity: 'customer', kind: 'moved', fields: ['phone'] }])
  expect(written(await house.runToEnd('schedule'))).toBe(1)
  expect(account(house, client?.['code'])['phone']).toBe('+33145678933')
  expect((await verified()).result.different).toBe(0)
})

test('a client that somebody deleted in the CRM since the last run is a difference, not two systems that agree', async () => {
  const client = account(house, inSage(house, 'clients')[1]?.['code'])
  house.crm.remove('accounts', Number(client['id']), { force: true })
  // What was just written may not be listed yet, and says nothing.
  expect((await verified()).result.different).toBe(0)
  house.clock.advance(60_000)
  const { result } = await verified()
  expect(result.differences).toMatchObject([{ side: 'crm', entity: 'customer', kind: 'missing' }])
  expect(result.differences[0]?.name).toContain(String(client['name']))
  await house.runToEnd('schedule')
  // From then on its link says what became of it, and waits for a person.
  expect((await verified()).result.different).toBe(0)
})

test('it writes nothing at either side', async () => {
  for (const simulator of Object.values(house.simulators)) simulator.forgetCalls()
  await verified()
  const calls = Object.values(house.simulators).flatMap((simulator) => simulator.calls())
  expect(calls.filter(({ method, path }) => method !== 'GET' && !path.endsWith('/login'))).toEqual([])
})

test('one at a time, only by an administrator, and not before there is anything to compare', async () => {
  expect(await askVerification(house.viewer, {})).toMatchObject({ ok: false, fault: { kind: 'forbidden' } })
  expect(await askVerification(house.desk, {})).toMatchObject({ ok: true })
  expect(await askVerification(house.desk, {})).toMatchObject({ ok: false, fault: { kind: 'not-now' } })
  await house.carryOut()
  const empty = await corridor()
  expect(await askVerification(empty.desk, {})).toMatchObject({ ok: false, fault: { kind: 'not-now' } })
  expect(await reconciliation(empty.desk)).toEqual({ rows: [], possible: false })
  await empty.close()
})

test('a vendor that does not answer leaves a verification that says so', async () => {
  house.simulators.books.faults.add({ do: 'answer', status: 503, times: 50 })
  expect(await askVerification(house.desk, {})).toMatchObject({ ok: true })
  await house.carryOut()
  house.simulators.books.faults.clear()
  const [last] = (await reconciliation(house.desk)).rows
  expect(last).toMatchObject({ result: null, problem: { problem: { kind: 'unreachable' } } })
  expect((await verified()).result.different).toBe(0)
})

test('a verification whose start was lost blocks nobody for ever: in time it counts as stopped, and can be asked for again', async () => {
  const unheard = { ...house.desk, emit: () => Promise.reject(new Error('Nobody listens')) }
  await expect(askVerification(unheard, {})).rejects.toThrow('Nobody listens')
  expect(await askVerification(house.desk, {})).toMatchObject({ ok: false, fault: { kind: 'not-now' } })
  house.clock.advance(3 * 3_600_000)
  const [lost] = (await reconciliation(house.desk)).rows
  expect(lost).toMatchObject({ endedAt: house.clock.now(), result: null, problem: { vendor: null } })
  expect((await verified()).result.different).toBe(0)
})

test('a draft that was only tried takes nothing out of the comparison', async () => {
  const { result } = await verified()
  await worked(saveChoices(house.desk, { ...(await proposedChoices(house)), entities: { product: { on: false } } }))
  await planned(house)
  const [article] = inSage(house, 'articles')
  house.books.edit(main, 'articles', String(article?.['id']), { libelle: 'Renamed since' })
  const after = (await verified()).result
  expect(after.records).toBe(result.records)
  expect(after.differences).toMatchObject([{ side: 'books', entity: 'product', kind: 'moved' }])
})
