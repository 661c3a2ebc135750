const WRITTEN = /^\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d{1,7})?)?(Z|[+-]\d\d:\d\d)?)?$/

/** As the vendor shows instants: UTC with 0 to 3 decimals, zeros at the end left out. */
export function showInstant(ms: number): string {
  return new Date(ms).toISOString().replace(/\.?0*Z$/, 'Z')
}

/** `2018-10-10 00:00:00` or ISO 8601; without a zone it is UTC. */
export function readInstant(written: string): number | null {
  const match = WRITTEN.exec(written)
  if (!match) return null
  const withT = written.replace(' ', 'T')
  const at = Date.parse(match[1] || withT.length === 10 ? withT : `${withT}Z`)
  return Number.isNaN(at) ? null : at
}
