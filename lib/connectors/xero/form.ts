import type { Value } from '@/lib/model/record'

/** `/Date(1518685950940+0000)/` or ISO; without a zone it is UTC. Milliseconds UTC. */
export function instantOf(moment: string | undefined): number | null {
  if (moment === undefined) return null
  const [, ms] = /^\/Date\((-?\d+)/.exec(moment) ?? []
  const bare = /^\d{4}-\d{2}-\d{2}T[\d:.]+$/.test(moment)
  const at = ms === undefined ? Date.parse(bare ? `${moment}Z` : moment) : Number(ms)
  return Number.isNaN(at) ? null : at
}

/** Documents are dated at midnight UTC, whatever zone the organisation is in. */
export function dayOf(moment: string | undefined): string | null {
  const at = instantOf(moment)
  return at === null ? null : new Date(at).toISOString().slice(0, 10)
}

/** In whole seconds, as If-Modified-Since is compared. */
export const secondOf = (at: number): string => new Date(at).toISOString().slice(0, 19)

const names = new Intl.DisplayNames(['en'], { type: 'region', fallback: 'none' })

/** Xero shows countries as they were typed: their name reads better on an invoice than their code. */
export const countryName = (value: Value): Value =>
  typeof value === 'string' && /^[A-Z]{2}$/.test(value) ? (names.of(value) ?? value) : value
