/**
 * Records that a complete listing no longer shows, for vendors that do not list removals. Suspects only: each must be confirmed
 * by a read before it counts as removed. A listing that shrank below half proves nothing (a failing listing looks the same).
 */
export function absent(known: readonly string[], listed: ReadonlySet<string>): readonly string[] {
  const missing = known.filter((id) => !listed.has(id))
  return missing.length * 2 > known.length && known.length > 1 ? [] : missing
}
