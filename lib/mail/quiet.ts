export interface Quiet {
  /** Minutes of the day in `zone`; null where mail may come at any time. */
  readonly from: number | null
  readonly to: number | null
  readonly zone: string
}

/** Whether mail that can wait has to: from the one time to the other, over midnight where that is earlier. */
export function isQuiet({ from, to, zone }: Quiet, now: number): boolean {
  if (from === null || to === null || from === to) return false
  const minute = minuteOf(now, zone)
  return from < to ? minute >= from && minute < to : minute >= from || minute < to
}

function minuteOf(at: number, zone: string): number {
  const parts = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', timeZone: zone }).formatToParts(
    at,
  )
  const of = (type: 'hour' | 'minute') => Number(parts.find((part) => part.type === type)?.value ?? 0)
  return of('hour') * 60 + of('minute')
}
