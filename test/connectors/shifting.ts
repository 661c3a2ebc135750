import { expect, test } from 'vitest'
import type { Cursor } from '@/lib/model/connector'
import type { Snapshot } from '@/lib/model/record'
import type { Entity } from '@/lib/model/words'
import { createOf, idsOf, keyOf, keysOf, listing, sampleOf, tellable, updateOf } from './sample'
import { openSession, sendTo } from './stage'
import type { Bench } from './stage'

/** The part of the suite in which records move while they are read. */
export function shifting(start: () => Promise<Bench>, feed: readonly Entity[]): void {
  const entityWith = (verb: 'create' | 'update', { connector }: Bench) =>
    feed.find((entity) => connector.entities[entity]?.write.includes(verb))

  test(`${feed.join(' and ')}: records of one and the same instant are all shown, wherever a page ends`, async () => {
    const bench = await start()
    const entity = entityWith('create', bench)
    if (!entity) return expect((await listing(openSession(bench), feed)).snapshots.length).toBeGreaterThan(0)
    const session = openSession(bench)
    const content = await sampleOf(bench, session, entity)
    const { end } = await listing(session, feed)
    const writes = [1, 2, 3].map((n) => createOf(entity, tellable(content, n), `tie-${n}`))
    const outcomes = await session.write(entity, writes)
    const made = outcomes.map((each) => (each.ok ? each.receipt.id : JSON.stringify(each.problem)))
    bench.clock.advance(60_000)
    for (const page of [1, 2]) {
      const { snapshots } = await listing(bench.openAt(bench.grant, sendTo(bench), page), feed, end)
      expect(idsOf(snapshots)).toEqual(expect.arrayContaining(made))
    }
  })

  test(`${feed.join(' and ')}: a record edited while the list is read is told as it is in the end, and none is lost`, async () => {
    const bench = await start()
    const entity = entityWith('update', bench)
    const session = bench.openAt(bench.grant, sendTo(bench), 1)
    const whole = (await listing(openSession(bench), feed)).snapshots.filter(({ removed }) => !removed)
    const first = await session.changes(feed, null)
    const editable = whole.filter((each) => each.entity === entity)
    const edited = [editable.at(0), editable.at(-1)].flatMap((each) => each ?? [])
    for (const [at, record] of edited.entries()) await edit(bench, record, at)
    const rest = first.more ? await listing(session, feed, first.next) : { snapshots: [], end: first.next }
    bench.clock.advance(600_000)
    const later = await listing(session, feed, rest.end satisfies Cursor)
    const shown = [...first.snapshots, ...rest.snapshots, ...later.snapshots]
    const alive = shown.filter(({ removed }) => !removed)
    expect(new Set(keysOf(alive))).toEqual(new Set(keysOf(whole)))
    for (const record of edited) {
      const [now] = await session.read(record.entity, [record.id])
      expect(shown.findLast((each) => keyOf(each) === keyOf(record))?.fields).toEqual(now?.fields)
    }
  })
}

async function edit(bench: Bench, record: Snapshot, at: number): Promise<void> {
  const session = openSession(bench)
  const [now] = await session.read(record.entity, [record.id])
  const known = (await session.fields(record.entity)).filter(
    ({ key, type, readOnly, values }) =>
      type === 'text' && !readOnly && !values && ['city', 'name', 'reference', 'notes', 'number'].includes(key),
  )
  const [field] = known
  if (!now || !field) throw new Error(`no text to edit in ${record.entity}`)
  const [outcome] = await session.write(record.entity, [updateOf(record.entity, now, { [field.key]: `Edited ${at}` })])
  if (!outcome?.ok) throw new Error(`${record.entity} not edited: ${JSON.stringify(outcome)}`)
}
