import { describe, expect, test } from 'vitest'
import type { Capability, Content } from '@/lib/model/connector'
import type { Snapshot } from '@/lib/model/record'
import { entities } from '@/lib/model/words'
import type { Entity, Verb } from '@/lib/model/words'
import {
  OPTIONAL,
  byId,
  capabilityOf,
  createOf,
  created,
  idsOf,
  keysOf,
  listing,
  problemOf,
  removeOf,
  sampleOf,
  settled,
  updateOf,
  wrongSecrets,
} from './sample'
import { answers } from './answers'
import { consent } from './consent'
import { hinted } from './hinted'
import { longest } from './longest'
import { manners } from './manners'
import { removing } from './removing'
import { shifting } from './shifting'
import { deadTokens, openSession, sendTo } from './stage'
import { troubled } from './troubled'
import type { Bench } from './stage'

/** What every connector promises, by its manifest alone; a vendor's own test file only says how to start it. */
export function conform(name: string, begin: () => Promise<Bench>): void {
  describe.each(manners)(`${name} keeps the connectors' promises, %s`, async (manner) => {
    const start = async (): Promise<Bench> => ({ ...(await begin()), manner })
    const { connector } = await start()
    const able = (verb: Verb) => entities.filter((entity) => connector.entities[entity]?.write.includes(verb))
    const unable = entities.flatMap((entity) => {
      const capability = connector.entities[entity]
      return capability
        ? VERBS.filter((verb) => !capability.write.includes(verb)).map((verb) => [entity, verb] as const)
        : []
    })
    connecting(start)
    for (const feed of connector.feeds) {
      reading(start, feed)
      answers(start, feed)
      shifting(start, feed)
    }
    for (const entity of able('create')) {
      creating(start, entity, capabilityOf(connector.entities, entity))
      longest(start, entity)
    }
    for (const entity of able('update')) updating(start, entity, capabilityOf(connector.entities, entity))
    for (const entity of able('remove')) removing(start, entity, capabilityOf(connector.entities, entity))
    for (const [entity, verb] of unable) staysSilent(start, entity, verb)
    if (connector.auth.kind === 'oauth') consent(start, connector.auth, connector.feeds)
    if (connector.receive) hinted(start)
    troubled(start)
  })
}

const VERBS = ['create', 'update', 'remove'] as const

/** Fields that take one text as well as another. */
const TOLD = ['email', 'reference', 'name', 'description', 'notes', 'number']

function connecting(start: () => Promise<Bench>): void {
  test('companies are there and stay the same', async () => {
    const session = openSession(await start())
    const companies = await session.companies()
    expect(companies.length).toBeGreaterThan(0)
    expect(await session.companies()).toEqual(companies)
  })

  test('a wrong secret means: sign in again', async () => {
    const bench = await start()
    const wrong = { ...bench.grant, secrets: { ...bench.grant.secrets, ...wrongSecrets(bench) } }
    const send = sendTo(bench.connector.auth.kind === 'oauth' ? { ...bench, tokens: deadTokens } : bench)
    expect(await problemOf(() => bench.connector.open(wrong, send).companies())).toEqual({
      kind: 'signed-out',
    })
  })

  test('people and fields can be read before anything is set up', async () => {
    const bench = await start()
    const session = openSession(bench)
    expect((await session.people()).length).toBeGreaterThan(0)
    for (const entity of entities.filter((each) => bench.connector.entities[each])) {
      const fields = await session.fields(entity)
      expect(new Set(fields.map(({ key }) => key)).size).toBe(fields.length)
      expect(fields.length).toBeGreaterThan(3)
    }
  })
}

