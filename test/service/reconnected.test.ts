import { beforeEach, expect, test } from 'vitest'
import { MAIN, SECOND } from '../../sandbox/sage-50-fr'
import { addCompany } from '@/lib/service/add-company'
import { chooseCompany } from '@/lib/service/choose-company'
import { connect } from '@/lib/service/connect'
import type { Desk } from '@/lib/service/desk'
import { disconnect } from '@/lib/service/disconnect'
import { plan } from '@/lib/service/plan'
import { preview } from '@/lib/service/preview'
import { records } from '@/lib/service/records'
import { saveChoices } from '@/lib/service/save-choices'
import { setup } from '@/lib/service/setup'
import { start } from '@/lib/service/start'
import { tryFew } from '@/lib/service/try-few'
import { connectionsOf } from '@/lib/store/connections'
import { corridor, type Corridor } from '../kit/corridor'
import { sharedDatabase } from '../kit/fresh-database'
import { answerAll, planned, proposedChoices, refusal, started, worked } from './kit'

let house: Corridor
beforeEach(async () => {
  house = await corridor({ db: await sharedDatabase() })
})

/** A desk at which the CRM's keys lead to another implementation: it has other branches. */
function elsewhere(desk: Desk): Desk {
  const { way } = desk
  if (!way?.fetch) throw new Error('The corridor has a way of its own')
  const own = way.fetch
  const fetch: typeof own = async (url, init) => {
    const answer = await own(url, init)
    if (!/\/branches\b/.test(String(url))) return answer
    const branches: unknown = await answer.json()
    const other = JSON.stringify(branches)
      .replaceAll(':438', ':1438')
      .replaceAll(':439', ':1439')
      .replaceAll(':440', ':1440')
    return new Response(other, { status: answer.status, headers: answer.headers })
  }
  return { ...desk, way: { ...way, fetch } }
}

const reconnect = (desk: Desk) => connect(desk, { side: 'crm', vendor: 'sage-sales', answers: house.answers.crm })

test('keys of another CRM before the start: what was read of the first one is forgotten, and its dry run starts nothing', async () => {
  await answerAll(house)
  const run = await planned(house)
  await worked(reconnect(elsewhere(house.desk)))
  expect((await records(house.desk, {})).rows).toEqual([])
  expect((await plan(house.desk, run))?.current).toBe(false)
  expect(await refusal(start(house.desk, { plan: run }))).toEqual({ kind: 'stale' })
})

test('the same CRM connected again before the start keeps what was read, and its dry run', async () => {
  await answerAll(house)
  const run = await planned(house)
  await worked(reconnect(house.desk))
  expect((await plan(house.desk, run))?.current).toBe(true)
  expect((await records(house.desk, {})).rows.length).toBeGreaterThan(10)
})

test('keys of another CRM ask for its own people and states again: those of the first one are nobody there', async () => {
  await answerAll(house)
  await worked(reconnect(elsewhere(house.desk)))
  const view = await setup(house.desk)
  expect(view).toMatchObject({ step: 'choices', administrator: null })
  expect(view.choices.filter(({ key }) => key !== 'plan').flatMap(({ chosen }) => chosen ?? [])).toEqual([])
})

test('keys of another CRM have to wait while a dry run reads the first one', async () => {
  await answerAll(house)
  await worked(preview(house.desk, {}))
  expect(await refusal(reconnect(elsewhere(house.desk)))).toEqual({ kind: 'not-now' })
  await house.carryOut()
  await worked(reconnect(elsewhere(house.desk)))
})

test('keys of another CRM are refused from a company that is new, where another one is in force', async () => {
  await started(house)
  const { integration } = await worked(addCompany(house.desk, { company: SECOND }))
  const second = { ...house.desk, integration }
  const fault = await refusal(reconnect(elsewhere(second)))
  expect(fault).toMatchObject({ kind: 'vendor', problem: { kind: 'rejected', field: 'company' } })
})

test('a dry run of one dossier starts nothing once another one was chosen', async () => {
  await answerAll(house)
  const run = await planned(house)
  await worked(chooseCompany(house.desk, { company: SECOND }))
  expect(await refusal(start(house.desk, { plan: run }))).toEqual({ kind: 'stale' })
  await worked(chooseCompany(house.desk, { company: MAIN }))
  expect(await refusal(tryFew(house.desk, { plan: run }))).toEqual({ kind: 'stale' })
})

test('a dry run starts nothing once somebody said that another status means client', async () => {
  await answerAll(house)
  const run = await planned(house)
  const proposed = await proposedChoices(house)
  const { client = [], prospect = [] } = proposed.chosen
  await worked(
    saveChoices(house.desk, { ...proposed, chosen: { ...proposed.chosen, client: prospect, prospect: client } }),
  )
  expect((await plan(house.desk, run))?.current).toBe(false)
  expect(await refusal(start(house.desk, { plan: run }))).toEqual({ kind: 'stale' })
})

test('two who connect the CRM first, in the same moment, connect one: once it is disconnected, nothing stays open', async () => {
  await Promise.all([worked(reconnect(house.desk)), worked(reconnect(house.desk))])
  expect(await house.within((tx) => connectionsOf(tx, house.desk, 'crm'))).toHaveLength(1)
  await worked(disconnect(house.desk, { side: 'crm', mirrored: 'keep' }))
  expect((await setup(house.desk)).crm).toBeNull()
})
