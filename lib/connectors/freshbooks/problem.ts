import { retryAt } from '@/lib/http/answer'
import { jsonOf } from '@/lib/http/parse'
import { redact } from '@/lib/http/redact'
import type { SendAnswer } from '@/lib/model/connector'
import type { Problem } from '@/lib/model/problem'
import * as wire from './wire'

/** How long a throttle lasts, which does not say so itself. */
const PAUSE_MS = 60_000

interface Told {
  readonly errno: string
  readonly field: string | undefined
  readonly detail: string
}

const NOT_FOUND = '1012'
const NAMELESS = '7012'

/** Errors of a record by their number; any other is the record's fault in the vendor's own words. */
function byNumber({ errno, field, detail }: Told): Problem {
  if (errno === NOT_FOUND) return { kind: 'missing' }
  const blamed = errno === NAMELESS ? 'organization' : field
  return { kind: 'rejected', detail, ...(blamed ? { field: blamed } : {}) }
}

const byError: Readonly<Record<string, Problem>> = {
  unauthenticated: { kind: 'signed-out' },
  invalid_token: { kind: 'signed-out' },
  invalid_grant: { kind: 'signed-out' },
}

/** Why a call was refused, null where it was not: even a 200 may hold errors. `field` is the vendor's. */
export function problemOf(answer: SendAnswer, scope: string): Problem | null {
  const { status } = answer
  if (status === 429) return { kind: 'slow-down', until: retryAt(answer, PAUSE_MS) }
  if (status >= 500 || status === 408) return { kind: 'unreachable', detail: `HTTP ${status}` }
  if (status === 401) return { kind: 'signed-out' }
  if (status === 403) return { kind: 'forbidden', scope }
  const body = jsonOf(answer)
  const told = toldBy(body)
  if (told) return byNumber(told)
  if (status >= 200 && status < 300) return null
  const auth = wire.authRefusal.safeParse(body)
  return (auth.success ? byError[auth.data.error] : undefined) ?? { kind: 'surprise', detail: `HTTP ${status}` }
}

function toldBy(body: unknown): Told | null {
  const old = wire.accountingRefusal.safeParse(body)
  const [first] = old.success ? old.data.response.errors : []
  if (first) return { errno: first.errno, field: first.field ?? undefined, detail: redact(first.message) }
  const newer = wire.newerRefusal.safeParse(body)
  const [info] = newer.success ? newer.data.details : []
  if (newer.success && info)
    return { errno: info.reason, field: info.metadata?.field, detail: redact(newer.data.message) }
  const events = wire.eventsRefusal.safeParse(body)
  return events.success ? { errno: events.data.errno, field: undefined, detail: redact(events.data.message) } : null
}
