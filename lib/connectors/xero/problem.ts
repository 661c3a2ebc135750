import { retryAt } from '@/lib/http/answer'
import { jsonOf } from '@/lib/http/parse'
import { redact } from '@/lib/http/redact'
import type { SendAnswer } from '@/lib/model/connector'
import type { Problem } from '@/lib/model/problem'
import { refusal } from './wire'
import type { Fate } from './wire'

/** Where Retry-After is missing: the shortest window is a minute. */
const PAUSE_MS = 60_000

/** Documented as ValidationException: the elements say why. https://developer.xero.com/documentation/api/accounting/responsecodes */
const VALIDATION = 10

/** What the gateway says where the organisation is not, or no longer, connected; any other 403 is a missing scope. */
const DISCONNECTED = 'AuthenticationUnsuccessful'

/** `scope`: what the refused call needed. */
export function problemOf(answer: SendAnswer, scope: string): Problem {
  const { status } = answer
  const known = refusal.safeParse(jsonOf(answer))
  const told = known.success ? known.data : null
  if (status === 401) return { kind: 'signed-out' }
  if (status === 403) return { kind: 'forbidden', scope: told?.Detail === DISCONNECTED ? 'organisation' : scope }
  if (status === 404) return { kind: 'missing' }
  if (status === 412) return { kind: 'changed-meanwhile' }
  if (status === 429) return { kind: 'slow-down', until: retryAt(answer, PAUSE_MS) }
  if (status === 408 || status >= 500) return { kind: 'unreachable', detail: `HTTP ${status}` }
  const [element] = told?.Elements ?? []
  if (status === 400 && told?.ErrorNumber === VALIDATION && element) return rejected(element)
  return {
    kind: 'surprise',
    detail: `HTTP ${status}${told?.ErrorNumber === undefined ? '' : ` (${told.ErrorNumber})`}`,
  }
}

export const isRefused = ({
  StatusAttributeString: said,
  HasErrors,
  HasValidationErrors,
  ValidationErrors,
}: Fate): boolean =>
  said === 'ERROR' || HasErrors === true || HasValidationErrors === true || (ValidationErrors ?? []).length > 0

export const rejected = ({ ValidationErrors = [] }: Fate): Problem => ({
  kind: 'rejected',
  detail: redact(ValidationErrors.flatMap(({ Message }) => Message ?? []).join(' ') || 'refused'),
})
