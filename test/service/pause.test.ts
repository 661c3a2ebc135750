import { beforeEach, expect, test } from 'vitest'
import { MAIN } from '../../sandbox/sage-50-fr'
import { overview } from '@/lib/service/overview'
import { pause } from '@/lib/service/pause'
import { resume } from '@/lib/service/resume'
import { runNow } from '@/lib/service/run-now'
import { start } from '@/lib/service/start'
import { corridor, type Corridor } from '../kit/corridor'
import { sharedDatabase } from '../kit/fresh-database'
import { answerAll, refusal, started, worked } from './kit'

let house: Corridor
beforeEach(async () => {
  house = await corridor({ db: await sharedDatabase() })
})

const writes = () =>
  house.simulators.crm.calls().filter(({ method, path }) => method !== 'GET' && !path.endsWith('/login')).length

test('before anything runs there is nothing to pause, resume or run', async () => {
  await answerAll(house)
  for (const verb of [pause, resume, runNow]) {
    expect(await refusal(verb(house.desk, {}))).toEqual({ kind: 'not-now' })
    expect(await refusal(verb(house.viewer, {}))).toEqual({ kind: 'forbidden' })
  }
})

test('paused in the middle of a run, nothing more is written; resumed, the rest is written once', async () => {
  await answerAll(house)
  await worked(start(house.desk, { plan: null }))
  await house.carryOut('apply')
  await worked(pause(house.desk, {}))
  const before = writes()
  await worked(pause(house.desk, {}))
  const asked = { tenant: house.desk.tenant, integration: await house.integration(), actor: house.desk.actor }
  house.clock.advance(120_000)
  await house.desk.emit({ name: 'run.asked', trigger: 'asked', run: null, ...asked })
  await house.carryOut()
  expect(writes()).toBe(before)
  expect((await overview(house.desk)).head.state).toMatchObject({ kind: 'paused', by: 'Ana' })

  await worked(resume(house.desk, {}))
  await house.carryOut()
  expect((await overview(house.desk)).head.state).toEqual({ kind: 'healthy' })
  const codes = house.crm.list('accounts').flatMap(({ extId }) => (extId ? [extId] : []))
  expect(new Set(codes).size).toBe(codes.length)
  expect(await refusal(resume(house.desk, {}))).toEqual({ kind: 'not-now' })
})

test('what changes during a pause is counted and waits', async () => {
  await started(house)
  await worked(pause(house.desk, {}))
  const [client] = house.books.list(MAIN, 'clients')
  house.books.edit(MAIN, 'clients', String(client?.id), { raisonSociale: 'Renamed meanwhile' })
  await house.runToEnd('schedule')
  expect((await overview(house.desk)).nextRun).toBeNull()
  await worked(resume(house.desk, {}))
  await house.carryOut()
  expect(house.crm.list('accounts').some(({ name }) => name === 'Renamed meanwhile')).toBe(true)
})

test('a run can be asked for at any time, also while a vendor is waited for', async () => {
  await started(house)
  await house.runToEnd('schedule')
  house.books.offline()
  await house.runToEnd('schedule')
  const waiting = await overview(house.desk)
  expect(waiting.head.state).toMatchObject({ kind: 'waiting', vendor: 'sage-50-fr', problem: { kind: 'unreachable' } })
  expect(waiting.nextRun).toBeGreaterThan(house.clock.now())
  house.books.online()
  await worked(runNow(house.desk, {}))
  expect(house.events).toMatchObject([{ trigger: 'asked', actor: { name: 'Ana' } }])
  await house.carryOut()
  expect((await overview(house.desk)).head.state).toEqual({ kind: 'healthy' })
})

test('revoked keys stop the schedule and say who must be signed in again', async () => {
  await started(house)
  house.crm.revokeKeys()
  house.crm.expireTokens()
  await house.runToEnd('schedule')
  const view = await overview(house.desk)
  expect(view.head.state).toEqual({ kind: 'signed-out', vendor: 'sage-sales', problem: { kind: 'signed-out' } })
  expect(view.nextRun).toBeNull()
})
