import type { SendAnswer } from '@/lib/model/connector'

/** The vendor's clock by its `date` header (whole seconds), milliseconds UTC; null where it does not say. */
export function vendorClock(answer: SendAnswer): number | null {
  const at = Date.parse(answer.headers['date'] ?? '')
  return Number.isNaN(at) ? null : at
}

/** Whatever a vendor asks for: asking again at once would be a storm, and no vendor's window is longer than a day. */
const SHORTEST_MS = 1_000
const LONGEST_MS = 86_400_000

/** When to come back after a refusal: `Retry-After` as seconds or as a date, else the given pause. */
export function retryAt(answer: SendAnswer, pauseMs: number): number {
  const answered = answer.sentAt + answer.took
  return answered + Math.min(Math.max(pauseIn(answer, answered) ?? pauseMs, SHORTEST_MS), LONGEST_MS)
}

function pauseIn(answer: SendAnswer, answered: number): number | null {
  const asked = answer.headers['retry-after']?.trim() ?? ''
  if (/^\d+(\.\d+)?$/.test(asked)) return Math.ceil(Number(asked) * 1000)
  // Date.parse makes a date of nearly any number.
  const date = /^([a-z]{3,9},? |\d{4}-\d\d-\d\dT)/i.test(asked) ? Date.parse(asked) : NaN
  // A date is the vendor's: measured against its own clock, not ours.
  return Number.isNaN(date) ? null : date - (vendorClock(answer) ?? answered)
}
