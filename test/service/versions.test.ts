import { beforeAll, describe, expect, test } from 'vitest'
import { approve } from '@/lib/service/approve'
import { exportConfiguration, importConfiguration } from '@/lib/service/configuration'
import { allPlanRows } from '@/lib/service/plan-csv'
import { plan } from '@/lib/service/plan'
import { people } from '@/lib/service/people'
import { planRows } from '@/lib/service/plan-rows'
import { preview } from '@/lib/service/preview'
import { savePeople } from '@/lib/service/save-people'
import { saveChoices } from '@/lib/service/save-choices'
import { overview } from '@/lib/service/overview'
import { start } from '@/lib/service/start'
import { tryFew } from '@/lib/service/try-few'
import { dropDraft, restoreVersion, unpublished, versions } from '@/lib/service/versions'
import { corridor, type Corridor } from '../kit/corridor'
import { sharedDatabase } from '../kit/fresh-database'
import { answerAll, connectAll, planned, proposedChoices, refusal, worked } from './kit'

let house: Corridor
beforeAll(async () => {
  house = await corridor({ db: await sharedDatabase() })
  await answerAll(house)
})

describe('a few records first', () => {
  test('ten of every kind are written, and nothing else', async () => {
    const before = house.crm.list('accounts').length
    const run = await planned(house)
    const shown = await plan(house.desk, run)
    expect(await refusal(tryFew(house.viewer, { plan: run }))).toEqual({ kind: 'forbidden' })
    expect(await refusal(tryFew(house.desk, { plan: 'another' }))).toEqual({ kind: 'stale' })
    expect(await worked(tryFew(house.desk, { plan: run }))).toEqual({ rows: 10 })
    await house.carryOut()
    const view = await overview(house.desk)
    expect(view.head.state).toEqual({ kind: 'ready' })
    expect(view.lastRun).toMatchObject({ trigger: 'approved', created: 10, parked: 0 })
    expect(view.nextRun).toBeNull()
    expect(house.events).toEqual([])
    expect(house.crm.list('accounts').length - before).toBeLessThan(10)
    const left = await plan(house.desk, run)
    expect(left?.totals.create).toBe((shown?.totals.create ?? 0) - 10)
  })

  test('then the start sends exactly the rest', async () => {
    const run = (await plan(house.desk))?.run ?? ''
    const rest = (await plan(house.desk))?.totals.create
    await worked(start(house.desk, { plan: run }))
    const [first] = await house.carryOut()
    expect(first).toBeDefined()
    const view = await overview(house.desk)
    expect(view.head.state).toEqual({ kind: 'healthy' })
    expect(rest).toBeGreaterThan(20)
    const codes = house.crm.list('accounts').flatMap(({ extId }) => (extId ? [extId] : []))
    expect(new Set(codes).size).toBe(codes.length)
    expect(await refusal(tryFew(house.desk, { plan: run }))).toEqual({ kind: 'not-now' })
  })
})

describe('versions', () => {
  test('list who put what in force, and an older one comes back as a draft', async () => {
    await house.runToEnd('schedule')
    expect(await versions(house.desk)).toMatchObject([{ version: 1, inForce: true, by: 'Ana', changes: [] }])
    expect(await unpublished(house.desk)).toEqual([])
    await worked(saveChoices(house.desk, { ...(await proposedChoices(house)), entities: { product: { on: false } } }))
    expect(await unpublished(house.desk)).toEqual([{ what: 'entity', entity: 'product', on: false }])
    await worked(approve(house.desk, { run: await planned(house) }))
    await house.carryOut()
    expect((await versions(house.desk)).map(({ version, inForce, changes }) => [version, inForce, changes])).toEqual([
      [2, true, [{ what: 'entity', entity: 'product', on: false }]],
      [1, false, []],
    ])
    expect(await refusal(restoreVersion(house.desk, { version: 7 }))).toEqual({ kind: 'stale' })
    expect(await refusal(restoreVersion(house.viewer, { version: 1 }))).toEqual({ kind: 'forbidden' })
    await worked(saveChoices(house.desk, { ...(await proposedChoices(house)), entities: { invoice: { on: false } } }))
    const draft = await unpublished(house.desk)
    expect(await refusal(restoreVersion(house.desk, { version: 1 }))).toEqual({ kind: 'unpublished' })
    expect(await unpublished(house.desk)).toEqual(draft)
    await worked(dropDraft(house.desk, {}))
    await worked(restoreVersion(house.desk, { version: 1 }))
    expect(await unpublished(house.desk)).toEqual([{ what: 'entity', entity: 'product', on: true }])
    await worked(dropDraft(house.desk, {}))
    expect(await unpublished(house.desk)).toEqual([])
  })
})

