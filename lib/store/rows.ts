import { sql, type SQL } from 'drizzle-orm'
import type { Tx } from './db'

/**
 * The rows of a statement. `Row` is this house's word for what the statement selects: every driver returns int8 as
 * number and jsonb parsed (drivers.ts), so the shape is what the SQL says.
 */
export async function rowsOf<Row>(tx: Tx, statement: SQL): Promise<Row[]> {
  const result = await tx.execute(statement)
  return (result as { rows: Row[] }).rows
}

export async function firstOf<Row>(tx: Tx, statement: SQL): Promise<Row | null> {
  const [row] = await rowsOf<Row>(tx, statement)
  return row ?? null
}

// PostgreSQL holds neither NUL nor half a surrogate pair; vendors send both.
const unstorable = /[\0\p{Surrogate}]/gu
const storable = (_key: string, value: unknown) =>
  typeof value === 'string' ? value.replace(unstorable, '\ufffd') : value

/** A value as one jsonb parameter. */
export function json(value: unknown): SQL {
  const text = JSON.stringify(value)
  return sql`${/\\u0000|\\ud[89a-f]/.test(text) ? JSON.stringify(value, storable) : text}::jsonb`
}

/** A nullable value as jsonb: null is SQL's null, not jsonb's. */
export const jsonOrNull = (value: unknown): SQL =>
  value === null || value === undefined ? sql`null::jsonb` : json(value)

/** Texts as one text[] parameter. */
export const texts = (values: readonly string[]): SQL => sql`${sql.param([...values])}::text[]`

/**
 * Rows as a table expression: `shape` lists columns and types, e.g. `id text, news bigint`; the first is a text, never null.
 * Its condition always holds and makes the planner expect a single row, so that the page leads every join by index: without
 * it a tenant whom the statistics do not know yet is read whole for every row of the page.
 */
export function recordset(rows: readonly unknown[], shape: string): SQL {
  const first = shape.trim().split(' ', 1)[0] ?? ''
  return sql`(select * from jsonb_to_recordset(${json(rows)}) as shown(${sql.raw(shape)})
    where ${sql.raw(`${first} || '' = ${first}`)}) as page`
}

/** Texts as a table expression of one column, under the same condition as `recordset`. */
export const listed = (values: readonly string[], name: string): SQL =>
  sql`(select * from unnest(${texts(values)}) as shown(${sql.raw(name)}) where ${sql.raw(`${name} || '' = ${name}`)}) as page`

/** Statements take at most this many rows, so that one parameter stays a few megabytes. */
const chunkSize = 1_000
export function chunksOf<T>(rows: readonly T[]): T[][] {
  return Array.from({ length: Math.ceil(rows.length / chunkSize) }, (_, at) =>
    rows.slice(at * chunkSize, (at + 1) * chunkSize),
  )
}

/**
 * Refreshes the planner's statistics of a table that has outgrown them. Not left to the server: a first run fills a
 * table faster than autovacuum wakes, PGlite has none, and without statistics an update by id may read every row.
 */
export async function keepStatistics(tx: Tx, table: 'links' | 'outbox'): Promise<void> {
  await tx.execute(sql`select keep_statistics(${table})`)
}
