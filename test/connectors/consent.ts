import { expect, test } from 'vitest'
import type { OAuth } from '@/lib/model/connector'
import { entities } from '@/lib/model/words'
import type { Entity } from '@/lib/model/words'
import { granted, oauthOf } from './consented'
import { idsOf, listing, problemOf, refusedBy, updateOf } from './sample'
import { openSession } from './stage'
import type { Bench, OAuthDesk } from './stage'

/** The part of the suite that only vendors with OAuth know: tokens that run out, and rights that were not given. */
export function consent(start: () => Promise<Bench>, auth: OAuth, feeds: readonly (readonly Entity[])[]): void {
  test('a token that runs out in the midst of a listing is replaced once, and no page is lost', async () => {
    const bench = await start()
    const { admin } = deskOf(bench)
    const [feed = []] = feeds
    const whole = await listing(openSession(bench), feed)
    const before = admin.tokenCalls()
    const session = openSession(bench)
    const first = await session.changes(feed, null)
    admin.expireAccess()
    const again = await Promise.all([1, 2, 3].map(() => listing(openSession(bench), feed)))
    expect(again.map(({ snapshots }) => idsOf(snapshots))).toEqual([1, 2, 3].map(() => idsOf(whole.snapshots)))
    if (first.more) expect((await session.changes(feed, first.next)).snapshots.length).toBeGreaterThan(0)
    expect(admin.tokenCalls()).toBe(before + 1)
  })

  test('a consent that was taken back means: sign in again', async () => {
    const bench = await start()
    const [feed = []] = feeds
    const session = openSession(bench)
    await session.changes(feed, null)
    deskOf(bench).admin.revokeAll()
    expect(await problemOf(() => session.changes(feed, null))).toEqual({ kind: 'signed-out' })
  })

  for (const feed of feeds.filter((each) => own(auth, 'read', each).length > 0)) {
    test(`${feed.join(' and ')}: without the right to read it, the answer says that a right is missing`, async () => {
      const bench = await start()
      const taken = openers(auth, feed)
      const session = openSession(
        limited(
          bench,
          all(auth).filter((scope) => !taken.has(scope)),
        ),
      )
      expect(await problemOf(() => session.changes(feed, null))).toMatchObject({ kind: 'forbidden' })
    })
  }

  for (const entity of feeds.flat().filter((each) => own(auth, 'write', [each]).length > 0)) {
    test(`${entity}: with the right to read alone, a write is refused for want of a right`, async () => {
      const bench = await start()
      const kept = [...auth.scopes.always, ...Object.values(auth.scopes.read).flat()]
      const session = openSession(limited(bench, [...new Set(kept)]))
      const feed = feeds.find((each) => each.includes(entity)) ?? []
      const known = (await listing(session, feed)).snapshots.find((each) => each.entity === entity)
      if (!known) throw new Error(`no ${entity} to write to`)
      const refusal = await refusedBy(session, entity, [updateOf(entity, known, known.fields)])
      expect(refusal).toMatchObject([{ kind: 'forbidden' }])
    })
  }
}

const all = ({ scopes }: OAuth): readonly string[] => [
  ...new Set([...scopes.always, ...Object.values(scopes.read).flat(), ...Object.values(scopes.write).flat()]),
]

/** Scopes that are asked for these entities alone: the ones without which the rest still works. */
function own(auth: OAuth, verb: 'read' | 'write', feed: readonly Entity[]): readonly string[] {
  const other = verb === 'write' ? Object.values(auth.scopes.read).flat() : []
  const needed = feed.flatMap((entity) => auth.scopes[verb][entity] ?? [])
  return needed.filter((scope) => !auth.scopes.always.includes(scope) && !other.includes(scope))
}

/** Scopes that let these entities be read: their own, and those for writing whatever is read by the same ones. */
function openers({ scopes }: OAuth, feed: readonly Entity[]): ReadonlySet<string> {
  const reads = feed.flatMap((entity) => scopes.read[entity] ?? [])
  const writes = entities.filter((entity) => scopes.read[entity]?.some((scope) => reads.includes(scope)))
  return new Set([...reads, ...writes.flatMap((entity) => scopes.write[entity] ?? [])])
}

const limited = (bench: Bench, scopes: readonly string[]): Bench => ({
  ...bench,
  tokens: granted(bench, deskOf(bench), scopes),
})

function deskOf(bench: Bench): OAuthDesk {
  if (bench.oauth) return bench.oauth
  throw new Error(`${oauthOf(bench).kind}: the bench does not say where consents are given`)
}
