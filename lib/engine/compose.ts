import type { Content, Write } from '../model/connector'
import type { Value } from '../model/record'
import type { OutboxRow } from '../model/run'
import { otherSide } from '../model/words'
import { inLease, inTenant } from '../store/db'
import { appendEntries } from '../store/journal'
import { linksById } from '../store/links'
import { saveRequests } from '../store/outbox'
import { canonicalLines, linesOf, parentOf } from '../sync/flatten'
import { entryOf } from './record'
import { asking } from './vendor-problem'
import type { Work } from './workshop'

/** What each row's write carries; pictures are fetched from where they come from, right before they are sent. */
export function contentOf(work: Work, rows: readonly OutboxRow[]): Promise<readonly Content[]> {
  return Promise.all(rows.map((row) => withFiles(work, row, contentOfRow(row))))
}

/** Rows planned together with their parents name them by link until now, when the parents exist. */
export async function withParents<T extends OutboxRow>(work: Work, rows: readonly T[]): Promise<readonly T[]> {
  const wanted = [...new Set(rows.flatMap((row) => row.waitsFor))]
  const [first] = rows
  if (wanted.length === 0 || !first) return rows
  const links = await inTenant(work.engine, (tx) => linksById(tx, work.engine, wanted))
  const ids = new Map(
    links.flatMap((link) => (link[first.side] ? [[`link:${link.id}`, link[first.side]?.id ?? '']] : [])),
  )
  return rows.map((row) => ({
    ...row,
    sets: row.sets.map((set) => ({ ...set, value: resolved(set.key, set.value, ids) })),
  }))
}

function resolved(key: string, value: Value, ids: ReadonlyMap<string, string>): Value {
  if (typeof value !== 'string') return value
  if (parentOf(key)) return ids.get(value) ?? value
  if (key !== 'lines') return value
  return canonicalLines(
    linesOf(value).map(({ fields, parents: { product } }) => ({
      fields,
      parents: product === undefined ? {} : { product: ids.get(product) ?? product },
    })),
  )
}

/** Exact requests, stored before they are sent, so that a repeat sends exactly that. */
export async function writesOf(
  work: Work,
  rows: readonly OutboxRow[],
  contents: readonly Content[],
): Promise<readonly Write[]> {
  const writes = rows.map((row, at): Write => writeOf(row, contents[at] ?? { fields: {}, parents: {} }))
  const requests = rows.flatMap((row, at) => (writes[at] ? [{ id: row.id, request: writes[at] }] : []))
  const overruled = rows.filter((row) => row.sets.some(({ lost }) => lost !== null))
  await inLease(work.engine, work.held, async (tx) => {
    await saveRequests(tx, work.engine, requests)
    // The losing value is on record before anything overwrites it.
    if (overruled.length > 0)
      await appendEntries(
        tx,
        work.engine,
        work.integration.id,
        overruled.map((row) => lostBy(work, row)),
      )
  })
  return writes
}

function lostBy(work: Work, row: OutboxRow) {
  return { ...entryOf(work, row, 'overruled', null, row.remoteId), sets: row.sets.filter(({ lost }) => lost !== null) }
}

function writeOf(row: OutboxRow, content: Content): Write {
  const idempotencyKey = `${row.id}-${row.epoch}`
  const { entity } = row
  if (row.verb === 'create' || row.remoteId === null)
    return { ...content, do: 'create', entity, marker: row.link, idempotencyKey }
  const target = { entity, id: row.remoteId, ifMatch: row.ifMatch, idempotencyKey }
  return row.verb === 'update' ? { ...content, do: 'update', ...target } : { do: 'remove', ...target }
}

function contentOfRow(row: OutboxRow): Content {
  const fields: Record<string, Value> = {}
  const parents: Record<string, string> = {}
  for (const { key, value } of row.sets) {
    const parent = parentOf(key)
    if (parent && typeof value === 'string') parents[parent] = value
    else if (!parent && key !== 'lines' && !(row.verb === 'create' && value === null)) fields[key] = value
  }
  const lines = row.sets.find(({ key }) => key === 'lines')
  return { fields, parents, ...(lines ? { lines: linesOf(lines.value) } : {}) }
}

/** A field that holds only a hash travels with its bytes. */
async function withFiles(work: Work, row: OutboxRow, content: Content): Promise<Content> {
  const origin = work.benches[otherSide(row.side)]
  const hashed = work.benches[row.side].connector.entities[row.entity]?.files ?? []
  const wanted = row.sets.filter(({ key, value }) => hashed.includes(key) && value !== null)
  if (wanted.length === 0 || !origin.session.file) return content
  const [link] = await inTenant(work.engine, (tx) => linksById(tx, work.engine, [row.link]))
  const id = link?.[origin.side]?.id
  const files: Record<string, string> = {}
  for (const { key, from } of wanted) {
    const bytes = id && from ? await asking(origin.connector.id, origin.session.file(row.entity, id, from)) : null
    if (bytes !== null) files[key] = bytes
  }
  return { ...content, files }
}
