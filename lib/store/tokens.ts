import { sql } from 'drizzle-orm'
import { withoutTenant, type Database, type Here, type Tx } from './db'
import { firstOf, json, rowsOf, texts } from './rows'
import { open, seal } from './seal'

/** Tokens as a vendor hands them out; null where its answer leaves something as it was. Instants in milliseconds UTC. */
export interface GivenTokens {
  readonly access: string
  readonly refresh: string | null
  readonly accessUntil: number
  readonly refreshUntil: number | null
  readonly scopes: readonly string[] | null
  readonly kept: Readonly<Record<string, string>>
}

/** A consent's tokens with everything that decides who may renew them. */
export interface KeptTokens extends GivenTokens {
  readonly version: number
  readonly refreshedAt: number
  readonly leaseUntil: number | null
  readonly leaseBy: string | null
  readonly askedAt: number | null
  readonly doubtfulAt: number | null
  readonly refusedAt: number | null
}

/** What pages may know of a consent: no token. */
export type Consent = Pick<
  KeptTokens,
  'refreshedAt' | 'accessUntil' | 'refreshUntil' | 'scopes' | 'kept' | 'doubtfulAt' | 'refusedAt'
>

/** Stores what a new consent gave, whatever was there before. */
export async function saveTokens(tx: Tx, room: Here, connection: string, given: GivenTokens): Promise<void> {
  const known = await firstOf<{ version: number }>(
    tx,
    sql`select version from tokens where tenant_id = ${room.tenant} and connection_id = ${connection} for update`,
  )
  const version = (known?.version ?? 0) + 1
  const { access, refresh } = sealed(room, connection, version, given)
  await tx.execute(sql`insert into tokens (tenant_id, connection_id, version, access, refresh, access_until, refresh_until,
      refreshed_at, scopes, kept)
    values (${room.tenant}, ${connection}, ${version}, ${access}, ${refresh}, ${given.accessUntil}::bigint,
      ${given.refreshUntil}::bigint, ${room.now()}::bigint, ${scopesOf(given)}, ${json(given.kept)})
    on conflict (tenant_id, connection_id) do update set version = excluded.version, access = excluded.access,
      refresh = excluded.refresh, access_until = excluded.access_until, refresh_until = excluded.refresh_until,
      refreshed_at = excluded.refreshed_at, scopes = excluded.scopes, kept = excluded.kept, ${atRest}`)
}

/** Opened, for the time of a call; null where there is no consent (any more). */
export async function keptTokens(tx: Tx, room: Here, connection: string): Promise<KeptTokens | null> {
  const row = await firstOf<KeptTokens>(
    tx,
    sql`select version, access, refresh, refreshed_at as "refreshedAt", lease_until as "leaseUntil",
      lease_by as "leaseBy", asked_at as "askedAt", ${consentColumns}
      from tokens where tenant_id = ${room.tenant} and connection_id = ${connection}`,
  )
  if (!row) return null
  const bound = { tenant: room.tenant, connection, version: row.version }
  return {
    ...row,
    access: open(row.access, { ...bound, field: 'access' }),
    refresh: row.refresh === null ? null : open(row.refresh, { ...bound, field: 'refresh' }),
  }
}

export const consentOf = (tx: Tx, room: Here, connection: string): Promise<Consent | null> =>
  firstOf<Consent>(
    tx,
    sql`select refreshed_at as "refreshedAt", ${consentColumns} from tokens
      where tenant_id = ${room.tenant} and connection_id = ${connection}`,
  )

export interface Turn {
  readonly connection: string
  readonly version: number
  readonly by: string
}

/**
 * Takes the turn to renew tokens of this version; of many who try one gets it. A call that was begun under this version
 * and whose end nobody noted leaves a doubt, which stays until an answer arrives.
 */
export async function takeTurn(tx: Tx, room: Here, { connection, version, by }: Turn, ms: number): Promise<boolean> {
  const now = room.now()
  const taken = await rowsOf(
    tx,
    sql`update tokens set lease_until = ${now + ms}::bigint, lease_by = ${by},
        doubtful_at = coalesce(doubtful_at, asked_at), asked_at = ${now}::bigint
      where tenant_id = ${room.tenant} and connection_id = ${connection} and version = ${version}
        and refused_at is null and (lease_until is null or lease_until < ${now}::bigint)
      returning version`,
  )
  return taken.length === 1
}

