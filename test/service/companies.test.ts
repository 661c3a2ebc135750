import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { MAIN, SECOND } from '../../sandbox/sage-50-fr'
import { addCompany } from '@/lib/service/add-company'
import { chooseCompany } from '@/lib/service/choose-company'
import { companies } from '@/lib/service/companies'
import type { Desk } from '@/lib/service/desk'
import { disconnect } from '@/lib/service/disconnect'
import { exportAll } from '@/lib/service/export'
import { head } from '@/lib/service/head'
import { match } from '@/lib/service/match'
import { overview } from '@/lib/service/overview'
import { joinPair, unlink } from '@/lib/service/pair-records'
import { people as peopleOf } from '@/lib/service/people'
import { pause } from '@/lib/service/pause'
import { preview } from '@/lib/service/preview'
import { record } from '@/lib/service/record'
import { records } from '@/lib/service/records'
import { resume } from '@/lib/service/resume'
import { runs } from '@/lib/service/runs'
import { saveBelongs } from '@/lib/service/save-belongs'
import { savePeople } from '@/lib/service/save-people'
import { setup } from '@/lib/service/setup'
import { start } from '@/lib/service/start'
import { travels } from '@/lib/service/travels'
import { unpublished } from '@/lib/service/versions'
import { connectionsOf } from '@/lib/store/connections'
import { integrationsOfInstallation, publish, integration as readIntegration } from '@/lib/store/integrations'
import { recordsPage } from '@/lib/store/standing'
import { corridor, type Corridor } from '../kit/corridor'
import { live, people, status, twice } from '../engine/kit'
import { refusal, started, worked } from './kit'

/** The house with two companies: its desk is at the first one, `second` at the other. */
let house: Corridor
let second: Desk

beforeAll(async () => {
  house = await corridor()
  await started(house)
}, 120_000)
afterAll(() => house.close())

const linksOf = async (desk: Desk) => {
  const id = desk.integration ?? (await house.integration())
  return (await house.within((tx) => recordsPage(tx, desk, id, {}, { after: null, limit: 5_000 }))).links
}

/** A schedule's run of every company, one after the other. */
async function both(): Promise<void> {
  house.clock.advance(16 * 60_000)
  await house.runToEnd()
  await runOf(second)
}

async function runOf(desk: Desk): Promise<void> {
  house.events.push({
    ...{ name: 'run.asked', tenant: desk.tenant, integration: desk.integration ?? '', trigger: 'schedule' },
    ...{ run: null, actor: { kind: 'schedule' } },
  })
  await house.carryOut()
}

describe('a further company', () => {
  test('is offered where the keys in use open it and nobody keeps it in step yet', async () => {
    const view = await companies(house.desk)
    expect(view.companies).toMatchObject([{ shown: true, isDefault: true, state: { kind: 'healthy' } }])
    expect(view.addable.map(({ id }) => id)).toEqual([SECOND])
  })

  test('is added by an administrator alone, and only one that the keys open', async () => {
    expect(await refusal(addCompany(house.viewer, { company: SECOND }))).toEqual({ kind: 'forbidden' })
    const unknown = { kind: 'invalid', fields: { company: 'unknown' } }
    expect(await refusal(addCompany(house.desk, { company: 'nobody' }))).toEqual(unknown)
    expect(await refusal(addCompany(house.desk, { company: MAIN }))).toEqual(unknown)
  })

  test('is added once, though two administrators add it in the same moment', async () => {
    const other = await corridor()
    await started(other)
    const both = await Promise.all([1, 2].map(() => addCompany(other.desk, { company: SECOND })))
    const all = await other.within((tx) => integrationsOfInstallation(tx, other.desk, other.desk.installation))
    expect(all).toHaveLength(2)
    expect(both.filter(({ ok }) => !ok)).toEqual([
      { ok: false, fault: { kind: 'invalid', fields: { company: 'twice' } } },
    ])
    await other.close()
  })

  test('begins with a copy of the settings, stands alone from then on, and nothing of the first one stops', async () => {
    const { integration } = await worked(addCompany(house.desk, { company: SECOND }))
    second = { ...house.desk, integration }
    expect((await setup(second)).step).toBe('review')
    expect((await head(second)).companies).toMatchObject([
      { isDefault: true, shown: false },
      { isDefault: false, shown: true, integration },
    ])
    expect((await overview(house.desk)).head.state.kind).toBe('healthy')
    expect((await overview(second)).head.state.kind).toBe('ready')
    expect((await companies(second)).addable).toEqual([])
    expect(await refusal(addCompany(house.desk, { company: SECOND }))).toMatchObject({ kind: 'invalid' })
  })

  test('is taken from then on: no other integration of this CRM may choose it, nor it the first one', async () => {
    expect(await refusal(chooseCompany(second, { company: MAIN }))).toEqual({
      kind: 'invalid',
      fields: { company: 'twice' },
    })
    expect((await setup(second)).companies.map(({ id }) => id)).toEqual([SECOND])
  })
})