function reading(start: () => Promise<Bench>, feed: readonly Entity[]): void {
  const title = feed.join(' and ')

  test(`${title}: every record comes once, whatever the page size`, async () => {
    const bench = await start()
    const whole = await listing(openSession(bench), feed)
    const ids = keysOf(whole.snapshots)
    expect(ids.length).toBeGreaterThan(0)
    expect(new Set(ids).size).toBe(ids.length)
    for (const page of [1, 2]) {
      const small = await listing(bench.openAt(bench.grant, sendTo(bench), page), feed)
      expect(byId(small.snapshots)).toEqual(byId(whole.snapshots))
    }
  })

  test(`${title}: from a saved cursor a quiet feed is empty, and asks less than the whole or something else`, async () => {
    const bench = await start()
    const urls: string[] = []
    const session = bench.openAt(bench.grant, sendTo(bench, urls), 1)
    const { end } = await listing(session, feed)
    const whole = urls.splice(0)
    expect((await listing(session, feed, end)).snapshots).toEqual([])
    const listed = feed.some((entity) => bench.connector.entities[entity]?.read === 'changes')
    // A list that comes whole in one call costs one call when it is quiet, too.
    const otherwise = urls.length < whole.length || !urls.some((url) => whole.includes(url))
    if (listed) expect(otherwise).toBe(true)
    expect(await openSession(bench).changes(feed, end)).toMatchObject({ snapshots: [], more: false })
  })

  test(`${title}: what is shown by id is what the list showed`, async () => {
    const bench = await start()
    const session = openSession(bench)
    const listed = (await listing(session, feed)).snapshots.filter(({ removed }) => !removed).slice(0, 3)
    for (const entity of feed) {
      const own = listed.filter((each) => each.entity === entity)
      if (own.length > 0) expect(byId(await session.read(entity, idsOf(own)))).toEqual(byId(own))
    }
  })

  test(`${title}: snapshots come in normal form`, async () => {
    const bench = await start()
    const { snapshots } = await listing(openSession(bench), feed)
    for (const { fields } of snapshots) {
      for (const value of Object.values(fields)) {
        expect(value === undefined || value === '' || (typeof value === 'string' && value !== value.trim())).toBe(false)
      }
    }
  })

  test(`${title}: an answer without what we rely on is a surprise, unknown extras are nothing`, async () => {
    const bench = await start()
    const session = openSession(bench)
    await session.companies()
    bench.simulator.faults.add({ do: 'answer', status: 200, body: { what: 'is this' } })
    expect(await problemOf(() => session.changes(feed, null))).toMatchObject({ kind: 'surprise' })
  })
}

function creating(start: () => Promise<Bench>, entity: Entity, { idempotency, lock }: Capability): void {
  test(`${entity}: what is created can be read back as it was sent, and is found by its mark`, async () => {
    const bench = await start()
    const session = openSession(bench)
    const content = await sampleOf(bench, session, entity)
    const fields = lock ? { ...content.fields, locked: true } : content.fields
    const made = await created(bench, session, entity, { ...content, fields }, 'mark-1')
    const [read] = await session.read(entity, [made])
    expect(read).toMatchObject({ id: made, entity, removed: false, parents: content.parents, marker: 'mark-1' })
    expect(read?.fields).toMatchObject(bench.connector.normal(entity, fields))
    // A vendor may show more of a line than it was told, never less.
    if (content.lines) expect(read?.lines).toMatchObject(content.lines)
    bench.clock.advance(bench.connector.visibleAfter * 1000)
    expect(idsOf(await session.find(entity, 'mark-1'))).toEqual([made])
    expect(await session.find(entity, 'mark-unknown')).toEqual([])
  })

  test(`${entity}: an invalid value is refused with the name of our field`, async () => {
    const bench = await start()
    const session = openSession(bench)
    const content = await sampleOf(bench, session, entity)
    const [short] = (await session.fields(entity)).filter(
      (field) =>
        field.maxLength !== undefined && field.maxLength < 3000 && !field.readOnly && field.key in content.fields,
    )
    if (!short) throw new Error(`no field of ${entity} has a length`)
    const long = { ...content, fields: { ...content.fields, [short.key]: 'x'.repeat((short.maxLength ?? 0) + 1) } }
    const [outcome] = await session.write(entity, [createOf(entity, long, 'mark-2')])
    expect(outcome).toMatchObject({ ok: false, problem: { kind: 'rejected', field: short.key } })
    expect(await session.find(entity, 'mark-2')).toEqual([])
  })

  if (idempotency === 'key' || idempotency === 'upsert') {
    test(`${entity}: the same request twice makes one record`, async () => {
      const bench = await start()
      const session = openSession(bench)
      const write = createOf(entity, await sampleOf(bench, session, entity), 'mark-3')
      await losing(bench, async () => {
        const [lost] = await settled(session, entity, [write])
        expect(lost).toMatchObject({ ok: false, problem: { kind: 'unreachable' } })
      })
      const [again] = await session.write(entity, [write])
      expect(again).toMatchObject({ ok: true })
      bench.clock.advance(bench.connector.visibleAfter * 1000)
      expect(await session.find(entity, 'mark-3')).toHaveLength(1)
    })
  }

  if (idempotency === 'search') {
    test(`${entity}: a create whose answer was lost is found by its mark`, async () => {
      const bench = await start()
      const session = openSession(bench)
      const write = createOf(entity, await sampleOf(bench, session, entity), 'mark-4')
      await session.people()
      await losing(bench, async () => {
        const [lost] = await settled(session, entity, [write])
        expect(lost).toMatchObject({ ok: false, problem: { kind: 'unreachable' } })
      })
      bench.clock.advance(bench.connector.visibleAfter * 1000)
      expect(await session.find(entity, 'mark-4')).toHaveLength(1)
    })
  }
}

