import type { Content, Write } from '../model/connector'
import type { SetField } from '../model/decision'
import { ConnectorError, type Problem } from '../model/problem'
import type { Value } from '../model/record'
import type { OutboxRow } from '../model/run'
import { otherSide } from '../model/words'
import { inTenant, type Tx } from '../store/db'
import { appendEntries } from '../store/journal'
import { linksById, remoteIdsOf } from '../store/links'
import { canonicalLines, linesOf, parentOf } from '../sync/flatten'
import { entryOf, type Told } from './record'
import { asking } from './vendor-problem'
import type { Work } from './workshop'

/** The exact requests; pictures are fetched from where they come from, right before they are sent. `unfit`: one cannot be had. */
export async function writesOf<T extends OutboxRow>(work: Work, rows: readonly T[]) {
  const composed = await Promise.all(rows.map((row) => composedOf(work, row)))
  return {
    ready: composed.flatMap((each) => ('write' in each ? [each] : [])),
    unfit: composed.flatMap((each) => ('problem' in each ? [each] : [])),
  }
}

type Composed<T> = { readonly row: T; readonly write: Write } | { readonly row: T; readonly problem: Problem }

/** A picture that comes in no shape we can carry is its own record's fault, and holds up no other. */
async function composedOf<T extends OutboxRow>(work: Work, row: T): Promise<Composed<T>> {
  try {
    return { row, write: writeOf(row, await withFiles(work, row, contentOf(row))) }
  } catch (error) {
    if (!(error instanceof ConnectorError) || error.problem.kind !== 'surprise') throw error
    const field = filesIn(work, row)[0]?.key ?? ''
    return { row, problem: { kind: 'rejected', field, detail: 'picture-unreadable' } }
  }
}

/** As `writesOf`, for rows that carry no files: nobody needs to be asked. */
export const plainWrites = (rows: readonly OutboxRow[]): readonly Write[] =>
  rows.map((row) => writeOf(row, contentOf(row)))

export const carriesFiles = (work: Work, row: OutboxRow): boolean => filesIn(work, row).length > 0

/** Rows planned together with their parents name them by link until now, when the parents exist. */
export async function withParents<T extends Told>(tx: Tx, work: Work, rows: readonly T[]): Promise<readonly T[]> {
  const wanted = [...new Set(rows.flatMap((row) => row.waitsFor))]
  const [first] = rows
  if (wanted.length === 0 || !first) return rows
  const known = await remoteIdsOf(tx, work.engine, first.side, wanted)
  const ids = new Map([...known].map(([link, id]) => [`link:${link}`, id]))
  return rows.map((row) =>
    row.waitsFor.length === 0 ? row : { ...row, sets: row.sets.map(named(ids)), retold: 'whole' },
  )
}

const named =
  (ids: ReadonlyMap<string, string>) =>
  (set: SetField): SetField => {
    const value = resolved(set.key, set.value, ids)
    return value === set.value ? set : { ...set, value }
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

/** The losing value is on record before anything overwrites it; a row that a refusal lets try again has told it. */
export async function noteOverruled(tx: Tx, work: Work, rows: readonly OutboxRow[]): Promise<void> {
  const overruled = rows.filter(({ epoch, sets }) => epoch === 0 && sets.some(({ lost }) => lost !== null))
  const entries = overruled.map((row) => lostBy(work, row))
  if (entries.length > 0) await appendEntries(tx, work.engine, work.integration.id, entries)
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

function contentOf(row: OutboxRow): Content {
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

function filesIn(work: Work, row: OutboxRow): readonly SetField[] {
  const hashed = work.benches[row.side].connector.entities[row.entity]?.files ?? []
  return hashed.length === 0 ? [] : row.sets.filter(({ key, value }) => hashed.includes(key) && value !== null)
}

/** A field that holds only a hash travels with its bytes. */
async function withFiles(work: Work, row: OutboxRow, content: Content): Promise<Content> {
  const origin = work.benches[otherSide(row.side)]
  const wanted = filesIn(work, row)
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