/** Gives the turn back without new tokens. `lost`: the vendor may have answered, so the refresh token may be spent. */
export async function endTurn(tx: Tx, room: Here, turn: Turn, end: 'nothing-sent' | 'lost'): Promise<void> {
  const doubt = end === 'lost' ? sql`coalesce(doubtful_at, asked_at)` : sql`doubtful_at`
  await tx.execute(sql`update tokens set lease_until = null, lease_by = null, asked_at = null, doubtful_at = ${doubt}
    where tenant_id = ${room.tenant} and connection_id = ${turn.connection} and version = ${turn.version}
      and lease_by = ${turn.by}`)
}

/**
 * New tokens take the place of exactly the version they came of; false if another worker's are there already. Whoever
 * held the turn: the refresh token in this answer exists nowhere else.
 */
export async function swapTokens(
  tx: Tx,
  room: Here,
  connection: string,
  before: Pick<KeptTokens, 'version' | 'refresh'>,
  given: GivenTokens,
): Promise<boolean> {
  const version = before.version + 1
  const tokens = { ...given, refresh: given.refresh ?? before.refresh }
  const { access, refresh } = sealed(room, connection, version, tokens)
  const swapped = await rowsOf(
    tx,
    sql`update tokens set version = ${version}, access = ${access}, refresh = ${refresh},
        access_until = ${given.accessUntil}::bigint, refresh_until = ${given.refreshUntil}::bigint,
        refreshed_at = ${room.now()}::bigint, scopes = coalesce(${scopesOf(given)}, scopes),
        kept = kept || ${json(given.kept)}, ${atRest}
      where tenant_id = ${room.tenant} and connection_id = ${connection} and version = ${before.version}
      returning version`,
  )
  return swapped.length === 1
}

/** The vendor refuses the refresh token of this version; false if another worker's tokens are there already. */
export async function refuseTokens(tx: Tx, room: Here, turn: Turn): Promise<boolean> {
  const refused = await rowsOf(
    tx,
    sql`update tokens set refused_at = ${room.now()}::bigint, lease_until = null, lease_by = null, asked_at = null
      where tenant_id = ${room.tenant} and connection_id = ${turn.connection} and version = ${turn.version}
      returning version`,
  )
  return refused.length === 1
}

/** The consent is over; nothing of it can be opened again. */
export async function dropTokens(tx: Tx, room: Here, connection: string): Promise<void> {
  await tx.execute(sql`delete from tokens where tenant_id = ${room.tenant} and connection_id = ${connection}`)
}

export interface Unused {
  readonly tenant: string
  readonly connection: string
  readonly vendor: string
  readonly refreshedAt: number
}

/** Consents that nobody renewed since `before`, across all tenants. */
export const unusedTokens = (db: Database, before: number): Promise<Unused[]> =>
  withoutTenant(db, (tx) =>
    rowsOf<Unused>(
      tx,
      sql`select tenant_id as tenant, connection_id as connection, vendor, refreshed_at as "refreshedAt"
        from tokens_unused(${before}::bigint)`,
    ),
  )

function sealed(room: Here, connection: string, version: number, { access, refresh }: GivenTokens) {
  const bound = { tenant: room.tenant, connection, version }
  return {
    access: seal(access, { ...bound, field: 'access' }),
    refresh: refresh === null ? null : seal(refresh, { ...bound, field: 'refresh' }),
  }
}

const scopesOf = ({ scopes }: GivenTokens) => (scopes === null ? sql`null::text[]` : texts(scopes))

const atRest = sql.raw('lease_until = null, lease_by = null, asked_at = null, doubtful_at = null, refused_at = null')
const consentColumns = sql.raw(`access_until as "accessUntil", refresh_until as "refreshUntil", scopes, kept,
  doubtful_at as "doubtfulAt", refused_at as "refusedAt"`)
