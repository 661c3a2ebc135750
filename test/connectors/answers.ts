import { expect, test } from 'vitest'
import type { Snapshot } from '@/lib/model/record'
import type { Entity } from '@/lib/model/words'
import { byId, keyOf, listing, problemOf } from './sample'
import { sendTo } from './stage'
import type { Bench } from './stage'

/** The part of the suite in which the vendor's answers are not quite what its documentation says. */
export function answers(start: () => Promise<Bench>, feed: readonly Entity[]): void {
  const title = feed.join(' and ')
  const listed = async (bench: Bench, tamper?: (body: unknown) => unknown): Promise<readonly Snapshot[]> => {
    const session = bench.connector.open(bench.grant, sendTo(bench, tamper ? { tamper } : {}))
    return byId((await listing(session, feed)).snapshots)
  }

  test(`${title}: what the vendor adds to its answers one day changes nothing`, async () => {
    const bench = await start()
    const before = await listed(bench)
    const added = await listed(bench, (body) =>
      overObjects(body, (each) => ({ ...each, added_one_day: { deep: [1] } })),
    )
    expect(added).toEqual(before)
  })

  test(`${title}: a missing value is told apart from an empty one unless the vendor leaves out what is empty; what we rely on is missed`, async () => {
    const bench = await start()
    const silent = bench.connector.absentIsEmpty === true
    const before = await listed(bench)
    const names = new Set<string>()
    await listed(bench, (body) => overObjects(body, (each) => noted(names, each)))
    const missed: string[] = []
    for (const name of names) {
      const without = async () => {
        const after = await listed(bench, (body) => overObjects(body, (each) => dropped(each, name)))
        expect(silent ? [] : after.flatMap((each) => emptied(before, each)), `without ${name}`).toEqual([])
      }
      const problem = await problemOf(without)
      if (problem) missed.push(`${name}: ${problem.kind}`)
    }
    expect(missed.length).toBeGreaterThan(0)
    expect(missed.filter((each) => !each.endsWith(': surprise'))).toEqual([])
  })
}

/** Fields that were filled before and are told to be empty now. */
function emptied(before: readonly Snapshot[], { fields, ...record }: Snapshot): readonly string[] {
  const known = before.find((each) => keyOf(each) === keyOf(record))?.fields ?? {}
  return Object.entries(fields).flatMap(([key, value]) => (value === null && known[key] != null ? [key] : []))
}

type Bag = Readonly<Record<string, unknown>>

function overObjects(value: unknown, change: (each: Bag) => Bag): unknown {
  if (Array.isArray(value)) return value.map((each) => overObjects(each, change))
  if (typeof value !== 'object' || value === null) return value
  const inner = Object.entries(value).map(([key, each]) => [key, overObjects(each, change)])
  return change(Object.fromEntries(inner) as Bag) // pairs of the line above
}

function noted(names: Set<string>, each: Bag): Bag {
  for (const name of Object.keys(each)) names.add(name)
  return each
}

const dropped = (each: Bag, name: string): Bag =>
  Object.fromEntries(Object.entries(each).filter(([key]) => key !== name))
