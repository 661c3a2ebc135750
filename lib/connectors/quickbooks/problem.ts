import { retryAt } from '@/lib/http/answer'
import { jsonOf } from '@/lib/http/parse'
import { redact } from '@/lib/http/redact'
import type { SendAnswer } from '@/lib/model/connector'
import type { Problem } from '@/lib/model/problem'
import type { Entity } from '@/lib/model/words'
import { keyOf } from './columns'
import { faulty, gateway } from './wire'
import type { Fault } from './wire'

/** The codes, each with what follows: https://developer.intuit.com/app/developer/qbo/docs/develop/troubleshooting/error-codes */
const byCode: Readonly<Record<string, (told: Told) => Problem>> = {
  '100': () => ({ kind: 'signed-out' }),
  '120': () => ({ kind: 'signed-out' }),
  '3200': () => ({ kind: 'signed-out' }),
  '3100': () => ({ kind: 'forbidden', scope: 'company' }),
  '6190': () => ({ kind: 'forbidden', scope: 'subscription' }),
  '3001': ({ now }) => ({ kind: 'slow-down', until: now + PAUSE_MS }),
  '003001': ({ now }) => ({ kind: 'slow-down', until: now + PAUSE_MS }),
  '610': () => ({ kind: 'missing' }),
  '5010': () => ({ kind: 'changed-meanwhile' }),
  '6240': (told) => ({ ...rejected(told), field: 'name' }),
  '6140': (told) => ({ ...rejected(told), field: 'number' }),
  '6210': (told) => ({ ...rejected(told), field: 'number' }),
  // Questions and operations that we put wrongly: no fault of the record.
  '500': ({ detail }) => ({ kind: 'surprise', detail }),
  '4000': ({ detail }) => ({ kind: 'surprise', detail }),
  '4001': ({ detail }) => ({ kind: 'surprise', detail }),
}

const byStatus: Readonly<Record<number, Problem>> = {
  401: { kind: 'signed-out' },
  403: { kind: 'forbidden' },
  408: { kind: 'unreachable', detail: 'timeout' },
}

/** How long a throttle lasts, which does not say so itself. */
const PAUSE_MS = 60_000

interface Told {
  readonly detail: string
  readonly field: string | undefined
  readonly now: number
}

export const codeOf = (fault: Fault): string => fault.Error[0]?.code ?? ''

/** What follows from the Fault of one record; `entity` turns the vendor's element into our key. */
export function problemOf(fault: Fault, entity: Entity | null, now: number): Problem {
  const [first] = fault.Error
  const detail = redact(first?.Detail ?? first?.Message ?? codeOf(fault))
  const field = entity === null ? undefined : keyOf(entity, first?.element ?? '')
  const known = byCode[codeOf(fault)]
  if (known) return known({ detail, field, now })
  // The service itself fell over, and nobody knows after which step.
  if (fault.type === 'SystemFault') return { kind: 'unreachable', detail: `code ${codeOf(fault)}` }
  return rejected({ detail, field, now })
}

/** Why a whole call failed: a 200 may hold a Fault, a throttle speaks XML and the gateway has a shape of its own. */
export function refusalOf(answer: SendAnswer): Problem | null {
  const { status } = answer
  if (status === 429) return { kind: 'slow-down', until: retryAt(answer, PAUSE_MS) }
  const body = jsonOf(answer)
  const told = faulty.safeParse(body)
  const now = answer.sentAt + answer.took
  if (told.success) return ofCall(problemOf(told.data.Fault, null, now))
  if (status >= 200 && status < 300) return null
  const fronted = gateway.safeParse(body)
  const known = fronted.success ? byCode[fronted.data.fault.error[0]?.code ?? ''] : undefined
  if (known) return known({ detail: `HTTP ${status}`, field: undefined, now })
  if (status >= 500) return { kind: 'unreachable', detail: `HTTP ${status}` }
  return byStatus[status] ?? { kind: 'surprise', detail: `HTTP ${status}` }
}

/** A call that holds no record cannot be a record's fault. */
const ofCall = (problem: Problem): Problem =>
  problem.kind === 'rejected' ? { kind: 'surprise', detail: problem.detail } : problem

const rejected = ({ detail, field }: Told): Problem & { readonly kind: 'rejected' } => ({
  kind: 'rejected',
  detail,
  ...(field === undefined ? {} : { field }),
})
