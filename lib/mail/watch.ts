import { causeOf, type Cause, type Incident } from '@/lib/model/alert'

export interface Watched {
  readonly opened: readonly Cause[]
  readonly changed: readonly { readonly incident: Incident; readonly now: Cause }[]
  readonly resolved: readonly Incident[]
}

/** What begins, goes on and ends: the causes that stand now against the incidents that were open. */
export function watch(now: readonly Cause[], open: readonly Incident[]): Watched {
  const standing = new Map(now.map((cause) => [causeOf(cause.about), cause]))
  const known = new Set(open.map(({ cause }) => cause))
  return {
    opened: [...standing].flatMap(([name, cause]) => (known.has(name) ? [] : [cause])),
    changed: open.flatMap((incident) => {
      const cause = standing.get(incident.cause)
      return cause && cause.count !== incident.count ? [{ incident, now: cause }] : []
    }),
    resolved: open.filter(({ cause }) => !standing.has(cause)),
  }
}
