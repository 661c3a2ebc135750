import { beforeEach, describe, expect, test } from 'vitest'
import { factsOf, text } from '../../sandbox/crm-host/aside'
import { MAIN } from '../../sandbox/sage-50-fr'
import { approve } from '@/lib/service/approve'
import { pause } from '@/lib/service/pause'
import { plan } from '@/lib/service/plan'
import { planRows } from '@/lib/service/plan-rows'
import { preview } from '@/lib/service/preview'
import { resume } from '@/lib/service/resume'
import { saveChoices } from '@/lib/service/save-choices'
import { start } from '@/lib/service/start'
import { integration as readIntegration, saveDraft } from '@/lib/store/integrations'
import { inboxSize } from '@/lib/store/inbox'
import type { ChosenJoin, Settings } from '@/lib/model/settings'
import { corridor, type Corridor } from '../kit/corridor'
import { sharedDatabase } from '../kit/fresh-database'
import { answerAll, planned, proposedChoices, refusal, started, worked } from './kit'

let house: Corridor
beforeEach(async () => {
  house = await corridor({ db: await sharedDatabase() })
})

const now = async () => {
  const id = await house.integration()
  const found = await house.within((tx) => readIntegration(tx, house.desk, id))
  if (!found) throw new Error('There is no integration')
  return found
}
/** Changes the draft as a settings page would. */
const draft = async (change: (settings: Settings) => Settings): Promise<void> => {
  const { id, settings } = await now()
  await house.within((tx) => saveDraft(tx, house.desk, id, change(settings)))
}
const withoutPhones = (settings: Settings): Settings => ({
  ...settings,
  entities: Object.fromEntries(
    Object.entries(settings.entities).map(([entity, chosen]) => [
      entity,
      { ...chosen, joins: chosen.joins.filter(({ books }) => books !== 'phone') },
    ]),
  ),
})
const withCustomerJoins = (settings: Settings, change: (join: ChosenJoin) => ChosenJoin): Settings => {
  const { customer } = settings.entities
  if (!customer) throw new Error('Customers do not travel')
  return {
    ...settings,
    entities: { ...settings.entities, customer: { ...customer, joins: customer.joins.map(change) } },
  }
}
const accounts = () => house.crm.list('accounts').filter(({ deleted }) => deleted !== true)
const doubles = () => {
  const codes = accounts().flatMap(({ extId }) => (extId ? [extId] : []))
  return codes.filter((code, at) => codes.indexOf(code) !== at)
}

