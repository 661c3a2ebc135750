import { redact } from '@/lib/http/redact'
import type { Content, Grant, Outcome, Write } from '@/lib/model/connector'
import { ConnectorError, consequence } from '@/lib/model/problem'
import type { Consequence, Problem } from '@/lib/model/problem'
import type { BulkItem, Client, Resource } from './client'
import { LOCKABLE, RESOURCE } from './columns'
import type { Ours } from './columns'
import { dataOf } from './data'
import type { Ids } from './data'
import { writeLines } from './lines'
import type { Lookup } from './names'
import { DONE, byCode } from './problem'
import { blame } from './screen'

export interface Desk {
  readonly client: Client
  readonly lookup: Lookup
  readonly grant: Grant
  readonly count: number
  now(): number
  /** Which of these records are locked in the CRM, as last read. */
  lockedAmong(entity: Ours, ids: readonly string[]): Promise<ReadonlySet<string>>
}

/** What became of one write so far; a failed one is not touched again. */
export type Fate = { readonly ok: true; readonly id: number } | { readonly ok: false; readonly problem: Problem }
type Fates = Map<Write, Fate>
type Sent = Write & { readonly do: 'create' | 'update' }

/** One bulk call per batch and step; results are matched by guid. */
export async function writeAll(desk: Desk, entity: Ours, writes: readonly Write[]): Promise<readonly Outcome[]> {
  const fates: Fates = new Map()
  const sent = writes.filter((write): write is Sent => write.do !== 'remove')
  const removed = writes.filter((write) => write.do === 'remove')
  if (sent.length > 0) {
    const ids = await desk.lookup.idsFor(entity, sent)
    await send(desk, entity, sent, ids, fates)
    if (entity === 'invoice') await withLines(desk, sent, ids, fates)
    if (entity === 'product') await withPictures(desk, sent, fates)
  }
  if (removed.length > 0) await remove(desk, entity, removed, fates)
  return writes.map((write) => outcomeOf(fates.get(write)))
}

const LOST: Problem = { kind: 'unreachable', detail: 'no result for this record' }

function outcomeOf(fate: Fate | undefined): Outcome {
  if (fate === undefined) return { ok: false, problem: LOST }
  return fate.ok ? { ok: true, receipt: { id: String(fate.id), version: null, shown: null } } : fate
}

async function send(desk: Desk, entity: Ours, writes: readonly Sent[], ids: Ids, fates: Fates): Promise<void> {
  const locked = await locksFor(desk, entity, writes)
  const items = writes.flatMap((write) => {
    const told = dataOf(entity, write, ids, write.do, desk.grant.chosen)
    if (!told.ok) fates.set(write, told)
    if (!told.ok) return []
    const mark = write.do === 'create' ? { Z_SyncRef: write.marker } : {}
    // A locked record takes an edit only if the edit itself says that it stays locked.
    const stays = write.do === 'update' && locked.has(write.id) && !('readOnly' in told.data) ? { readOnly: true } : {}
    return [{ write, data: { ...told.data, ...mark }, stays }]
  })
  for (const verb of ['create', 'update'] as const) {
    const own = items.filter(({ write }) => write.do === verb)
    const silent = own.filter(({ data }) => verb === 'update' && Object.keys(data).length === 0)
    for (const { write } of silent) if (write.do === 'update') fates.set(write, { ok: true, id: Number(write.id) })
    const spoken = own
      .filter((each) => !silent.includes(each))
      .map(({ write, data, stays }) => ({ write, data: { ...data, ...stays } }))
    await bulk(desk, RESOURCE[entity], verb === 'create' ? 'POST' : 'PUT', spoken, fates)
    await explain(desk, entity, verb, spoken, fates)
  }
}

async function locksFor(desk: Desk, entity: Ours, writes: readonly Sent[]): Promise<ReadonlySet<string>> {
  const unsaid = writes.flatMap((write) => (write.do === 'update' && !('locked' in write.fields) ? [write.id] : []))
  return LOCKABLE.has(entity) && unsaid.length > 0 ? desk.lockedAmong(entity, unsaid) : new Set()
}

interface Item {
  readonly write: Write
  readonly data?: Readonly<Record<string, unknown>>
}

async function bulk(
  desk: Desk,
  resource: Resource,
  method: 'POST' | 'PUT' | 'DELETE',
  items: readonly Item[],
  fates: Fates,
): Promise<void> {
  if (items.length === 0) return
  const given = items.map(({ write, data }): BulkItem => ({
    guid: write.idempotencyKey,
    ...(write.do === 'create' ? {} : { id: Number(write.id) }),
    ...(data ? { data } : {}),
  }))
  const answer = await unlessBegun(fates, () => desk.client.bulk(resource, method, given))
  if (!answer.ok) for (const { write } of items) fates.set(write, answer)
  if (!answer.ok) return
  const results = new Map(answer.value.map((each) => [each.guid, each]))
  for (const { write } of items) {
    const result = results.get(write.idempotencyKey)
    const id = result?.id ?? (write.do === 'create' ? null : Number(write.id))
    if (result === undefined || (result.code === DONE && id === null)) fates.set(write, { ok: false, problem: LOST })
    else if (result.code === DONE && id !== null) fates.set(write, { ok: true, id })
    else
      fates.set(write, {
        ok: false,
        problem: byCode(result.code, redact(result.message ?? 'refused', secretsOf(desk))),
      })
  }
}

