import { request } from 'node:http'
import type { Agent } from 'node:http'
import { asc, eq } from 'drizzle-orm'
import { executorRuns, executorSteps } from '@/drizzle/schema/executor'
import { wholeFunction, type Desk } from './desk'
import { limits } from './limits'
import { outcomeOf, type Answer, type Outcome } from './outcome'
import { readText } from './read-text'
import { storedEvent } from './runs'
import { canonical, sign } from './sign'
import { awaitsMore, type Turn } from './turns'

/** The way to the app: its address, the key we sign with, and one pool of connections. */
export interface Line {
  readonly url: string
  readonly signingKey: string
  readonly agent: Agent
}

/** Asks the app to go on with a run: POST ?fnId=&stepId=, everything memoised in the body, signed. */
export async function callApp(desk: Desk, line: Line, turn: Turn): Promise<Outcome> {
  const body = await bodyOf(desk, turn)
  if (typeof body === 'string')
    return { kind: 'threw', error: { name: 'Error', message: body }, final: true, retryAfter: null }
  const url = new URL(line.url)
  url.searchParams.set('fnId', turn.functionId)
  url.searchParams.set('stepId', turn.stepId)
  try {
    return outcomeOf(await send(line, 'POST', url, body))
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error)
    const refused = error instanceof Error && 'code' in error && error.code === 'ECONNREFUSED'
    return { kind: refused ? 'unreachable' : 'cut', detail }
  }
}

/** One signed request. node:http rather than fetch, which gives up on a step after five minutes. */
export function send(line: Line, method: 'POST' | 'PUT', url: URL, body: unknown): Promise<Answer> {
  const text = canonical(body)
  const headers = {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(text),
    'x-inngest-signature': sign(text, line.signingKey, Date.now()),
  }
  return new Promise((resolve, reject) => {
    const asking = request(url, { method, headers, agent: line.agent }, (answer) => {
      readText(answer, limits.answerBytes)
        .then((text) => resolve({ status: answer.statusCode ?? 0, headers: answer.headers, text }))
        .catch(reject)
    })
    asking.on('error', reject)
    asking.end(text)
  })
}

async function bodyOf(desk: Desk, turn: Turn): Promise<Readonly<Record<string, unknown>> | string> {
  const rows = await desk.tables
    .select({ event: executorRuns.event, step: executorSteps })
    .from(executorRuns)
    .leftJoin(executorSteps, eq(executorSteps.runId, executorRuns.id))
    .where(eq(executorRuns.id, turn.runId))
    .orderBy(asc(executorSteps.seq))
  const steps = rows.flatMap(({ step }) => (step ? [step] : []))
  if (!rows[0]) return 'The run is gone'
  if (steps.length >= limits.steps) return `A run may have ${limits.steps} steps`
  const event = storedEvent(rows[0].event)
  const whole = turn.stepId === wholeFunction
  return {
    version: 2,
    event,
    events: [event],
    steps: Object.fromEntries(steps.map((step) => [step.stepId, memoised(step)])),
    ctx: {
      run_id: turn.runId,
      fn_id: turn.functionId,
      qi_id: turn.token,
      attempt: turn.attempt,
      max_attempts: turn.attempts,
      disable_immediate_execution: whole && (await awaitsMore(desk, turn)),
      use_api: false,
      stack: { stack: steps.map((step) => step.stepId), current: steps.length },
    },
  }
}

function memoised(step: typeof executorSteps.$inferSelect): Readonly<Record<string, unknown>> {
  const value: unknown = JSON.parse(step.value)
  return { type: step.kind, [step.kind]: value }
}
