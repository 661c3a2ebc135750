/** Fewer than this a day are never unusual: small numbers jump by nature. */
const least = 20
const manyTimes = 3

export interface Usual {
  /** Counts of the days before, the days without any included. */
  readonly days: readonly number[]
  readonly today: number
}

export interface Unusual {
  readonly times: number
  readonly average: number
}

/** A day far above the average of the days before it; null where it is not, or where too little is known to say so. */
export function unusual({ days, today }: Usual): Unusual | null {
  if (days.length < 7 || today < least) return null
  const average = days.reduce((sum, count) => sum + count, 0) / days.length
  const times = average === 0 ? Infinity : today / average
  return times >= manyTimes ? { times, average } : null
}
