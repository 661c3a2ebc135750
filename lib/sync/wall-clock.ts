/** What the clock on the wall of a zone shows at an instant, as if it were UTC: milliseconds. */
export function wallOf(instant: number, zone: string): number {
  const parts = new Map(
    clockOf(zone)
      .formatToParts(instant)
      .map(({ type, value }) => [type, Number(value)]),
  )
  const at = (type: Intl.DateTimeFormatPartTypes): number => parts.get(type) ?? 0
  const days = daysSince1970(at('year'), at('month'), at('day'))
  return (((days * 24 + at('hour')) * 60 + at('minute')) * 60 + at('second')) * 1_000
}

/** The instant at which that clock shows it. A time that the change to summer time leaves out comes an hour later. */
export function instantOf(wall: number, zone: string): number {
  const guess = wall - offsetAt(wall, zone)
  return wall - offsetAt(guess, zone)
}

/** 1 is Monday. */
export const dayOf = (wall: number): number => ((((Math.floor(wall / 86_400_000) + 3) % 7) + 7) % 7) + 1

const offsetAt = (instant: number, zone: string): number => wallOf(instant, zone) - Math.floor(instant / 1_000) * 1_000

const clocks = new Map<string, Intl.DateTimeFormat>()

/** Making one is dear; there are few zones. */
function clockOf(zone: string): Intl.DateTimeFormat {
  const known = clocks.get(zone)
  if (known) return known
  const fields = { year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric' } as const
  const made = new Intl.DateTimeFormat('en', { timeZone: zone, hourCycle: 'h23', second: 'numeric', ...fields })
  clocks.set(zone, made)
  return made
}

/** Days of the Gregorian calendar, counted in years that begin in March, so that the leap day comes last. */
function daysSince1970(year: number, month: number, date: number): number {
  const y = month > 2 ? year : year - 1
  const era = Math.floor(y / 400)
  const ofEra = y - era * 400
  const ofYear = Math.floor((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5) + date - 1
  return era * 146_097 + ofEra * 365 + Math.floor(ofEra / 4) - Math.floor(ofEra / 100) + ofYear - 719_468
}