/** A code that both firms gave to a client of their own. */
function sharedCode(): string {
  const theirs = new Set(house.books.list(SECOND, 'clients').map((row) => row['code']))
  const found = house.books.list(MAIN, 'clients').find((row) => theirs.has(row['code']))
  if (!found) throw new Error('No code is in both companies')
  return String(found['code'])
}

describe('two companies with one code on one CRM', () => {
  test('each has its own record there, and neither takes the other one for its own', async () => {
    const before = live(house, 'accounts').length
    const { run } = await worked(preview(second, {}))
    await house.carryOut()
    await worked(start(second, { plan: run }))
    await house.carryOut()
    const clients = house.books.list(SECOND, 'clients').length + house.books.list(SECOND, 'prospects').length
    expect(live(house, 'accounts').length).toBe(before + clients)
    const named = live(house, 'accounts').filter((row) => row['extId'] === sharedCode())
    expect(named).toHaveLength(2)
    expect(twice(live(house, 'accounts'), 'accounts', 'Z_SyncRef')).toEqual([])
  })

  test('afterwards both are quiet: the next runs write nothing', async () => {
    await both()
    const shown = JSON.stringify(house.crm.list('accounts'))
    await both()
    expect(JSON.stringify(house.crm.list('accounts'))).toBe(shown)
    const [last] = (await runs(second)).rows
    expect(last).toMatchObject({ created: 0, updated: 0, removed: 0, parked: 0 })
    expect((await overview(second)).head.state.kind).toBe('healthy')
  })

  test("the first company's records are left out in the second one, which says whose they are", async () => {
    const held = (await linksOf(house.desk)).filter(({ crm, books }) => crm && books).map(({ crm }) => crm?.id)
    const theirs = (await linksOf(second)).filter(({ crm, books }) => crm && !books && held.includes(crm.id))
    expect(theirs.length).toBeGreaterThan(5)
    const accounts = theirs.filter(({ space }) => space === 'account')
    const name = (await head(house.desk)).company
    expect(new Set(accounts.map(({ because }) => because?.reason))).toEqual(new Set(['belongs-elsewhere']))
    expect(new Set(accounts.map(({ because }) => because?.detail))).toEqual(new Set([name]))
  })

  test('an edit in one of the two firms reaches its own record in the CRM, not its namesake', async () => {
    const namesake = house.books.list(SECOND, 'clients').find((row) => row['code'] === sharedCode())
    house.books.edit(SECOND, 'clients', String(namesake?.['id']), { raisonSociale: 'Renamed in the second firm' })
    await both()
    const named = live(house, 'accounts').filter((row) => row['extId'] === sharedCode())
    expect(named.filter((row) => row['name'] === 'Renamed in the second firm')).toHaveLength(1)
  })

  test('are never proposed to each other, nor joined by hand', async () => {
    const mine = (await linksOf(second)).find(({ crm, books }) => crm && !books && crm.entity === 'customer')
    house.books.create(SECOND, 'prospects', { raisonSociale: String(mine?.crm?.seen['name']) })
    const wanted = {
      crm: mine?.id ?? '',
      books: (await linksOf(second)).find(({ crm, books }) => books && !crm)?.id ?? '-',
    }
    expect((await match(second, 'customer')).rows.map(({ crm }) => crm.link)).not.toContain(mine?.id)
    expect(await refusal(joinPair(second, wanted))).toMatchObject({ kind: 'stale' })
  })
})

