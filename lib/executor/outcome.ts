import { z } from 'zod'

/** What the app's SDK says came of one call. */
export type Outcome =
  | { readonly kind: 'done'; readonly output: unknown }
  | { readonly kind: 'ops'; readonly ops: readonly Op[]; readonly retryAfter: string | null }
  | { readonly kind: 'threw'; readonly error: unknown; readonly final: boolean; readonly retryAfter: string | null }
  /** The app died or hung up in the middle: the step may have run. */
  | { readonly kind: 'cut'; readonly detail: string }
  /** The function did not run: nobody answered, or somebody who is not our app. */
  | { readonly kind: 'unreachable'; readonly detail: string }

export interface Answer {
  readonly status: number
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>
  readonly text: string
}

const op = z.looseObject({
  id: z.string().min(1),
  op: z.string(),
  name: z.string().nullish(),
  data: z.unknown().optional(),
  error: z.unknown().optional(),
  opts: z.looseObject({}).nullish(),
})
export type Op = z.infer<typeof op>

export const ops = z.array(op)

/** https://github.com/inngest/inngest/blob/main/docs/SDK_SPEC.md section 4.4 */
export function outcomeOf(answer: Answer): Outcome {
  const header = (name: string): string | null => {
    const value = answer.headers[name]
    return typeof value === 'string' ? value : null
  }
  const body = parsed(answer.text)
  if (header('x-inngest-sdk') === null || body === undefined) {
    return { kind: 'unreachable', detail: `answer ${answer.status} is not from the Inngest SDK under our signing key` }
  }
  const retryAfter = header('retry-after')
  if (answer.status === 200) return { kind: 'done', output: body }
  if (answer.status !== 206) {
    return { kind: 'threw', error: body, final: header('x-inngest-no-retry') === 'true', retryAfter }
  }
  const read = ops.safeParse(Array.isArray(body) ? body : [body])
  if (read.success) return { kind: 'ops', ops: read.data, retryAfter }
  return { kind: 'threw', error: { name: 'Error', message: 'Unreadable list of steps' }, final: false, retryAfter }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
