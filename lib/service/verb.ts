import type { z } from 'zod'
import type { Desk } from './desk'
import { failed, invalid, type Done, type FieldFault } from './fault'

export type Verb<T> = (desk: Desk, input: unknown) => Promise<Done<T>>

/** The door of every verb: who may only look is refused first, then what does not fit the schema, field by field. */
export function verb<Input, T>(
  schema: z.ZodType<Input>,
  work: (desk: Desk, input: Input) => Promise<Done<T>>,
): Verb<T> {
  return async (desk, input) => {
    if (desk.role !== 'admin') return failed({ kind: 'forbidden' })
    const parsed = schema.safeParse(input)
    if (parsed.success) return work(desk, parsed.data)
    return invalid(Object.fromEntries(parsed.error.issues.map((issue) => [issue.path.join('.'), faultOf(issue)])))
  }
}

function faultOf(issue: z.core.$ZodIssue): FieldFault {
  if (issue.code === 'too_big') return 'too-long'
  if (issue.code === 'invalid_format') return issue.format === 'email' ? 'not-an-email' : 'not-an-address'
  if (issue.code === 'too_small') return 'required'
  return issue.code === 'invalid_type' ? 'required' : 'unknown'
}
