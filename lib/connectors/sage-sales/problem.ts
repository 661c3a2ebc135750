import { retryAt } from '@/lib/http/answer'
import { jsonOf } from '@/lib/http/parse'
import { redact } from '@/lib/http/redact'
import type { SendAnswer } from '@/lib/model/connector'
import type { Problem } from '@/lib/model/problem'
import { refused } from './wire'

/** API error codes, https://developer.forcemanager.com/ */
export const BAD_FILTER = 901
const NO_DATABASE = 900
const NO_SUCH_THING = 910
export const DONE = 1

/** Without Retry-After: the rate is per second. */
const PAUSE_MS = 2_000

const byStatus: Readonly<Record<number, (answer: SendAnswer) => Problem>> = {
  401: () => ({ kind: 'signed-out' }),
  403: () => ({ kind: 'forbidden' }),
  408: () => ({ kind: 'unreachable', detail: 'timeout' }),
  429: (answer) => ({ kind: 'slow-down', until: retryAt(answer, PAUSE_MS) }),
}

/** A body of any shape: `{error, code, message}`, `{Message}`, `{message}`, plain text or a proxy's page. */
export function problemOf(answer: SendAnswer, secrets: readonly string[]): Problem {
  const known = byStatus[answer.status]
  if (known) return known(answer)
  if (answer.status >= 500) return { kind: 'unreachable', detail: `HTTP ${answer.status}` }
  const told = refused.safeParse(jsonOf(answer))
  if (answer.status !== 400 || !told.success) return { kind: 'surprise', detail: `HTTP ${answer.status}` }
  const { code, message, Message, error } = told.data
  return byCode(code ?? null, redact(message ?? Message ?? error ?? 'refused', secrets))
}

/** Unknown ids are refused with 400 and a code, in a call of their own as within a bulk call. */
export function byCode(code: number | null, detail: string): Problem {
  if (code === NO_SUCH_THING) return { kind: 'missing' }
  if (code === NO_DATABASE) return { kind: 'unreachable', detail: 'no database' }
  if (code === BAD_FILTER) return { kind: 'surprise', detail: 'filter not understood' }
  return { kind: 'rejected', detail }
}

export const codeOf = (answer: SendAnswer): number | null => {
  const told = refused.safeParse(jsonOf(answer))
  return answer.status === 400 && told.success ? (told.data.code ?? null) : null
}