describe('changed settings of something that runs', () => {
  test('change nothing before they are approved', async () => {
    await started(house)
    await house.runToEnd('schedule')
    const { version } = await now()
    await draft(withoutPhones)
    const [client] = house.books.list(MAIN, 'clients')
    house.books.edit(MAIN, 'clients', String(client?.id), { telephone: '01 42 68 53 77' })
    await house.runToEnd('schedule')
    expect(accounts().some(({ phone }) => phone === '+33142685377')).toBe(true)
    expect((await now()).version).toBe(version)
  })

  test('show their effect on every record, take nothing from the inbox, and are in force once approved', async () => {
    await started(house)
    await house.runToEnd('schedule')
    const { id, version } = await now()
    await draft((settings) => ({ ...settings, entities: { ...settings.entities, customer: narrowed(settings) } }))
    const [client] = house.books.list(MAIN, 'clients')
    house.books.edit(MAIN, 'clients', String(client?.id), { raisonSociale: 'Renamed before the preview' })
    const run = await planned(house)
    expect(await house.within((tx) => inboxSize(tx, house.desk, id))).toBe(1)
    const shown = await plan(house.desk, run)
    expect(shown?.totals.nothing).toBeGreaterThan(10)
    expect((await now()).version).toBe(version)
    await worked(approve(house.desk, { run }))
    expect((await now()).version).toBe(version + 1)
    await house.carryOut()
    expect(accounts().some(({ name }) => name === 'Renamed before the preview')).toBe(true)
    expect(doubles()).toEqual([])
  })

  test('map a field anew: every record that differs is shown, told once approved, and from then on agreed', async () => {
    await started(house)
    await house.runToEnd('schedule')
    const cities = (settings: Settings): Settings =>
      withCustomerJoins(settings, (join) =>
        join.crm === 'website' ? { crm: 'website', books: 'city', lane: 'toCrm' } : join,
      )
    const towns = house.books.list(MAIN, 'clients').map(({ adresse }) => text(factsOf(adresse)['ville']))
    expect(towns.length).toBeGreaterThan(3)
    await draft(cities)
    const run = await planned(house)
    const rows = (await planRows(house.desk, { run, entity: 'customer', side: 'crm', verb: 'update' })).rows
    expect(rows.map(({ sets }) => sets.map(({ key }) => key))).toEqual(towns.map(() => ['website']))
    await worked(approve(house.desk, { run }))
    await house.carryOut()
    const told = accounts().filter(({ website }) => towns.includes(String(website)))
    expect(told).toHaveLength(towns.length)

    await house.runToEnd('schedule')
    expect((await house.runToEnd('schedule')).counts).toEqual({})
    const [edited] = house.books.list(MAIN, 'clients')
    house.books.edit(MAIN, 'clients', String(edited?.id), {
      adresse: { l1: null, l2: null, l3: null, codePostal: '26200', ville: 'Montélimar', pays: null },
    })
    await house.runToEnd('schedule')
    expect(accounts().filter(({ website, city }) => website === 'Montélimar' && city === 'Montélimar')).toHaveLength(1)
  })

  test('that were edited again after the preview must be previewed again', async () => {
    await started(house)
    await draft(withoutPhones)
    const run = await planned(house)
    await draft((settings) => ({ ...settings, every: 60 }))
    expect(await refusal(approve(house.desk, { run }))).toEqual({ kind: 'stale' })
    await worked(approve(house.desk, { run: await planned(house) }))
    expect((await now()).settings.every).toBe(60)
  })

  test('that somebody else saves while the systems are asked are not overwritten', async () => {
    await answerAll(house)
    const asking = preview(house.desk, {})
    await draft((settings) => ({ ...settings, every: 30 }))
    const answer = await asking
    // Either it saw the newer draft, or it says so; the newer draft is never lost.
    if (!answer.ok) expect(answer.fault).toEqual({ kind: 'stale' })
    expect((await now()).settings.every).toBe(30)
  })
})

const narrowed = (settings: Settings) => ({
  ...(settings.entities.customer ?? { on: true, joins: [], maxLength: { crm: {}, books: {} } }),
  toBooks: [],
})

describe('paused in the middle of a first run, with another mapping', () => {
  test('the difference is shown, and after Resume nothing is lost and nothing doubled', async () => {
    await answerAll(house)
    const before = new Set(accounts().map(({ id }) => id))
    const first = await planned(house)
    const phones = (await planRows(house.desk, { run: first, entity: 'customer', side: 'crm', verb: 'create' })).rows
    expect(phones.some(({ sets }) => sets.some(({ key }) => key === 'phone'))).toBe(true)
    await worked(start(house.desk, { plan: first }))
    await house.carryOut('apply')
    await worked(pause(house.desk, {}))
    house.clock.advance(120_000)

    await draft(withoutPhones)
    const second = await planned(house)
    const rows = (await planRows(house.desk, { run: second, entity: 'customer', side: 'crm', verb: 'create' })).rows
    expect(rows).toHaveLength(phones.length)
    expect(rows.some(({ sets }) => sets.some(({ key }) => key === 'phone'))).toBe(false)
    await worked(approve(house.desk, { run: second }))
    await house.carryOut()
    expect(accounts().filter(({ id }) => !before.has(id))).toEqual([])

    await worked(resume(house.desk, {}))
    await house.carryOut()
    await house.runToEnd('schedule')
    const codes = house.books.list(MAIN, 'clients').map(({ code }) => String(code))
    const made = accounts().filter(({ extId }) => codes.includes(String(extId)))
    expect(made).toHaveLength(codes.length)
    expect(made.filter(({ id, phone }) => !before.has(id) && phone)).toEqual([])
    expect(doubles()).toEqual([])
    const quiet = await house.runToEnd('schedule')
    expect(quiet.counts).toEqual({})
  })

  test('answers of the set-up pages are drafts, too', async () => {
    await started(house)
    const { version } = await now()
    await worked(saveChoices(house.desk, { ...(await proposedChoices(house)), entities: { product: { on: false } } }))
    expect((await now()).version).toBe(version)
    await planned(house)
    expect((await now()).version).toBe(version)
  })
})
