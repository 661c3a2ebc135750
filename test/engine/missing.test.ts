import { beforeEach, expect, test, vi } from 'vitest'
import { gone, missing } from '@/lib/engine/missing'
import type { Bench, Work } from '@/lib/engine/workshop'
import type { Snapshot } from '@/lib/model/record'
import type { Known } from '@/lib/store/unseen'

const listed = vi.hoisted(() => ({ known: [] as readonly Known[] }))
vi.mock('@/lib/store/unseen', () => ({ knownSince: () => Promise.resolve(listed.known) }))
vi.mock('@/lib/store/db', () => ({ inTenant: (_engine: unknown, work: () => unknown) => work() }))

const asked: (readonly string[])[] = []
beforeEach(() => void asked.splice(0))

/** Of so many records the listing showed some; the vendor still shows those that are `there`, asked for by their ids. */
async function look(count: number, shown: number, there: readonly string[]): Promise<readonly Snapshot[]> {
  listed.known = Array.from({ length: count }, (_, at) => ({ entity: 'product', id: `p${at}`, shown: at < shown }))
  const read = (_entity: string, ids: readonly string[]) => {
    asked.push(ids)
    return Promise.resolve(
      ids.filter((id) => there.includes(id)).map((id) => ({ ...gone('product', id), removed: false })),
    )
  }
  const bench = { side: 'books', connector: { id: 'some-books' }, session: { read } } as unknown as Bench
  const work = { engine: { now: () => 1_000 }, integration: { id: 'i' }, run: { startedAt: 0 } } as unknown as Work
  return missing(work, bench, ['product'], 0)
}

const removedOf = (snapshots: readonly Snapshot[]) => snapshots.filter(({ removed }) => removed).map(({ id }) => id)

test('a list that lost few is asked about them together', async () => {
  expect(removedOf(await look(4, 2, []))).toEqual(['p2', 'p3'])
  expect(asked).toEqual([['p2', 'p3']])
})

test('a list that lost most is believed once each of a few is gone, asked for by itself', async () => {
  expect(removedOf(await look(3, 1, []))).toEqual(['p1', 'p2'])
  expect(asked).toEqual([['p1'], ['p2']])
})

test('of a list that lost thousands ten are asked for by themselves, then the others together', async () => {
  expect(removedOf(await look(5_000, 100, []))).toHaveLength(4_900)
  expect(asked.map(({ length }) => length)).toEqual([...Array<number>(10).fill(1), 4_890])
})

test('where one of the few is there after all, the list failed, and nobody else is taken for removed', async () => {
  const found = await look(5_000, 100, ['p100'])
  expect(asked).toHaveLength(10)
  expect(removedOf(found)).toHaveLength(9)
})