/** The vendor takes the next write, and its answer is lost. */
async function losing(bench: Bench, work: () => Promise<void>): Promise<void> {
  bench.simulator.faults.add({ do: 'cut-after', method: 'POST' }, { do: 'cut-after', method: 'PUT' })
  await work()
  bench.simulator.faults.clear()
}

function updating(start: () => Promise<Bench>, entity: Entity, { precondition }: Capability): void {
  test(`${entity}: an update touches only the given fields, and null clears`, async () => {
    const bench = await start()
    const session = openSession(bench)
    const content = await sampleOf(bench, session, entity)
    const made = await created(bench, session, entity, content, 'mark-5')
    const [before] = await session.read(entity, [made])
    const cleared = OPTIONAL.find((key) => content.fields[key] != null)
    if (!before || cleared === undefined) throw new Error(`nothing to clear in ${entity}`)
    const [outcome] = await session.write(entity, [updateOf(entity, before, { [cleared]: null })])
    expect(outcome).toMatchObject({ ok: true })
    const [after] = await session.read(entity, [made])
    expect(after?.fields).toEqual({ ...before.fields, [cleared]: null })
    expect(after?.lines).toEqual(before.lines)
  })

  if (precondition === 'version') {
    test(`${entity}: an update of what has moved meanwhile is sent back`, async () => {
      const bench = await start()
      const session = openSession(bench)
      const made = await created(bench, session, entity, await sampleOf(bench, session, entity), 'mark-6')
      const [before] = await session.read(entity, [made])
      if (!before) throw new Error('not read back')
      const field = TOLD.find((key) => before.fields[key] !== undefined)
      if (field === undefined) throw new Error(`nothing to tell ${entity}`)
      await session.write(entity, [updateOf(entity, before, { [field]: 'first@example.test' })])
      const [late] = await session.write(entity, [updateOf(entity, before, { [field]: 'second@example.test' })])
      expect(late).toMatchObject({ ok: false, problem: { kind: 'changed-meanwhile', seen: [made] } })
    })
  }

  test(`${entity}: an update of a record that is not there is missing or has moved`, async () => {
    const bench = await start()
    const session = openSession(bench)
    const gone: Snapshot = { entity, id: '99999999', version: 'x', fields: {}, parents: {}, removed: false }
    const [outcome] = await session.write(entity, [
      updateOf(entity, gone, { name: 'Nobody', lastName: 'Nobody', number: 'F0', reference: 'R0' }),
    ])
    expect(outcome).toMatchObject({ ok: false, problem: { kind: 'missing' } })
  })
}

function staysSilent(start: () => Promise<Bench>, entity: Entity, verb: Verb): void {
  test(`${entity}: ${verb} is not the vendor's to take, so nothing is sent`, async () => {
    const bench = await start()
    const session = openSession(bench)
    const there: Snapshot = { entity, id: '1', version: 'x', fields: {}, parents: {}, removed: false }
    const content: Content = { fields: { name: 'No' }, parents: {} }
    const write =
      verb === 'create'
        ? createOf(entity, content, 'no')
        : verb === 'update'
          ? updateOf(entity, there, {})
          : removeOf(entity, '1')
    bench.simulator.forgetCalls()
    const [outcome] = await session.write(entity, [write])
    expect(outcome).toMatchObject({ ok: false, problem: { kind: 'rejected' } })
    expect(bench.simulator.calls()).toEqual([])
  })
}
