import { noCounts, type Counts } from '../model/run'

/** Adds two sets of numbers, key by key; absent means none. */
export function addCounts(
  a: Readonly<Record<string, Partial<Counts>>>,
  b: Readonly<Record<string, Partial<Counts>>>,
): Record<string, Partial<Counts>> {
  const sum: Record<string, Partial<Counts>> = { ...a }
  for (const [key, counts] of Object.entries(b)) sum[key] = addTo(sum[key] ?? {}, counts)
  return sum
}

function addTo(a: Partial<Counts>, b: Partial<Counts>): Partial<Counts> {
  const keys = new Set([...Object.keys(a), ...Object.keys(b)])
  return Object.fromEntries([...keys].map((key) => [key, numberAt(a, key) + numberAt(b, key)]))
}

const numberAt = (counts: Partial<Counts>, key: string): number => new Map(Object.entries(counts)).get(key) ?? 0

/** Everything of one kind in a run, over all entities and sides. */
export function total(counts: Readonly<Record<string, Partial<Counts>>>): Counts {
  return Object.values(counts).reduce<Counts>((sum, part) => ({ ...noCounts, ...addTo(sum, part) }), noCounts)
}
