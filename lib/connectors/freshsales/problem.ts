import { retryAt } from '@/lib/http/answer'
import { jsonOf } from '@/lib/http/parse'
import { redact } from '@/lib/http/redact'
import type { SendAnswer } from '@/lib/model/connector'
import type { Problem } from '@/lib/model/problem'
import { refused } from './wire'

/** The budget is per hour; where the vendor does not say when it is new, we look again a little later. */
const PAUSE_MS = 5 * 60_000
/** Too many bulk jobs at once: one of them ends within a minute. */
const JOB_PAUSE_MS = 60_000

/** https://developers.freshworks.com/crm/api/#error_responses */
const byStatus: Readonly<Record<number, (answer: SendAnswer) => Problem>> = {
  401: () => ({ kind: 'signed-out' }),
  403: () => ({ kind: 'forbidden' }),
  404: () => ({ kind: 'missing' }),
  405: (answer) => ({ kind: 'slow-down', until: retryAt(answer, JOB_PAUSE_MS) }),
  408: () => ({ kind: 'unreachable', detail: 'timeout' }),
  429: (answer) => ({ kind: 'slow-down', until: retryAt(answer, PAUSE_MS) }),
}

/** A refusal's own words tell no field: `blame` finds it by the schema. */
export function problemOf(answer: SendAnswer, secrets: readonly string[]): Problem {
  const known = byStatus[answer.status]
  if (known) return known(answer)
  if (answer.status >= 500) return { kind: 'unreachable', detail: `HTTP ${answer.status}` }
  const told = refused.safeParse(jsonOf(answer))
  const isRefusal = answer.status === 400 || answer.status === 422
  if (!isRefusal || !told.success) return { kind: 'surprise', detail: `HTTP ${answer.status}` }
  return { kind: 'rejected', detail: redact([told.data.errors.message ?? 'refused'].flat().join('; '), secrets) }
}
