/** How a vendor lets us in, derived from facts whenever it is shown. */
export const healthKinds = [
  'ok',
  /** The next use renews it by itself. */
  'refresh-pending',
  'sign-in-needed',
  /** The rules need more than was allowed. */
  'consent-needed',
  /** An answer is missing: a company, or our registration with the vendor. */
  'settings-missing',
  /** Somebody ended our access at the vendor. */
  'revoked',
  'degraded',
] as const
export type HealthKind = (typeof healthKinds)[number]

export interface Health {
  readonly kind: HealthKind
  readonly since: number | null
  /** Until when it would last unused, where the vendor says. */
  readonly goodUntil: number | null
}
