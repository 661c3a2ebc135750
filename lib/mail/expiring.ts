import type { About } from '@/lib/model/alert'

const day = 24 * 3_600_000
/** Days ahead at which somebody is told. */
export const warnings = [1, 7, 30] as const

/**
 * A sign-in with a known end that comes near. `idleMs`: how long one lasts unused; its ordinary life is no reason to write, since
 * every use begins it anew.
 */
export function expiring(vendor: string, until: number | null, idleMs: number | null, now: number): About | null {
  if (until === null || until <= now) return null
  const days = warnings.find((each) => until - now <= each * day && (idleMs === null || idleMs > 1.5 * each * day))
  return days === undefined ? null : { kind: 'expiring', vendor, until, days }
}