test('a changed default owner is named as the CRM calls that user, and not at all while it does not answer', async () => {
  const { crm, administrator, pairs } = await people(house.desk)
  const other = crm.find(({ id }) => id !== administrator)
  const kept = pairs.map(({ books, crm: stands }) => ({ books: books.id, crm: stands?.id ?? null }))
  await worked(savePeople(house.desk, { administrator: other?.id ?? null, pairs: kept }))
  const named = async () => (await unpublished(house.desk))?.filter(({ what }) => what === 'administrator')
  expect(await named()).toEqual([{ what: 'administrator', id: other?.id, name: other?.name }])
  house.crm.revokeKeys()
  house.crm.expireTokens()
  expect(await named()).toEqual([{ what: 'administrator', id: other?.id, name: null }])
  house.crm.restoreKeys()
  await worked(dropDraft(house.desk, {}))
})

describe('the configuration as a file', () => {
  test('comes back as the very draft that was exported, and holds no key', async () => {
    await worked(saveChoices(house.desk, { ...(await proposedChoices(house)), entities: { invoice: { on: false } } }))
    const [text, draft] = [(await exportConfiguration(house.desk)) ?? '', await unpublished(house.desk)]
    for (const secret of Object.values(house.answers.crm)) expect(text).not.toContain(secret)
    expect(draft).toHaveLength(1)
    await worked(dropDraft(house.desk, {}))
    expect(await worked(importConfiguration(house.desk, { text }))).toEqual({ unfit: [] })
    expect(await unpublished(house.desk)).toEqual(draft)
    expect(await exportConfiguration(house.desk)).toBe(text)
  })

  test('takes the place of no draft that somebody saved and nobody has published', async () => {
    const [text, draft] = [(await exportConfiguration(house.desk)) ?? '', await unpublished(house.desk)]
    expect(await refusal(importConfiguration(house.desk, { text }))).toEqual({ kind: 'unpublished' })
    expect(await unpublished(house.desk)).toEqual(draft)
    await worked(dropDraft(house.desk, {}))
  })

  test('of another organisation asks for an owner whom this CRM knows before anything is planned by it', async () => {
    const text = (await exportConfiguration(house.desk)) ?? ''
    const foreign = text.replace(/"administrator": "\w+"/, '"administrator": "somebody-elses"')
    expect(foreign).not.toBe(text)
    await worked(importConfiguration(house.desk, { text: foreign }))
    expect(await refusal(preview(house.desk, {}))).toEqual({ kind: 'invalid', fields: { administrator: 'unknown' } })
    await worked(dropDraft(house.desk, {}))
  })

  test('brought in before the questions of the set-up were answered has them asked: it does not say which status means client', async () => {
    const text = (await exportConfiguration(house.desk)) ?? ''
    const fresh = await corridor({ db: house.db })
    await connectAll(fresh)
    expect(await worked(importConfiguration(fresh.desk, { text }))).toEqual({ unfit: [] })
    expect(await refusal(preview(fresh.desk, {}))).toMatchObject({
      kind: 'invalid',
      fields: { 'chosen.client': 'required' },
    })
    await worked(saveChoices(fresh.desk, await proposedChoices(fresh)))
    await worked(preview(fresh.desk, {}))
  })

  test('that does not fit is refused field by field, and nothing of it is kept', async () => {
    const read = async (text: string) => (await worked(importConfiguration(house.desk, { text }))).unfit
    const text = (await exportConfiguration(house.desk)) ?? ''
    expect(await read('{')).toEqual([{ path: '', code: 'not-json', expected: null }])
    expect(await read(text.replace('sage-sales.sage-50-fr', 'other.pair'))).toEqual([
      { path: 'pair', code: 'other-pair', expected: 'sage-sales.sage-50-fr' },
    ])
    expect(await read(text.replace(/"every": \d+/, '"every": "often"'))).toEqual([
      { path: 'settings.every', code: 'invalid', expected: 'number' },
    ])
    const at = (zone: string) =>
      text.replace('"every":', `"appointment": { "at": "07:30", "zone": "${zone}", "day": 1 }, "every":`)
    expect(await read(at('Europe/Atlantis'))).toEqual([
      { path: 'settings.appointment.zone', code: 'invalid', expected: 'Europe/Paris' },
    ])
    expect(await read(text.replace(/"every": \d+/, '"every": 1'))).toEqual([
      { path: 'settings.every', code: 'invalid', expected: '15' },
    ])
    expect(await unpublished(house.desk)).toEqual([])
    expect(await refusal(importConfiguration(house.viewer, { text }))).toEqual({ kind: 'forbidden' })
  })
})

describe('a plan as a table for a spreadsheet', () => {
  test('holds every row of the plan once', async () => {
    const run = await planned(house)
    const rows = []
    for await (const page of allPlanRows(house.desk, run)) rows.push(...page)
    const listed = await planRows(house.desk, { run })
    expect(rows.map(({ id }) => id).slice(0, listed.rows.length)).toEqual(listed.rows.map(({ id }) => id))
    const other = await corridor({ db: house.db })
    await answerAll(other)
    for await (const page of allPlanRows(other.desk, run)) expect(page).toEqual([])
  })
})