/** A batch of which something was done is answered record by record: as a whole it has neither failed nor succeeded. */
async function unlessBegun<T>(fates: Fates, work: () => Promise<T>) {
  try {
    return { ok: true, value: await work() } as const
  } catch (error) {
    const begun = [...fates.values()].some(({ ok }) => ok)
    if (!(error instanceof ConnectorError) || !begun) throw error
    return { ok: false, problem: error.problem } as const
  }
}

const secretsOf = ({ grant }: Desk): readonly string[] => Object.values(grant.secrets)

/** The vendor's refusal names no field that a program may rely on: its schema tells which one it must be. */
async function explain(desk: Desk, entity: Ours, verb: 'create' | 'update', items: readonly Item[], fates: Fates) {
  const refused = items.flatMap(({ write, data = {} }) => {
    const fate = fates.get(write)
    return fate && !fate.ok && fate.problem.kind === 'rejected' ? [{ write, data, problem: fate.problem }] : []
  })
  if (refused.length === 0) return
  const schema = await unlessBegun(fates, () => desk.client.schema(RESOURCE[entity]))
  // The refusals stand, only without the field's name.
  if (!schema.ok) return
  for (const { write, data, problem } of refused) {
    const field = blame(entity, data, schema.value, verb)
    if (field !== null) fates.set(write, { ok: false, problem: { ...problem, field } })
  }
}

/** Lines follow their order. Whatever goes wrong after a create leaves a record that must be looked up, not created again. */
async function withLines(desk: Desk, writes: readonly Sent[], ids: Ids, fates: Fates): Promise<void> {
  const ready = writes.flatMap((write) => {
    const fate = fates.get(write)
    return fate?.ok && write.lines ? [{ write, orderId: fate.id, lines: write.lines }] : []
  })
  if (ready.length === 0) return
  const failed = await unlessBegun(fates, () => writeLines(desk, ready, ids))
  const problems = failed.ok ? failed.value : ready.map(({ write }) => ({ write, problem: failed.problem }))
  for (const { write, problem } of problems) fates.set(write, { ok: false, problem: afterHeader(write, problem) })
}

/** Two calls per picture: announce it, then put its bytes. Once one gets no answer, the others are left for later. */
async function withPictures(desk: Desk, writes: readonly Sent[], fates: Fates): Promise<void> {
  let stopped = false
  for (const write of writes) {
    const fate = fates.get(write)
    const picture = pictureOf(write)
    if (!fate?.ok || picture === undefined) continue
    const problem: Problem | null = stopped
      ? { kind: 'slow-down', until: desk.now() }
      : await problemOf(desk.client.picture(fate.id, picture))
    if (problem) fates.set(write, { ok: false, problem: afterHeader(write, problem) })
    stopped ||= problem !== null && STOPS.has(consequence[problem.kind])
  }
}

const STOPS: ReadonlySet<Consequence> = new Set(['stop-and-ask', 'wait'])

async function problemOf(work: Promise<void>): Promise<Problem | null> {
  try {
    await work
    return null
  } catch (error) {
    if (error instanceof ConnectorError) return error.problem
    throw error
  }
}

const pictureOf = ({ files }: Content): Uint8Array | undefined =>
  files?.['image'] === undefined ? undefined : new Uint8Array(Buffer.from(files['image'], 'base64'))

const afterHeader = (write: Sent, problem: Problem): Problem =>
  write.do === 'create' ? { kind: 'unreachable', detail: 'written in part' } : problem

/** A locked record refuses its removal: it is unlocked first, all in one call. */
async function remove(desk: Desk, entity: Ours, writes: readonly Write[], fates: Fates): Promise<void> {
  const ids = writes.flatMap((write) => (write.do === 'create' ? [] : [write.id]))
  const locked = LOCKABLE.has(entity) ? await desk.lockedAmong(entity, ids) : new Set<string>()
  const unlocked: Fates = new Map()
  const closed = writes.filter((write) => write.do !== 'create' && locked.has(write.id))
  await bulk(
    desk,
    RESOURCE[entity],
    'PUT',
    closed.map((write) => ({ write, data: { readOnly: false } })),
    unlocked,
  )
  for (const [write, fate] of unlocked) if (!fate.ok) fates.set(write, fate)
  const open = writes.filter((write) => !fates.has(write))
  await bulk(
    desk,
    RESOURCE[entity],
    'DELETE',
    open.map((write) => ({ write })),
    fates,
  )
}
