import { protocol, type PGlite } from '@electric-sql/pglite'
import type { SQL } from 'drizzle-orm'
import { PgDialect } from 'drizzle-orm/pg-core'
import type { Database, Tx } from '@/lib/store/db'
import { answerOf, bindOf, type Answer, type Column } from './wire'

const { serialize } = protocol

/** Said again and again, so that they are put into bytes once. */
const begin = serialize.query('begin')
const commit = serialize.query('commit')
const rollback = serialize.query('rollback')
const run = serialize.execute({})
const sync = serialize.sync()

/** Nobody watches this database, and nothing of it outlives the process. */
const settings = `set plan_cache_mode = force_generic_plan; set synchronous_commit = off;
  set track_activities = off; set track_counts = off`

const dialect = new PgDialect()

/**
 * The same PGlite, asked in fewer words: each statement is parsed once per process and a transaction begins with its first
 * statement, so that a statement costs one message instead of five. What it answers is the same.
 */
export function quick(db: Database): Database {
  const client = clientOf(db)
  const known = new Map<string, Known>()
  client.execProtocolRawSync(serialize.query(settings))
  const query = async (before: readonly Uint8Array[], text: string, params: readonly unknown[]): Promise<Answer> => {
    const statement = known.get(text) ?? (await learn(client, known, text))
    const bound = bindOf(statement.name, params.map(asText))
    return { rows: await answer(client, [...before, bound, run], statement.columns), fields: statement.columns }
  }
  let last: Promise<unknown> = Promise.resolve()
  /** PGlite has one session: whoever comes waits for whoever is inside. */
  const alone = <T>(work: () => Promise<T>): Promise<T> => {
    const next = last.then(work, work)
    last = Promise.allSettled([next])
    return next
  }
  const transaction = <T>(work: (tx: Tx) => Promise<T>): Promise<T> =>
    alone(async () => {
      let begun = false
      const inside: Query = (text, params) => {
        const before = begun ? [] : [begin]
        begun = true
        return query(before, text, params)
      }
      try {
        const made = await work(askedBy(inside))
        if (begun) await answer(client, [commit])
        return made
      } catch (error) {
        if (begun) await answer(client, [rollback])
        throw error
      }
    })
  const execute = (statement: SQL): Promise<unknown> => transaction((tx) => tx.execute(statement))
  return { ...db, drizzle: { execute, transaction } as unknown as Tx }
}

type Query = (text: string, params: readonly unknown[]) => Promise<Answer>

/** All that the store ever asks of drizzle inside a transaction. */
const askedBy = (query: Query): Tx =>
  ({
    execute: (statement: SQL) => {
      const { sql, params } = dialect.sqlToQuery(statement)
      return query(sql, params)
    },
  }) as unknown as Tx

interface Known {
  readonly name: string
  readonly columns: readonly Column[]
}

/** Opened by the store; drizzle keeps what it was made of. */
const clientOf = (db: Database): PGlite => (db.drizzle as unknown as { readonly $client: PGlite }).$client

async function learn(client: PGlite, known: Map<string, Known>, text: string): Promise<Known> {
  const name = `s${known.size}`
  const parts = [serialize.parse({ name, text }), serialize.describe({ type: 'S', name }), serialize.sync()]
  const { columns, failure } = answerOf(await said(client, Buffer.concat(parts)), [])
  if (failure) throw failure
  const statement = { name, columns }
  known.set(text, statement)
  return statement
}

/** PostgreSQL is deaf after a failure until it is told `sync`; what ends well needs none inside a transaction. */
async function answer(client: PGlite, messages: readonly Uint8Array[], columns: readonly Column[] = []) {
  const { rows, failure } = answerOf(await said(client, Buffer.concat(messages)), columns)
  if (!failure) return rows
  await said(client, sync)
  throw failure
}

/** Streamed, because PGlite reads through whatever it collects itself; the parts are views of a memory that it writes on. */
async function said(client: PGlite, message: Uint8Array): Promise<Uint8Array> {
  const parts: Buffer[] = []
  await client.execProtocolRawStream(message, {
    syncToFs: false,
    onRawData: (part) => void parts.push(Buffer.from(part)),
  })
  return Buffer.concat(parts)
}

function asText(value: unknown): string | null {
  if (value === null || value === undefined) return null
  if (typeof value === 'boolean') return value ? 't' : 'f'
  if (typeof value === 'number') return String(value)
  if (typeof value === 'string') return value
  if (Array.isArray(value)) return `{${value.map(quoted).join(',')}}`
  throw new Error(`A statement has a parameter of type ${typeof value}`)
}

const quoted = (value: unknown): string => {
  const text = asText(value)
  return text === null ? 'null' : `"${text.replace(/["\\]/g, '\\$&')}"`
}
