import { beforeEach, expect, test, vi } from 'vitest'
import { pull } from '@/lib/engine/pull'
import type { Work } from '@/lib/engine/workshop'
import type { Cursor } from '@/lib/model/connector'
import type { CursorMove, StoredCursor } from '@/lib/store/cursors'

const stored = vi.hoisted(() => ({ cursors: [] as StoredCursor[], moves: [] as CursorMove[], stands: true }))
vi.mock('@/lib/store/cursors', () => ({
  cursorsOf: () => Promise.resolve(stored.cursors),
  saveCursor: (_tx: unknown, _room: unknown, _integration: unknown, move: CursorMove) =>
    Promise.resolve(stored.moves.push(move) > 0 && stored.stands),
}))
vi.mock('@/lib/store/db', () => {
  const within = (_engine: unknown, ...rest: readonly unknown[]) => (rest.at(-1) as () => unknown)()
  return { inTenant: within, inLease: within }
})
vi.mock('@/lib/engine/hinted', () => ({ readHinted: () => Promise.resolve(null) }))
vi.mock('@/lib/engine/company', () => ({ strangers: () => () => Promise.resolve(null) }))
vi.mock('@/lib/engine/fold-snapshots', () => ({ foldSnapshots: () => Promise.resolve() }))
vi.mock('@/lib/engine/missing', () => ({ missing: () => Promise.resolve([]) }))

const now = 100 * 3_600_000
const asked: (Cursor | null)[] = []
beforeEach(() => {
  asked.splice(0)
  stored.moves.splice(0)
  stored.stands = true
})

/** One run, `r2`, of a feed that stands at `place`; `third` is its last page. */
async function run(place: Partial<StoredCursor>) {
  const resting = { listedAt: now, relistingSince: null, begunRun: null, polledRun: null, polledAt: null }
  stored.cursors = [{ side: 'crm', feed: 'product', cursor: 'since', ...resting, ...place }]
  const changes = (_entities: unknown, cursor: Cursor | null) => {
    asked.push(cursor)
    const next = { second: 'third', third: 'since' }[cursor ?? ''] ?? 'since'
    return Promise.resolve({ snapshots: [], next, more: next === 'third', restarted: false })
  }
  const connector = { id: 'some-crm', feeds: [['product']], entities: { product: { removals: 'by-absence' } } }
  const crm = { side: 'crm', connector, session: { changes } }
  const books = { side: 'books', connector: { id: 'some-books', feeds: [], entities: {} } }
  const work = {
    engine: { now: () => now },
    integration: { id: 'i' },
    run: { id: 'r2', startedAt: now },
    held: {},
    rules: { byEntity: { product: { entity: 'product' } } },
    benches: { crm, books },
  }
  return pull(work as unknown as Work, now + 1)
}

test('a reading that an earlier run began counts once it was polled again, and not before', async () => {
  expect(await run({ cursor: 'second', begunRun: 'r1', polledRun: 'r0' })).toEqual({ phase: 'plan' })
  expect(asked).toEqual(['second', 'third', 'since'])
  expect(stored.moves.map(({ begunRun, polledRun }) => [begunRun, polledRun])).toEqual([
    ['r1', undefined],
    [null, undefined],
    [null, 'r2'],
  ])
})

test('a reading that takes several steps of one run is not asked for again', async () => {
  await run({ cursor: 'second', begunRun: 'r2', polledRun: 'r1' })
  expect(asked).toEqual(['second', 'third'])
})

test('a complete listing that an earlier run began is polled again, and not listed again', async () => {
  await run({ cursor: 'third', begunRun: 'r1', listedAt: 0, relistingSince: now - 1 })
  expect(asked).toEqual(['third', 'since'])
  expect(stored.moves.map(({ listedAt }) => listedAt)).toEqual([now, undefined])
})

test('a side that is to be listed anew is listed as a whole, and who is missing then is looked for', async () => {
  await run({ cursor: null, begunRun: null, listedAt: null, relistingSince: now - 50 })
  expect(asked).toEqual([null])
  expect(stored.moves).toMatchObject([{ begunRun: null, polledRun: 'r2', listedAt: now, relistingSince: null }])
})

test('a page of a side that is to be listed anew since counts for nothing: the run looks again where it stands', async () => {
  stored.stands = false
  expect(await run({ cursor: 'second', begunRun: 'r2' })).toEqual({ phase: 'pull' })
  expect(asked).toEqual(['second'])
})
