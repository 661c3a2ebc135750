export const periodKinds = ['week', 'month', 'quarter', 'year'] as const
export type PeriodKind = (typeof periodKinds)[number]

/** Days since 1970, UTC; both ends belong to it. */
export interface Span {
  readonly from: number
  readonly to: number
}

export interface Period {
  readonly now: Span
  /** As many days from the beginning of the period before, so that like is held against like. */
  readonly before: Span
}

/** The calendar's period that holds this day, up to this day, and the same days of the one before. */
export function period(kind: PeriodKind, today: number): Period {
  const from = startOf(kind, today)
  const previous = startOf(kind, from - 1)
  return { now: { from, to: today }, before: { from: previous, to: Math.min(previous + (today - from), from - 1) } }
}

/** Monday is the first day of the week; 1970 began on a Thursday. */
function startOf(kind: PeriodKind, day: number): number {
  if (kind === 'week') return day - ((((day + 3) % 7) + 7) % 7)
  const { year, month } = dateOf(day)
  if (kind === 'year') return dayOf(year, 1, 1)
  return dayOf(year, kind === 'month' ? month : month - ((month - 1) % 3), 1)
}

interface Date3 {
  readonly year: number
  readonly month: number
  readonly day: number
}

// Both after Howard Hinnant, "chrono-compatible low-level date algorithms": eras of 400 years that begin in March.
const eraDays = 146_097

export function dateOf(days: number): Date3 {
  const shifted = days + 719_468
  const era = Math.floor(shifted / eraDays)
  const inEra = shifted - era * eraDays
  const yearOfEra = Math.floor(
    (inEra - Math.floor(inEra / 1_460) + Math.floor(inEra / 36_524) - Math.floor(inEra / 146_096)) / 365,
  )
  const dayOfYear = inEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100))
  const fromMarch = Math.floor((5 * dayOfYear + 2) / 153)
  const month = fromMarch < 10 ? fromMarch + 3 : fromMarch - 9
  return {
    year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0),
    month,
    day: dayOfYear - Math.floor((153 * fromMarch + 2) / 5) + 1,
  }
}

export function dayOf(year: number, month: number, day: number): number {
  const shifted = month <= 2 ? year - 1 : year
  const era = Math.floor(shifted / 400)
  const yearOfEra = shifted - era * 400
  const dayOfYear = Math.floor((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5) + day - 1
  const inEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear
  return era * eraDays + inEra - 719_468
}
