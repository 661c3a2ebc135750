import type { Logger } from 'drizzle-orm'
import { sql } from 'drizzle-orm'
import type { PgDatabase, PgQueryResultHKT } from 'drizzle-orm/pg-core'
import { env } from '@/lib/env'
import type { Context } from '@/lib/model/context'
import { migrate } from './migrate'
import { openNeon, openPglite, openPostgres } from './drivers'
import { rowsOf } from './rows'

/** A drizzle database or transaction, whatever the driver. */
export type Tx = PgDatabase<PgQueryResultHKT, Record<string, never>>
export type Driver = 'pglite' | 'node-postgres' | 'neon'

export interface Database {
  readonly driver: Driver
  readonly drizzle: Tx
  /** Milliseconds to add to this process's clock to get the database's, so that leases of several servers agree. */
  readonly clockOffset: number
  /** Sentences for whoever operates this installation. */
  readonly warnings: readonly string[]
  close(): Promise<void>
  /** PGlite only: the whole data directory, to start other databases from. */
  dump?(): Promise<Blob>
}

/** What callers of the store carry: who asks, time, identity, and the database. */
export interface Room extends Context {
  readonly db: Database
}
/** What store functions need of it; plain so that tests can hand it in. */
export type Here = Pick<Room, 'tenant' | 'now' | 'newId'>

export interface OpenOptions {
  /** False leaves the schema alone. */
  readonly migrate?: boolean
  /** PGlite in memory, started from another one's `dump`. */
  readonly dump?: Blob
  readonly driver?: Driver
  /** Sees every statement's text before it is sent; for counting. */
  readonly watch?: (statement: string) => void
}

/** Opens `url`: nothing or `pglite:DIR` or `pglite:memory` is embedded, `postgres://` a server, a Neon host its WebSocket driver. */
export async function openDatabase(url: string | undefined, options: OpenOptions = {}): Promise<Database> {
  const { watch } = options
  const logger: Logger | false = watch ? { logQuery: (text) => watch(text) } : false
  const driver = options.driver ?? driverOf(url)
  const opened = await openDriver(driver, url, logger, options.dump)
  try {
    if (options.migrate !== false) await migrate(opened.drizzle)
    const clockOffset = driver === 'pglite' ? 0 : await measureClock(opened.drizzle)
    return { driver, clockOffset, ...opened }
  } catch (error) {
    await opened.close()
    throw error
  }
}

const handle = Symbol.for('concord.database')
type Shared = typeof globalThis & { [handle]?: Promise<Database> }

/** The process-wide database of the environment, on globalThis because routes and instrumentation are separate bundles. */
export function database(): Promise<Database> {
  const shared: Shared = globalThis
  shared[handle] ??= openFromEnvironment().catch((error: unknown) => {
    delete shared[handle]
    throw error
  })
  return shared[handle]
}

async function openFromEnvironment(): Promise<Database> {
  const { DATABASE_URL, DATABASE_DRIVER, DATA_DIR, NODE_ENV } = env()
  const url = DATABASE_URL ?? `pglite:${DATA_DIR}/database`
  const db = await openDatabase(url, DATABASE_DRIVER ? { driver: DATABASE_DRIVER } : {})
  if (NODE_ENV !== 'production' || DATABASE_URL) return db
  const warning =
    'DATABASE_URL is not set: data lives in the embedded database, which survives a crash but not a power cut.'
  return { ...db, warnings: [...db.warnings, warning] }
}

/** Of many short statements none is worth compiling: a dear estimate alone would cost seconds before the first row. */
const quick = sql`set_config('jit', 'off', true)`

/** One transaction that sees and writes nothing but the tenant's rows. Never call a vendor or `db` inside `work`. */
export function inTenant<T>(room: Pick<Room, 'tenant' | 'db'>, work: (tx: Tx) => Promise<T>): Promise<T> {
  return room.db.drizzle.transaction(async (tx) => {
    await tx.execute(
      sql`select set_config('role', 'app_user', true), ${quick}, set_config('app.tenant_id', ${room.tenant}, true)`,
    )
    return work(tx)
  })
}

/** One transaction before a tenant is known: it sees tables without a tenant and the few lookups that cross tenants. */
export function withoutTenant<T>(db: Database, work: (tx: Tx) => Promise<T>): Promise<T> {
  return db.drizzle.transaction(async (tx) => {
    await tx.execute(sql`select set_config('role', 'app_user', true), ${quick}, set_config('app.tenant_id', '', true)`)
    return work(tx)
  })
}

export interface Held {
  readonly integration: string
  readonly token: number
  /** Milliseconds for which the lease is renewed. */
  readonly ttl: number
}

/** `inTenant` for a run: renews its lease in the opening statement and fails with `lease-lost` if another worker took over. */
export function inLease<T>(
  room: Pick<Room, 'tenant' | 'db' | 'now'>,
  held: Held,
  work: (tx: Tx) => Promise<T>,
): Promise<T> {
  return room.db.drizzle.transaction(async (tx) => {
    const expires = room.now() + held.ttl
    const [row] = await rowsOf<{ held: boolean }>(
      tx,
      sql`select set_config('role', 'app_user', true), ${quick}, set_config('app.tenant_id', ${room.tenant}, true),
        hold_lease(${room.tenant}, ${held.integration}, ${held.token}::bigint, ${expires}::bigint) as held`,
    )
    if (!row?.held) throw leaseLost(held.integration)
    return work(tx)
  })
}

const lost = 'lease-lost'
export const leaseLost = (integration: string): Error =>
  new Error(`Another worker took over integration ${integration}`, { cause: lost })
export const isLeaseLost = (error: unknown): boolean => error instanceof Error && error.cause === lost

function driverOf(url: string | undefined): Driver {
  if (!url || url.startsWith('pglite:')) return 'pglite'
  if (!/^postgres(ql)?:\/\//.test(url)) throw new Error('DATABASE_URL must start with postgres:// or pglite:')
  return new URL(url).hostname.endsWith('.neon.tech') ? 'neon' : 'node-postgres'
}

function openDriver(driver: Driver, url: string | undefined, logger: Logger | false, dump: Blob | undefined) {
  if (driver === 'pglite') return openPglite(url?.replace(/^pglite:/, '') || 'memory', logger, dump)
  if (!url) throw new Error(`DATABASE_URL is missing for the driver ${driver}`)
  return driver === 'neon' ? openNeon(url, logger) : openPostgres(url, logger)
}

async function measureClock(drizzle: Tx): Promise<number> {
  const before = Date.now()
  const [row] = await rowsOf<{ at: number }>(
    drizzle,
    sql`select extract(epoch from clock_timestamp())::float8 * 1000 as at`,
  )
  return row ? Math.round(row.at - (before + Date.now()) / 2) : 0
}
