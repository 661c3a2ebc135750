import { protocol, type PGlite } from '@electric-sql/pglite'
import { drizzle } from 'drizzle-orm/pglite'
import type { Database } from '@/lib/store/db'
import { answerOf, type Answer, type Column } from './wire'

const { serialize } = protocol

/**
 * The same PGlite, asked in fewer words: each statement is parsed once per process and a transaction begins with its first
 * statement, so that a statement costs one message instead of five. What it answers is the same.
 */
export function quick(db: Database): Database {
  const client = clientOf(db)
  const known = new Map<string, Known>()
  client.execProtocolRawSync(serialize.query('set plan_cache_mode = force_generic_plan'))
  const query = async (text: string, params: readonly unknown[] = [], begin = false): Promise<Answer> => {
    const statement = known.get(text) ?? learn(client, known, text)
    const { rows, failure } = ask(client, statement, params, begin)
    if (failure) throw failure
    return { rows, fields: statement.columns }
  }
  let last: Promise<unknown> = Promise.resolve()
  /** PGlite has one session: whoever comes waits for whoever is inside. */
  const alone = <T>(work: () => Promise<T>): Promise<T> => {
    const next = last.then(work, work)
    last = Promise.allSettled([next])
    return next
  }
  const transaction = <T>(work: (tx: { query: typeof query }) => Promise<T>): Promise<T> =>
    alone(async () => {
      let begun = false
      const inside = (text: string, params: readonly unknown[] = []): Promise<Answer> => {
        const first = !begun
        begun = true
        return query(text, params, first)
      }
      try {
        const made = await work({ query: inside })
        if (begun) await query('commit')
        return made
      } catch (error) {
        if (begun) await query('rollback')
        throw error
      }
    })
  const asked = { query: (text: string, params?: readonly unknown[]) => alone(() => query(text, params)), transaction }
  return { ...db, drizzle: drizzle(asked as unknown as PGlite) } // all that drizzle ever calls
}

interface Known {
  readonly name: string
  readonly columns: readonly Column[]
}

/** Opened by the store; drizzle keeps what it was made of. */
const clientOf = (db: Database): PGlite => (db.drizzle as unknown as { readonly $client: PGlite }).$client

function learn(client: PGlite, known: Map<string, Known>, text: string): Known {
  const name = `s${known.size}`
  const parts = [serialize.parse({ name, text }), serialize.describe({ type: 'S', name }), serialize.sync()]
  const { columns, failure } = answerOf(client.execProtocolRawSync(Buffer.concat(parts)), [])
  if (failure) throw failure
  const statement = { name, columns }
  known.set(text, statement)
  return statement
}

function ask(client: PGlite, { name, columns }: Known, params: readonly unknown[], begin: boolean) {
  const values = params.map(asText)
  const parts = [
    ...(begin ? [serialize.query('begin')] : []),
    serialize.bind({ statement: name, values }),
    serialize.execute({}),
    serialize.sync(),
  ]
  return answerOf(client.execProtocolRawSync(Buffer.concat(parts)), columns)
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
