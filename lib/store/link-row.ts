import { sql, type SQL } from 'drizzle-orm'
import type { Because, Flat, Half, Link, Made, Tried } from '@/lib/model/record'
import type { Entity, Side, Space } from '@/lib/model/words'

const halfColumns = (side: Side) =>
  ['id', 'entity', 'version', 'seen', 'removed', 'left', 'marker', 'base', 'tried', 'made']
    .map((name) => `l.${side}_${name}`)
    .join(', ')

/** What a link is read from, for a statement that names the table `l`. */
export const linkColumns = sql.raw(
  `l.id, l.space, l.news, l.planned, l.because, l.gone, ${halfColumns('crm')}, ${halfColumns('books')}`,
)

/** Column names of a side; a closed set, so they may stand in SQL as they are. */
export const column = (side: Side, name: string) => sql.raw(`${side}_${name}`)

/** Nothing of that side is left. */
export const emptied = (side: Side): SQL =>
  sql.raw(
    ['id', 'entity', 'version', 'seen', 'marker', 'base', 'tried', 'made', 'read_at']
      .map((name) => `${side}_${name} = null`)
      .concat([`${side}_removed = false`, `${side}_left = false`, `${side}_keys = '{}'`])
      .join(', '),
  )

interface HalfRow {
  readonly id: string | null
  readonly entity: Entity | null
  readonly version: string | null
  readonly seen: Flat | null
  readonly removed: boolean
  readonly left: boolean
  readonly marker: string | null
  readonly base: Flat | null
  readonly tried: Tried | null
  readonly made: Made | null
}
type Prefixed<S extends Side> = { readonly [Name in keyof HalfRow as `${S}_${Name}`]: HalfRow[Name] }

export interface LinkRow extends Prefixed<'crm'>, Prefixed<'books'> {
  readonly id: string
  readonly space: Space
  readonly news: number
  readonly planned: number
  readonly because: Because | null
  readonly gone: boolean
}

export function rowToLink(row: LinkRow): Link {
  return {
    id: row.id,
    space: row.space,
    crm: half({
      id: row.crm_id,
      entity: row.crm_entity,
      version: row.crm_version,
      seen: row.crm_seen,
      removed: row.crm_removed,
      left: row.crm_left,
      marker: row.crm_marker,
      base: row.crm_base,
      tried: row.crm_tried,
      made: row.crm_made,
    }),
    books: half({
      id: row.books_id,
      entity: row.books_entity,
      version: row.books_version,
      seen: row.books_seen,
      removed: row.books_removed,
      left: row.books_left,
      marker: row.books_marker,
      base: row.books_base,
      tried: row.books_tried,
      made: row.books_made,
    }),
    news: row.news,
    planned: row.planned,
    because: row.because,
    gone: row.gone,
  }
}

function half({ id, entity, version, seen, removed, left, marker, base, tried, made }: HalfRow): Half | null {
  if (id === null || entity === null) return null
  return {
    id,
    entity,
    version,
    seen: seen ?? {},
    removed,
    leftFilter: left,
    marker,
    base,
    ...(tried && { tried }),
    ...(made && { made }),
  }
}
