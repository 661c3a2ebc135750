import type { Content, Write } from '../model/connector'
import type { Fields, Parents, Value } from '../model/record'
import type { OutboxRow } from '../model/run'
import { otherSide } from '../model/words'
import { inLease, inTenant } from '../store/db'
import { linksById } from '../store/links'
import { saveRequests } from '../store/outbox'
import { linesOf, parentOf } from '../sync/flatten'
import { asking } from './vendor-problem'
import type { Work } from './workshop'

/** What each row's write carries; pictures are fetched from where they come from, right before they are sent. */
export async function contentOf(work: Work, rows: readonly OutboxRow[]): Promise<readonly Content[]> {
  const parents = await parentIds(work, rows)
  return Promise.all(rows.map(async (row) => withFiles(work, row, contentOfRow(row, parents))))
}

/** Exact requests, stored before they are sent, so that a repeat sends exactly that. */
export async function writesOf(
  work: Work,
  rows: readonly OutboxRow[],
  contents: readonly Content[],
): Promise<readonly Write[]> {
  const writes = rows.map((row, at): Write => writeOf(row, contents[at] ?? { fields: {}, parents: {} }))
  const requests = rows.flatMap((row, at) => (writes[at] ? [{ id: row.id, request: writes[at] }] : []))
  await inLease(work.engine, work.held, (tx) => saveRequests(tx, work.engine, requests))
  return writes
}

function writeOf(row: OutboxRow, content: Content): Write {
  const idempotencyKey = `${row.id}-${row.epoch}`
  const { entity } = row
  if (row.verb === 'create' || row.remoteId === null)
    return { ...content, do: 'create', entity, marker: row.link, idempotencyKey }
  const target = { entity, id: row.remoteId, ifMatch: row.ifMatch, idempotencyKey }
  return row.verb === 'update' ? { ...content, do: 'update', ...target } : { do: 'remove', ...target }
}

async function parentIds(work: Work, rows: readonly OutboxRow[]): Promise<ReadonlyMap<string, string>> {
  const wanted = [...new Set(rows.flatMap((row) => row.waitsFor))]
  const [first] = rows
  if (wanted.length === 0 || !first) return new Map()
  const links = await inTenant(work.engine, (tx) => linksById(tx, work.engine, wanted))
  return new Map(links.flatMap((link) => (link[first.side] ? [[`link:${link.id}`, link[first.side]?.id ?? '']] : [])))
}

function contentOfRow(row: OutboxRow, parents: ReadonlyMap<string, string>): Content {
  const real = (id: string): string => parents.get(id) ?? id
  const fields: Record<string, Value> = {}
  const owners: Record<string, string> = {}
  for (const { key, value } of row.sets) {
    const parent = parentOf(key)
    if (parent && typeof value === 'string') owners[parent] = real(value)
    else if (!parent && key !== 'lines' && !(row.verb === 'create' && value === null)) fields[key] = value
  }
  const lines = row.sets.find(({ key }) => key === 'lines')
  return {
    fields: fields satisfies Fields,
    parents: owners satisfies Parents,
    ...(lines
      ? {
          lines: linesOf(lines.value).map(({ fields: own, parents: { product } }) => ({
            fields: own,
            parents: product === undefined ? {} : { product: real(product) },
          })),
        }
      : {}),
  }
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
