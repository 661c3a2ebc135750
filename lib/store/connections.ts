import { sql, type SQL } from 'drizzle-orm'
import type { Company, Grant } from '@/lib/model/connector'
import type { Problem } from '@/lib/model/problem'
import type { Side } from '@/lib/model/words'
import type { Here, Tx } from './db'
import { firstOf, json, rowsOf } from './rows'
import { open, seal } from './seal'
import { dropSubscription } from './subscriptions'
import { consentOf, dropTokens } from './tokens'

export interface Health {
  readonly problem: Problem
  readonly at: number
}

export interface Connection {
  readonly id: string
  readonly vendor: string
  readonly side: Side
  readonly baseUrl: string
  readonly version: number
  readonly companyId: string | null
  readonly companyName: string | null
  readonly companyIdentity: string | null
  readonly chosen: Grant['chosen']
  /** What may be shown of the key, e.g. its public name. */
  readonly account: string | null
  /** What is wrong with it, since when; null when all is well. */
  readonly health: Health | null
  readonly createdAt: number
  readonly endedAt: number | null
}

export interface NewConnection {
  readonly id: string
  readonly vendor: string
  readonly side: Side
  readonly baseUrl: string
  readonly account: string | null
  readonly secrets: Readonly<Record<string, string>>
}

/** Stores a grant, sealed; saved again under its id it takes the new keys, a new version, and is well again. */
export async function saveConnection(tx: Tx, room: Here, given: NewConnection): Promise<Connection> {
  const known = await firstOf<{ version: number }>(
    tx,
    sql`select version from connections where tenant_id = ${room.tenant} and id = ${given.id} for update`,
  )
  const version = (known?.version ?? 0) + 1
  const sealed = Object.fromEntries(
    Object.entries(given.secrets).map(([field, secret]) => [
      field,
      seal(secret, { tenant: room.tenant, connection: given.id, field, version }),
    ]),
  )
  const saved = await firstOf<Connection>(
    tx,
    sql`insert into connections as c (tenant_id, id, vendor, side, base_url, sealed, version, chosen, account, created_at)
      values (${room.tenant}, ${given.id}, ${given.vendor}, ${given.side}, ${given.baseUrl}, ${json(sealed)}, ${version},
        '{}', ${given.account}, ${room.now()}::bigint)
      on conflict (tenant_id, id) do update set base_url = excluded.base_url, sealed = excluded.sealed,
        version = excluded.version, account = excluded.account, health = null, ended_at = null
      returning ${connectionColumns}`,
  )
  if (!saved) throw new Error('The connection was not stored')
  return saved
}

export const connection = (tx: Tx, room: Here, id: string): Promise<Connection | null> =>
  firstOf<Connection>(
    tx,
    sql`select ${connectionColumns} from connections where tenant_id = ${room.tenant} and id = ${id}`,
  )

/** Live connections of a side, oldest first. */
export const connectionsOf = (tx: Tx, room: Here, side: Side): Promise<Connection[]> =>
  rowsOf<Connection>(
    tx,
    sql`select ${connectionColumns} from connections where tenant_id = ${room.tenant} and side = ${side}
      and ended_at is null order by created_at, id`,
  )

/** The grant with its secrets opened, for the time of a session; null once it ended. */
export async function grantOf(tx: Tx, room: Here, id: string): Promise<Grant | null> {
  const found = await connection(tx, room, id)
  return found && found.endedAt === null ? opened(tx, room, found) : null
}

/** The grant of a connection that has ended, for handing it back; null once its secrets are destroyed. */
export async function lastGrantOf(tx: Tx, room: Here, id: string): Promise<Grant | null> {
  const found = await connection(tx, room, id)
  return found && opened(tx, room, found)
}

async function opened(tx: Tx, room: Here, found: Connection): Promise<Grant> {
  const { id, version } = found
  const row = await firstOf<{ sealed: Record<string, string> }>(
    tx,
    sql`select sealed from connections where tenant_id = ${room.tenant} and id = ${id}`,
  )
  const bound = { tenant: room.tenant, connection: id, version }
  const consent = await consentOf(tx, room, id)
  return {
    baseUrl: found.baseUrl,
    secrets: Object.fromEntries(
      Object.entries(row?.sealed ?? {}).map(([field, envelope]) => [field, open(envelope, { ...bound, field })]),
    ),
    company: found.companyId,
    chosen: found.chosen,
    ...(consent ? { consent: consent.kept } : {}),
  }
}

/** The company that a person saw and chose; without its identity, who it really is is learnt at the first look. */
export const chooseCompany = (
  tx: Tx,
  room: Here,
  id: string,
  company: Pick<Company, 'id' | 'name'> & Partial<Pick<Company, 'identity'>>,
): Promise<void> =>
  change(
    tx,
    room,
    id,
    sql`company_id = ${company.id}, company_name = ${company.name}, company_identity = ${company.identity ?? null}`,
  )

/** Remembers which company really is behind it. */
export const keepIdentity = (tx: Tx, room: Here, id: string, identity: string): Promise<void> =>
  change(tx, room, id, sql`company_identity = ${identity}`)

/** A person says that whoever is behind it now is the right one: who that is, is learnt at the next look. */
export const forgetIdentity = (tx: Tx, room: Here, id: string): Promise<void> =>
  change(tx, room, id, sql`company_identity = null`)

/** Keeps the answers to the vendor's choices. */
export const saveChosen = (tx: Tx, room: Here, id: string, chosen: Grant['chosen']): Promise<void> =>
  change(tx, room, id, sql`chosen = ${json(chosen)}`)

/** Notes what is wrong; the time of the first notice of the same kind stays. */
export function noteHealth(tx: Tx, room: Here, id: string, problem: Problem | null): Promise<void> {
  if (!problem) return change(tx, room, id, sql`health = null`)
  const health = json({ problem, at: room.now() })
  return change(
    tx,
    room,
    id,
    sql`health = case when health #>> '{problem,kind}' = ${problem.kind}
      then ${health} || jsonb_build_object('at', health -> 'at') else ${health} end`,
  )
}

/** From now on nobody works with it; its secrets stay until they are handed back. */
export const closeConnection = (tx: Tx, room: Here, id: string): Promise<void> =>
  change(tx, room, id, sql`ended_at = coalesce(ended_at, ${room.now()}::bigint), health = null`)

/** Ends a connection; its secrets and tokens are gone for good. */
export async function endConnection(tx: Tx, room: Here, id: string): Promise<void> {
  await dropTokens(tx, room, id)
  await dropSubscription(tx, room, id)
  await closeConnection(tx, room, id)
  await change(tx, room, id, sql`sealed = '{}'`)
}

/** Those that ended before then and can still be opened. */
export async function undestroyed(tx: Tx, room: Here, before: number): Promise<readonly string[]> {
  const rows = await rowsOf<{ id: string }>(
    tx,
    sql`select c.id from connections c where c.tenant_id = ${room.tenant} and c.ended_at < ${before}::bigint
      and (c.sealed <> '{}' or exists (select 1 from tokens t where t.tenant_id = c.tenant_id and t.connection_id = c.id))`,
  )
  return rows.map(({ id }) => id)
}

async function change(tx: Tx, room: Here, id: string, what: SQL): Promise<void> {
  await tx.execute(sql`update connections set ${what} where tenant_id = ${room.tenant} and id = ${id}`)
}

const connectionColumns = sql.raw(`id, vendor, side, base_url as "baseUrl", version, company_id as "companyId",
  company_name as "companyName", company_identity as "companyIdentity", chosen, account, health, created_at as "createdAt", ended_at as "endedAt"`)
