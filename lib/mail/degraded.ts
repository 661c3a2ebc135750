import type { About } from '@/lib/model/alert'
import type { Counts, Run } from '@/lib/model/run'

/** Of fewer records a share says nothing: their causes are told one by one. */
const enough = 100
const share = 0.05

/**
 * More than one in twenty records of the last run of some size was set aside, and still is: `parked` are those set aside
 * right now. Newest run first.
 */
export function degraded(runs: readonly Pick<Run, 'id' | 'counts'>[], parked: number): About | null {
  const large = runs.map(sizesOf).find(({ of }) => of >= enough)
  if (!large) return null
  const { run, failed, of } = large
  return Math.min(failed, parked) > of * share ? { kind: 'degraded', run, failed, of } : null
}

function sizesOf({ id, counts }: Pick<Run, 'id' | 'counts'>) {
  const rows = Object.entries(counts)
  const sum = (of: (counted: Partial<Counts>) => number) => rows.reduce((all, [, counted]) => all + of(counted), 0)
  // What a person wanted apart is no error.
  const wanted = rows
    .filter(([key]) => key.endsWith(':kept-apart'))
    .reduce((all, [, { parked = 0 }]) => all + parked, 0)
  const failed = sum(({ parked = 0 }) => parked) - wanted
  const fine = sum(
    ({ created = 0, updated = 0, removed = 0, nothing = 0, waiting = 0 }) =>
      created + updated + removed + nothing + waiting,
  )
  return { run: id, failed, of: fine + failed }
}
