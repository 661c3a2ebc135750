import { Cron } from 'croner'
import { z } from 'zod'
import { instantOf, lengthOf } from './duration'
import { parseExpression, type Expression } from './expression'
import { limits } from './limits'

/** One Inngest function as the app registered it, with its expressions ready to use. */
export interface Fn {
  readonly id: string
  readonly on: readonly { readonly event: string; readonly when: Expression | null }[]
  readonly crons: readonly string[]
  readonly attempts: number
  readonly concurrency: { readonly limit: number; readonly key: Expression | null } | null
  readonly cancelOn: readonly {
    readonly event: string
    readonly when: Expression | null
    readonly withinMs: number | null
  }[]
  readonly idempotency: Expression | null
}

const condition = z.string().transform((source, ctx) => {
  try {
    return parseExpression(source)
  } catch (error) {
    ctx.addIssue({ code: 'custom', message: error instanceof Error ? error.message : String(error) })
    return z.NEVER
  }
})

const eventName = z.string().refine((name) => !name.includes('*'), 'the embedded executor has no wildcard triggers')
const span = z.string().refine(readableSpan, 'is not a length of time')
const rule = z.strictObject({
  limit: z.number().int(),
  key: condition.optional(),
  scope: z.literal('fn', 'the embedded executor limits concurrency per function only').optional(),
})

/** Strict on purpose: a key we do not name is an option we lack (debounce, singleton, throttle, batchEvents ...). */
const wire = z.strictObject({
  id: z.string(),
  name: z.string().optional(),
  triggers: z.array(
    z.union([
      z.strictObject({ event: eventName, expression: condition.optional() }),
      z.strictObject({ cron: z.string().refine(readableCron, 'is not a schedule of five fields') }),
    ]),
  ),
  steps: z.record(
    z.string(),
    z.looseObject({ retries: z.object({ attempts: z.number().int().optional() }).optional() }),
  ),
  concurrency: z.union([z.number().int(), rule, z.tuple([rule])]).optional(),
  cancel: z.array(z.strictObject({ event: eventName, if: condition.optional(), timeout: span.optional() })).optional(),
  idempotency: condition.optional(),
})

type Registered = z.infer<typeof wire>

/** What the SDK posts to /fn/register. Its `url` is not read: whoever may PUT could name any host, and we sign what we send. */
const body = z.looseObject({ functions: z.array(z.looseObject({ id: z.string() })) })

/** The functions, or one sentence per function that asks for what this executor lacks. */
export function readFunctions(input: unknown): { readonly functions: readonly Fn[] } | { readonly refused: string } {
  const listed = body.safeParse(input)
  if (!listed.success) return { refused: 'The registration holds no list of functions' }
  const read = listed.data.functions.map((each) => ({ id: each.id, parsed: wire.safeParse(each) }))
  const complaints = read.flatMap(({ id, parsed }) => (parsed.success ? [] : [complaint(id, parsed.error)]))
  if (complaints.length > 0) return { refused: complaints.join('\n') }
  return { functions: read.flatMap(({ parsed }) => (parsed.success ? [toFn(parsed.data)] : [])) }
}

/** The schedule of a cron trigger, in UTC unless it begins with TZ=<zone>, as on the real server. */
export function schedule(pattern: string): Cron {
  const [, zone, fields] = /^TZ=(\S+)\s+(.*)$/.exec(pattern) ?? [null, 'UTC', pattern]
  return new Cron(fields ?? pattern, { timezone: zone ?? 'UTC', mode: '5-part' })
}

function toFn(wired: Registered): Fn {
  const retries = Object.values(wired.steps)[0]?.retries?.attempts
  return {
    id: wired.id,
    on: wired.triggers.flatMap((each) =>
      'event' in each ? [{ event: each.event, when: each.expression ?? null }] : [],
    ),
    crons: wired.triggers.flatMap((each) => ('cron' in each ? [each.cron] : [])),
    attempts: retries === undefined ? limits.attempts : retries + 1,
    concurrency: concurrencyOf(wired.concurrency),
    cancelOn: (wired.cancel ?? []).map((each) => ({
      event: each.event,
      when: each.if ?? null,
      withinMs: each.timeout === undefined ? null : lengthOf(each.timeout),
    })),
    idempotency: wired.idempotency ?? null,
  }
}

function concurrencyOf(given: Registered['concurrency']): Fn['concurrency'] {
  const asked = Array.isArray(given) ? given[0] : typeof given === 'number' ? { limit: given } : given
  if (!asked || asked.limit <= 0) return null
  return { limit: asked.limit, key: asked.key ?? null }
}

function complaint(id: string, error: z.ZodError): string {
  return `Function "${id}" is refused: ${error.issues.map(reason).join('; ')}`
}

function reason(issue: z.core.$ZodIssue): string {
  if (issue.code === 'unrecognized_keys') return `the embedded executor has no "${issue.keys.join('", "')}"`
  const nested = issue.code === 'invalid_union' ? issue.errors.flat().map((each) => each.message) : []
  return `${issue.path.join('.')}: ${[issue.message, ...nested].join(', ')}`
}

function readableCron(pattern: string): boolean {
  try {
    return schedule(pattern).nextRun() !== null
  } catch {
    return false
  }
}

function readableSpan(text: string): boolean {
  try {
    return instantOf(text, 0) >= 0
  } catch {
    return false
  }
}
