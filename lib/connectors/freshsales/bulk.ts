import { redact } from '@/lib/http/redact'
import type { Outcome } from '@/lib/model/connector'
import { ConnectorError } from '@/lib/model/problem'
import type { Problem } from '@/lib/model/problem'
import type { Snapshot } from '@/lib/model/record'
import { MARK } from './columns'
import type { Ours } from './columns'
import type { Body } from './data'
import { explain } from './explain'
import type { Desk, Sent } from './explain'
import { jobData } from './wire'

export interface Item {
  readonly write: Sent
  readonly body: Body
}

/** Half a minute in all, well below a lease: a job that takes longer is looked up later. */
const LOOKS_MS = [2_000, 2_000, 4_000, 6_000, 8_000, 8_000]

/** One call for all, and then the job that does it. From its acceptance on, nothing that goes wrong is a refusal. */
export async function writeMany(desk: Desk, entity: Ours, items: readonly Item[]): Promise<readonly Outcome[]> {
  const { shelf } = desk.rooms[entity]
  const records = items.map(({ write, body }) =>
    write.do === 'create' ? { [MARK]: write.marker, data: body } : { id: write.id, data: body },
  )
  const number = await desk.client.bulk(shelf, records)
  try {
    const report = await reportOf(desk, number)
    if (report === null) return items.map(() => UNKNOWN)
    const refusals = refusalsOf(items, report)
    const ended = {
      refusals,
      made: await born(desk, entity, items),
      isCertain: report.whole && refusals.size >= report.failed,
    }
    return await Promise.all(items.map((item) => outcomeOf(desk, entity, item, ended)))
  } catch (error) {
    if (error instanceof ConnectorError) return items.map(() => UNKNOWN)
    throw error
  }
}

const UNKNOWN: Outcome = { ok: false, problem: { kind: 'unreachable', detail: 'the job is not known to be done' } }

interface Report {
  readonly whole: boolean
  readonly failed: number
  /** What is told of each record that failed, as text: its shape is not documented. */
  readonly failures: readonly { readonly text: string; readonly words: string }[]
}

/** Null where the job does not end in time. */
async function reportOf(desk: Desk, number: string): Promise<Report | null> {
  for (const pause of LOOKS_MS) {
    await desk.sleep(pause)
    const { status, data } = await desk.client.job(number)
    if (/progress|queued|pending/i.test(status)) continue
    const read = jobData.safeParse(jsonIn(data ?? '{}'))
    if (!read.success) return null
    const { record_status: counted, detailed_failure_report: told } = read.data
    const failures = (told ?? []).map((each) => ({ text: JSON.stringify(each), words: wordsOf(each) }))
    return { whole: /success/i.test(status), failed: Math.max(counted?.failed ?? 0, failures.length), failures }
  }
  return null
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}

function wordsOf(failure: unknown): string {
  const errors: unknown = Reflect.get(Object(failure), 'errors')
  return Array.isArray(errors) ? errors.map(String).join('; ') : 'refused'
}

/** The job names no record it made: they stand at the front of the list now, each with our mark. */
async function born(desk: Desk, entity: Ours, items: readonly Item[]): Promise<ReadonlyMap<string, Snapshot>> {
  const wanted = new Set(items.flatMap(({ write }) => (write.do === 'create' ? [write.marker] : [])))
  const found = new Map<string, Snapshot>()
  const most = Math.ceil(wanted.size / desk.size) + 1
  for (let page = 1; page <= most && found.size < wanted.size; page += 1) {
    const { snapshots, pages } = await desk.rooms[entity].page(page, desk.size)
    for (const each of snapshots) if (each.marker !== undefined && wanted.has(each.marker)) found.set(each.marker, each)
    if (page >= pages) break
  }
  return found
}

/** Whom the job refused, and in which words. It may name nobody: where all failed, each of them did. */
function refusalsOf(items: readonly Item[], { failed, failures }: Report): ReadonlyMap<Sent, string> {
  const named = items.flatMap(({ write }) => {
    const own = failures.find(({ text }) => text.includes(write.do === 'create' ? write.marker : write.id))
    return own ? [[write, own.words] as const] : []
  })
  const words = failures[0]?.words ?? 'refused'
  const all = failed >= items.length ? items.map(({ write }) => [write, words] as const) : []
  return new Map([...all, ...named])
}

interface Ended {
  readonly refusals: ReadonlyMap<Sent, string>
  readonly made: ReadonlyMap<string, Snapshot>
  /** Every record that failed is known by name: an update of another one was done. */
  readonly isCertain: boolean
}

async function outcomeOf(
  desk: Desk,
  entity: Ours,
  { write, body }: Item,
  { refusals, made, isCertain }: Ended,
): Promise<Outcome> {
  const words = refusals.get(write)
  if (words !== undefined) {
    const refusal: Problem = { kind: 'rejected', detail: redact(words, desk.secrets) }
    return { ok: false, problem: await explain(desk, entity, write, body, refusal) }
  }
  if (write.do === 'update')
    return isCertain ? { ok: true, receipt: { id: write.id, version: null, shown: null } } : UNKNOWN
  const shown = made.get(write.marker)
  return shown ? { ok: true, receipt: { id: shown.id, version: null, shown } } : UNKNOWN
}
