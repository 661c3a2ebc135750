import { expect, test } from 'vitest'
import type { Capability, Session } from '@/lib/model/connector'
import type { Entity } from '@/lib/model/words'
import { created, idsOf, listing, removeOf, sampleOf, tellable } from './sample'
import { openSession } from './stage'
import type { Bench } from './stage'

/** The part of the suite for what we may remove. */
export function removing(
  start: () => Promise<Bench>,
  entity: Entity,
  { removals, lock: lockable, onePer }: Capability,
): void {
  test(`${entity}: what is removed shows as removed, locked or not`, async () => {
    const bench = await start()
    const session = openSession(bench)
    const content = await sampleOf(bench, session, entity)
    const lock = lockable ? { locked: true } : {}
    const open = await created(bench, session, entity, content, 'mark-7')
    const other = tellable(content, 8)
    const twin = onePer ? { ...other, parents: { [onePer]: await another(bench, session, onePer) } } : other
    const held = await created(bench, session, entity, { ...twin, fields: { ...twin.fields, ...lock } }, 'mark-8')
    const feed = bench.connector.feeds.find((each) => each.includes(entity)) ?? [entity]
    const { end } = await listing(session, feed)
    const outcomes = await session.write(entity, [removeOf(entity, open), removeOf(entity, held)])
    expect(outcomes.map(({ ok }) => ok)).toEqual([true, true])
    expect((await session.read(entity, [open, held])).map(({ removed }) => removed)).toEqual([true, true])
    // Many vendors tell of a removal as of a change, and show what is removed in no listing.
    const { snapshots } = await listing(session, feed, removals === 'listed' ? end : null)
    const shown = (removed: boolean) =>
      idsOf(snapshots.filter((each) => each.entity === entity && each.removed === removed))
    if (removals === 'listed') expect(shown(true)).toEqual(expect.arrayContaining([open, held]))
    else expect(shown(false)).not.toEqual(expect.arrayContaining([open]))
  })
}

const another = async (bench: Bench, session: Session, entity: Entity): Promise<string> =>
  created(bench, session, entity, tellable(await sampleOf(bench, session, entity), 9), 'mark-9')
