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

/** US Eastern time without its zone, as nearly every stamp is shown. https://www.freshbooks.com/api/dates */
export function eastern(at: number): string {
  const told = Object.fromEntries(parts.formatToParts(at).map(({ type, value }) => [type, value]))
  return `${told['year']}-${told['month']}-${told['day']} ${told['hour']}:${told['minute']}:${told['second']}`
}

/** The few that are UTC, a client's signup_date among them. */
export const utc = (at: number): string => new Date(at).toISOString().slice(0, 19).replace('T', ' ')