describe('a record born in the CRM', () => {
  /** The second firm gives no codes by itself, so that its clients bring theirs. */
  const born = (name: string, city: string) =>
    house.crm.create('accounts', {
      name,
      city,
      extId: `NEW${name.length}`,
      statusId: status.prospect,
      salesRepId1: people.bruno,
      branchId: 438,
    })
  const inBooks = (dossier: string, name: string) =>
    house.books.list(dossier, 'prospects').filter((row) => row['raisonSociale'] === name)

  test('goes to the first company where no other one claims it', async () => {
    born('Unclaimed', 'Nantes')
    await both()
    expect(inBooks(MAIN, 'Unclaimed')).toHaveLength(1)
    expect(inBooks(SECOND, 'Unclaimed')).toHaveLength(0)
  })

  test('goes to the company whose rule names it, and to no other; the rule is a draft until its effect was seen', async () => {
    const belongs = [{ field: 'city', is: 'one-of' as const, values: ['Lille'] }]
    expect((await companies(second)).fields.map(({ key }) => key)).toContain('city')
    await worked(saveBelongs(second, { belongs }))
    expect(await unpublished(second)).toEqual([{ what: 'belongs', parts: 1 }])
    expect((await companies(house.desk)).companies[1]?.belongs).toEqual(belongs)
    await house.within(async (tx) => {
      const now = await readIntegration(tx, second, second.integration ?? '')
      if (now) await publish(tx, second, now.id, now.settings, second.actor)
    })
    born('Claimed by the second', 'Lille')
    await both()
    expect(inBooks(SECOND, 'Claimed by the second')).toHaveLength(1)
    expect(inBooks(MAIN, 'Claimed by the second')).toHaveLength(0)
    const waiting = (await linksOf(house.desk)).find(({ crm }) => crm?.seen['name'] === 'Claimed by the second')
    expect(waiting?.because).toMatchObject({ reason: 'belongs-elsewhere' })
  })

  test('that one company let go of, because it had met it by mistake, goes to the other one at once', async () => {
    house.books.create(SECOND, 'prospects', { raisonSociale: 'Let go', code: 'NEW6' })
    const id = String(born('Let go', 'Nantes'))
    await runOf(second)
    await both()
    expect(inBooks(MAIN, 'Let go')).toHaveLength(0)
    const wrong = (await linksOf(second)).find(({ crm, books }) => crm?.id === id && books)
    await worked(unlink(second, { link: wrong?.id ?? '' }))
    await both()
    expect(inBooks(MAIN, 'Let go')).toHaveLength(1)
  })

  test('a rule needs a field that accounts have, and something to compare with', async () => {
    const fault = async (belongs: Parameters<typeof saveBelongs>[1]) => refusal(saveBelongs(second, { belongs }))
    expect(await fault([{ field: 'nobody', is: 'filled', values: [] }])).toEqual({
      kind: 'invalid',
      fields: { 'filter.born-0': 'unknown' },
    })
    expect(await fault([{ field: 'city', is: 'one-of', values: [] }])).toEqual({
      kind: 'invalid',
      fields: { 'filter.born-0': 'required' },
    })
    expect(await refusal(saveBelongs({ ...second, role: 'viewer' }, { belongs: [] }))).toEqual({ kind: 'forbidden' })
  })
})

describe('each company by itself', () => {
  test('has its own pause', async () => {
    await worked(pause(second, {}))
    expect((await overview(second)).head.state.kind).toBe('paused')
    expect((await overview(house.desk)).head.state.kind).toBe('healthy')
    expect((await companies(house.desk)).companies.map(({ state }) => state.kind)).toEqual(['healthy', 'paused'])
    await worked(resume(second, {}))
  })

  test('has its own settings, records and history', async () => {
    const { pairs, administrator } = await peopleOf(second)
    await worked(
      savePeople(second, {
        administrator,
        pairs: pairs.map(({ books, crm }) => ({ books: books.id, crm: crm?.id ?? null })),
      }),
    )
    expect(await unpublished(house.desk)).toEqual([])
    expect((await travels(house.desk)).rules.length).toBe((await travels(second)).rules.length)
    const [first] = (await linksOf(house.desk)).filter(({ books }) => books)
    expect(await record(house.desk, first?.id ?? '')).not.toBeNull()
    expect(await record(second, first?.id ?? '')).toBeNull()
    const shown = async (desk: Desk) => (await records(desk, {})).rows.map(({ link }) => link)
    const own = await shown(second)
    expect((await shown(house.desk)).filter((link) => own.includes(link))).toEqual([])
    const ids = async (desk: Desk) => (await runs(desk)).rows.map(({ id }) => id)
    const theirs = await ids(second)
    expect((await ids(house.desk)).filter((id) => theirs.includes(id))).toEqual([])
  })

  test('what is exported is all companies, each under its own name', async () => {
    const lines: string[] = []
    for await (const one of exportAll(house.desk)) lines.push(one)
    const heads = lines
      .map((one) => JSON.parse(one) as { kind: string; id?: string })
      .filter(({ kind }) => kind === 'integration')
    const all = await house.within((tx) => integrationsOfInstallation(tx, house.desk, house.desk.installation))
    expect(heads.map(({ id }) => id)).toEqual(all.map(({ id }) => id))
  })

  test('a company whose books nobody signed in to yet asks for them first, and is the one that whoever asks again comes to', async () => {
    const { integration } = await worked(addCompany(house.desk, { company: null }))
    expect((await setup({ ...house.desk, integration })).step).toBe('books')
    expect(await worked(addCompany(house.desk, { company: null }))).toEqual({ integration })
    expect((await overview(house.desk)).head.companies.map(({ name }) => name)).toHaveLength(3)
  })

  test('without its CRM no company goes on: disconnecting it pauses all that had begun, and its books alone only itself', async () => {
    await worked(disconnect(second, { side: 'books', mirrored: 'keep' }))
    const paused = async () => {
      const all = await house.within((tx) => integrationsOfInstallation(tx, house.desk, house.desk.installation))
      return all.map(({ pausedBy }) => pausedBy !== null)
    }
    expect(await paused()).toEqual([false, true, false])
    await worked(disconnect(house.desk, { side: 'crm', mirrored: 'unlock' }))
    // The third one was never started: there is nothing to pause.
    expect(await paused()).toEqual([true, true, false])
    const [crm] = await house.within((tx) => connectionsOf(tx, house.desk, 'crm'))
    const ended = house.ended.find(({ connection }) => connection === crm?.id)
    expect(ended?.unlock.length).toBe(2)
  })
})
