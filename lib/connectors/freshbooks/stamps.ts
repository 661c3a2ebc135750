const parts = new Intl.DateTimeFormat('en-CA', {
  timeZone: 'America/New_York',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  hourCycle: 'h23',
})

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS

/** US Eastern time, as the vendor stamps its records. https://www.freshbooks.com/api/dates */
export function eastern(at: number): string {
  const told = Object.fromEntries(parts.formatToParts(at).map(({ type, value }) => [type, value]))
  return `${told['year']}-${told['month']}-${told['day']} ${told['hour']}:${told['minute']}:${told['second']}`
}

/** No record changed from this instant on bears an older stamp: in autumn an hour is told twice, and counts from its start. */
export function borderAt(at: number): string {
  const stamp = eastern(at)
  return eastern(at + HOUR_MS) === stamp ? `${stamp.slice(0, 13)}:00:00` : stamp
}

/** `updated_min` knows whole days only: the one before is safe in any zone. */
export const dayBefore = (stamp: string): string =>
  new Date(Date.parse(`${stamp.slice(0, 10)}T00:00:00Z`) - DAY_MS).toISOString().slice(0, 10)
