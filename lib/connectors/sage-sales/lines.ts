import { redact } from '@/lib/http/redact'
import { ConnectorError } from '@/lib/model/problem'
import type { Problem } from '@/lib/model/problem'
import type { Line } from '@/lib/model/record'
import { canonicalLines } from '@/lib/model/value'
import type { Write } from '@/lib/model/connector'
import type { BulkItem } from './client'
import { lineData, lineForm } from './data'
import type { Ids } from './data'
import { inOrder, lineOf } from './map'
import { linesOf } from './orders'
import { DONE, byCode } from './problem'
import type { OrderLine } from './wire'
import type { Desk } from './writes'

interface Wanted {
  readonly write: Write & { readonly do: 'create' | 'update' }
  readonly orderId: number
  readonly lines: readonly Line[]
}

interface Step {
  readonly wanted: Wanted
  readonly method: 'DELETE' | 'PUT' | 'POST'
  readonly item: Omit<BulkItem, 'guid'>
}

const BATCH = 100

/** Brings the lines of each order to what is wanted, position by position; answers those that failed. */
export async function writeLines(desk: Desk, orders: readonly Wanted[], ids: Ids) {
  const failed = new Map<Wanted['write'], Problem>()
  const missing = orders.filter(({ lines }) => ids.bare === null && lines.some(({ parents }) => !parents.product))
  for (const { write } of missing) failed.set(write, NOT_PREPARED)
  const steps = await stepsFor(
    desk,
    orders.filter((each) => !missing.includes(each)),
    ids,
  )
  for (const method of ['DELETE', 'PUT', 'POST'] as const) {
    const own = steps.filter((step) => step.method === method)
    for (let from = 0; from < own.length; from += BATCH) await carry(desk, own.slice(from, from + BATCH), failed)
  }
  return [...failed].map(([write, problem]) => ({ write, problem }))
}

const NOT_PREPARED: Problem = {
  kind: 'rejected',
  field: 'lines',
  detail: 'no product for lines without one: the CRM is not prepared',
}

async function stepsFor(desk: Desk, orders: readonly Wanted[], ids: Ids): Promise<readonly Step[]> {
  const updated = orders.filter(({ write }) => write.do === 'update')
  const there = await linesOf(
    desk,
    updated.map(({ orderId }) => orderId),
  )
  const bare = updated.length > 0 ? await desk.lookup.bare() : null
  return orders.flatMap((wanted) => {
    const now = inOrder(there.filter(({ salesorderId }) => salesorderId?.id === wanted.orderId))
    return stepsOf(wanted, now, ids, bare)
  })
}

function stepsOf(wanted: Wanted, now: readonly OrderLine[], ids: Ids, bare: number | null): readonly Step[] {
  const kept = wanted.lines.flatMap((line, at): readonly Step[] => {
    const old = now[at]
    const data = lineData(wanted.orderId, line, at + 1, ids)
    if (old === undefined) return [{ wanted, method: 'POST', item: { data } }]
    const same = canonicalLines([lineOf(old, bare)]) === canonicalLines([lineForm(line)]) && old.order === at + 1
    return same ? [] : [{ wanted, method: 'PUT', item: { id: old.id, data } }]
  })
  const spare = now.slice(wanted.lines.length).map(({ id }): Step => ({ wanted, method: 'DELETE', item: { id } }))
  return [...spare, ...kept]
}

async function carry(desk: Desk, steps: readonly Step[], failed: Map<Wanted['write'], Problem>): Promise<void> {
  const [first] = steps
  if (first === undefined) return
  const items = steps.map(({ wanted, item }, at) => ({ guid: `${wanted.write.idempotencyKey}/${at}`, ...item }))
  try {
    const results = new Map(
      (await desk.client.bulk('salesordersLines', first.method, items)).map((each) => [each.guid, each]),
    )
    steps.forEach(({ wanted }, at) => {
      const result = results.get(`${wanted.write.idempotencyKey}/${at}`)
      if (result === undefined) failed.set(wanted.write, { kind: 'unreachable', detail: 'no result for a line' })
      else if (result.code !== DONE) failed.set(wanted.write, refusal(desk, result.code, result.message ?? 'refused'))
    })
  } catch (error) {
    if (!(error instanceof ConnectorError)) throw error
    for (const { wanted } of steps) failed.set(wanted.write, error.problem)
  }
}

function refusal(desk: Desk, code: number, message: string): Problem {
  const problem = byCode(code, redact(message, Object.values(desk.grant.secrets)))
  return problem.kind === 'rejected' ? { ...problem, field: 'lines' } : problem
}
