import { sql } from 'drizzle-orm'
import { z } from 'zod'
import { locales, sides, type Actor, type Locale, type Side } from '@/lib/model/words'
import { withoutTenant, type Database, type Here, type Tx } from './db'
import { firstOf, json, jsonOrNull, rowsOf, texts } from './rows'
import { open, seal } from './seal'

/** begun: the page asked; away: the browser is at the vendor; then the end, either way. */
export type AttemptStatus = 'begun' | 'away' | 'done' | 'failed'

/** A consent under way. */
export interface Attempt {
  readonly id: string
  readonly installation: string
  readonly connection: string
  readonly side: Side
  readonly vendor: string
  readonly actor: Extract<Actor, { kind: 'person' }>
  readonly locale: Locale
  readonly labels: Readonly<Record<string, string>>
  readonly scopes: readonly string[]
  readonly status: AttemptStatus
  /** Why it failed, and what was tested: in the words of whoever wrote them. */
  readonly fault: unknown
  readonly checks: unknown
  readonly expiresAt: number
}

export type NewAttempt = Omit<Attempt, 'status' | 'fault' | 'checks'> & {
  readonly secretHash: string
  readonly secretUntil: number
}

export async function saveAttempt(tx: Tx, room: Here, given: NewAttempt): Promise<void> {
  await tx.execute(sql`insert into connect_attempts (tenant_id, id, installation_id, connection_id, side, vendor, actor,
      locale, labels, scopes, secret_hash, secret_until, status, began_at, expires_at)
    values (${room.tenant}, ${given.id}, ${given.installation}, ${given.connection}, ${given.side}, ${given.vendor},
      ${json(given.actor)}, ${given.locale}, ${json(given.labels)}, ${texts(given.scopes)}, ${given.secretHash},
      ${given.secretUntil}::bigint, 'begun', ${room.now()}::bigint, ${given.expiresAt}::bigint)`)
}

/** Whose attempt this is, before anything else is known. */
export const tenantOfAttempt = (db: Database, id: string): Promise<string | null> =>
  withoutTenant(db, async (tx) => {
    const row = await firstOf<{ tenant_id: string }>(tx, sql`select tenant_id from attempt_tenant(${id})`)
    return row?.tenant_id ?? null
  })

export async function attempt(tx: Tx, room: Pick<Here, 'tenant'>, id: string): Promise<Attempt | null> {
  const row = await firstOf(
    tx,
    sql`select ${attemptColumns} from connect_attempts where tenant_id = ${room.tenant} and id = ${id}`,
  )
  return row === null ? null : attemptRow.parse(row)
}

/** Whether this secret would open it now, without spending it. */
export async function knowsSecret(tx: Tx, room: Here, id: string, secretHash: string): Promise<boolean> {
  const rows = await rowsOf(
    tx,
    sql`select 1 from connect_attempts where tenant_id = ${room.tenant} and id = ${id}
      and secret_hash = ${secretHash} and secret_until > ${room.now()}::bigint and status = 'begun'`,
  )
  return rows.length === 1
}

export interface Departure {
  readonly secretHash: string
  readonly browserHash: string
  readonly stateHash: string
  readonly verifier: string
}

/** Spends the secret and binds the attempt to a browser and a state; false where the secret is wrong, late or spent. */
export async function leaveForVendor(tx: Tx, room: Here, id: string, given: Departure): Promise<boolean> {
  const verifier = seal(given.verifier, { tenant: room.tenant, connection: id, field: 'verifier', version: 1 })
  const rows = await rowsOf(
    tx,
    sql`update connect_attempts set status = 'away', secret_hash = null, browser_hash = ${given.browserHash},
        state_hash = ${given.stateHash}, verifier = ${verifier}
      where tenant_id = ${room.tenant} and id = ${id} and secret_hash = ${given.secretHash} and status = 'begun'
        and secret_until > ${room.now()}::bigint returning id`,
  )
  return rows.length === 1
}

export interface TakenAttempt {
  readonly tenant: string
  readonly id: string
}

/** Spends the state that a vendor's answer bears. */
export const takeAttempt = (db: Database, stateHash: string, now: number): Promise<TakenAttempt | null> =>
  withoutTenant(db, (tx) =>
    firstOf<TakenAttempt>(
      tx,
      sql`select tenant_id as tenant, attempt_id as id from take_attempt(${stateHash}, ${now}::bigint)`,
    ),
  )

/** The verifier, for the browser that left; null for any other. It is forgotten with this answer. */
export async function takeVerifier(tx: Tx, room: Here, id: string, browserHash: string): Promise<string | null> {
  const row = await firstOf<{ verifier: string }>(
    tx,
    sql`select verifier from connect_attempts where tenant_id = ${room.tenant} and id = ${id}
      and browser_hash = ${browserHash} and status = 'away' and verifier is not null`,
  )
  await tx.execute(sql`update connect_attempts set verifier = null where tenant_id = ${room.tenant} and id = ${id}`)
  return row && open(row.verifier, { tenant: room.tenant, connection: id, field: 'verifier', version: 1 })
}

export type AttemptEnd =
  { readonly status: 'done'; readonly checks: unknown } | { readonly status: 'failed'; readonly fault: unknown }

export async function endAttempt(tx: Tx, room: Here, id: string, end: AttemptEnd): Promise<void> {
  const [fault, checks] = end.status === 'done' ? [null, end.checks] : [end.fault, null]
  await tx.execute(sql`update connect_attempts set status = ${end.status}, fault = ${jsonOrNull(fault)},
      checks = ${jsonOrNull(checks)}, secret_hash = null, state_hash = null, verifier = null
    where tenant_id = ${room.tenant} and id = ${id} and status in ('begun', 'away')`)
}

/** Attempts of days gone by tell nobody anything. */
export async function dropAttempts(tx: Tx, room: Here, before: number): Promise<void> {
  await tx.execute(
    sql`delete from connect_attempts where tenant_id = ${room.tenant} and expires_at < ${before}::bigint`,
  )
}

const attemptRow = z.object({
  id: z.string(),
  installation: z.string(),
  connection: z.string(),
  side: z.enum(sides),
  vendor: z.string(),
  actor: z.object({ kind: z.literal('person'), id: z.string(), name: z.string() }),
  locale: z.enum(locales),
  labels: z.record(z.string(), z.string()),
  scopes: z.array(z.string()),
  status: z.enum(['begun', 'away', 'done', 'failed']),
  fault: z.unknown(),
  checks: z.unknown(),
  expiresAt: z.number(),
})

const attemptColumns = sql.raw(`id, installation_id as installation, connection_id as connection, side, vendor, actor,
  locale, labels, scopes, status, fault, checks, expires_at as "expiresAt"`)
