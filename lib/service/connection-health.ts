import type { Health, HealthKind } from '@/lib/model/health'
import type { Connection } from '@/lib/store/connections'
import type { Consent } from '@/lib/store/tokens'

/** All that the health of a connection is read off. */
export interface HealthFacts {
  readonly connection: Connection
  /** Null where keys were typed in. */
  readonly consent: Consent | null
  /** Whether this vendor wants a consent. */
  readonly signsIn: boolean
  readonly registered: boolean
  readonly missing: readonly string[]
  readonly now: number
}

export function connectionHealth(facts: HealthFacts): Health {
  const { connection, consent } = facts
  const kind = kindOf(facts)
  const since = kind === 'ok' ? null : (consent?.refusedAt ?? connection.endedAt ?? connection.health?.at ?? null)
  return { kind, since, goodUntil: consent?.refusedAt === null ? consent.refreshUntil : null }
}

function kindOf({ connection, consent, signsIn, registered, missing, now }: HealthFacts): HealthKind {
  const trouble = connection.health?.problem.kind
  if (connection.endedAt !== null || (signsIn && consent === null)) return 'sign-in-needed'
  if (consent && consent.refusedAt !== null) return refusal(consent, consent.refusedAt)
  if (trouble === 'signed-out') return 'sign-in-needed'
  if ((signsIn && !registered) || connection.companyId === null) return 'settings-missing'
  if (trouble === 'forbidden' || missing.length > 0) return 'consent-needed'
  if (trouble !== undefined) return 'degraded'
  const isDue = consent !== null && (consent.doubtfulAt !== null || consent.accessUntil <= now)
  return isDue ? 'refresh-pending' : 'ok'
}

/** Refused out of the blue: somebody took it back. After a lost answer or at its end the grant died by itself. */
const refusal = ({ doubtfulAt, refreshUntil }: Consent, refusedAt: number): HealthKind =>
  doubtfulAt !== null || (refreshUntil !== null && refreshUntil <= refusedAt) ? 'sign-in-needed' : 'revoked'
