const units = { w: 604_800_000, d: 86_400_000, h: 3_600_000, m: 60_000, s: 1000, ms: 1 } as const
const whole = /^(?:\d+(?:\.\d+)?(?:ms|w|d|h|m|s))+$/
const part = /(\d+(?:\.\d+)?)(ms|w|d|h|m|s)/g

/** The instant meant by the SDK's time strings: a length from now ("2h30m") or an ISO date. */
export function instantOf(text: string, now: number): number {
  if (whole.test(text)) return now + lengthOf(text)
  const date = Date.parse(text)
  if (Number.isNaN(date))
    throw new Error(
      `"${text}" is neither a length of time nor a date; the SDK sends nothing for what it cannot read, such as "1h30m"`,
    )
  return date
}

export function lengthOf(text: string): number {
  return [...text.matchAll(part)].reduce((sum, [, amount, unit]) => sum + Number(amount) * lengthOfUnit(unit), 0)
}

/** When a `retry-after` header says to come back: seconds or a date. */
export function retryAt(header: string, now: number): number {
  if (/^\d+(\.\d+)?$/.test(header.trim())) return now + Number(header) * 1000
  return instantOf(header.trim(), now)
}

function lengthOfUnit(unit: string | undefined): number {
  if (unit === 'w' || unit === 'd' || unit === 'h' || unit === 'm' || unit === 's' || unit === 'ms') return units[unit]
  throw new Error(`Unknown unit of time "${unit ?? ''}"`)
}
