interface Known {
  /** Shown by the listing. */
  readonly shown: boolean
}

/** So many are asked for by themselves before a listing that shrank is believed. */
const FEW = 10

/**
 * Records that a complete listing no longer shows, for vendors that do not list removals. Suspects only: each must be confirmed
 * by a read before it counts as removed. A listing that shrank below half proves nothing, for a failing one looks the same:
 * its witnesses must be gone, each asked for by itself, before the others are suspects at all.
 */
export function absent<T extends Known>(known: readonly T[]) {
  const suspects = known.filter(({ shown }) => !shown)
  const shrank = suspects.length * 2 > known.length && known.length > 1
  const apart = Math.ceil(suspects.length / FEW)
  return { suspects, witnesses: shrank ? suspects.filter((_, at) => at % apart === 0) : [] }
}
