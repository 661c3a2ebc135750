import type { SendAnswer } from '@/lib/model/connector'

/** The vendor's clock by its `date` header (whole seconds), milliseconds UTC; null where it does not say. */
export function vendorClock(answer: SendAnswer): number | null {
  const at = Date.parse(answer.headers['date'] ?? '')
  return Number.isNaN(at) ? null : at
}

/** When to come back after a refusal: `Retry-After` as seconds or as a date, else the given pause. */
export function retryAt(answer: SendAnswer, pauseMs: number): number {
  const answered = answer.sentAt + answer.took
  const asked = answer.headers['retry-after']?.trim() ?? ''
  if (/^\d+(\.\d+)?$/.test(asked)) return answered + Math.ceil(Number(asked) * 1000)
  const date = Date.parse(asked)
  // A date is the vendor's: measured against its own clock, not ours.
  if (!Number.isNaN(date)) return answered + Math.max(0, date - (vendorClock(answer) ?? answered))
  return answered + pauseMs
}
