import { sql } from 'drizzle-orm'
import { parkedReasons, type Link, type Reason } from '@/lib/model/record'
import type { Entity, Side } from '@/lib/model/words'
import type { Here, Tx } from './db'
import { linkColumns, rowToLink, type LinkRow } from './link-row'
import { rowsOf, texts } from './rows'

export interface CauseKey {
  readonly entity: Entity
  readonly reason: Reason
  readonly side: Side | null
  readonly field: string | null
}

export interface CauseCount extends CauseKey {
  readonly count: number
  /** When its records were last looked at, milliseconds UTC. */
  readonly lastTry: number
  readonly since: number
  /** The first few of them. */
  readonly first: readonly string[]
}

/** Parked records by cause, the largest first. */
export const causeCounts = (tx: Tx, room: Here, integration: string): Promise<CauseCount[]> =>
  rowsOf<CauseCount>(
    tx,
    sql`select ${keyColumns}, count(*)::integer as count, max(l.changed_at) as "lastTry", min(l.changed_at) as since,
        (array_agg(l.id order by l.changed_at, l.id))[1:3] as first
      from links l where l.tenant_id = ${room.tenant} and l.integration_id = ${integration}
      and l.reason = any(${texts(parkedReasons)}) and not l.gone
      group by 1, 2, 3, 4 order by count desc, 1, 2, 3, 4`,
  )

const keyColumns = sql.raw(
  `coalesce(l.books_entity, l.crm_entity) as entity, l.reason, l.because ->> 'side' as side, l.because ->> 'field' as field`,
)

/** The links of one cause, for a statement that names the table `l`. */
export const ofCause = ({ entity, reason, side, field }: CauseKey) =>
  sql`and coalesce(l.books_entity, l.crm_entity) = ${entity} and l.reason = ${reason}
    and l.because ->> 'side' is not distinct from ${side}::text and l.because ->> 'field' is not distinct from ${field}::text`

/** Leaves parked links alone, with a person's reason, until the record or the rules change. Returns them. */
export async function ignoreLinks(
  tx: Tx,
  room: Here,
  integration: string,
  which: readonly string[] | CauseKey,
  note: string,
): Promise<Link[]> {
  const rows = await rowsOf<LinkRow>(
    tx,
    sql`update links l set because = jsonb_build_object('reason', 'ignored', 'detail', ${note}::text, 'was', l.because),
        reason = 'ignored', changed_at = ${room.now()}::bigint
      where l.tenant_id = ${room.tenant} and l.integration_id = ${integration} and not l.gone
      and l.reason = any(${texts(parkedReasons)}) ${'entity' in which ? ofCause(which) : sql`and l.id = any(${texts(which)})`}
      returning ${linkColumns}`,
  )
  return rows.map(rowToLink)
}

/** Takes ignored links back into the list of errors, for the reason they had. Returns them. */
export async function stopIgnoring(tx: Tx, room: Here, integration: string, ids: readonly string[]): Promise<Link[]> {
  const rows = await rowsOf<LinkRow>(
    tx,
    sql`update links l set because = l.because -> 'was', reason = l.because -> 'was' ->> 'reason',
        changed_at = ${room.now()}::bigint
      where l.tenant_id = ${room.tenant} and l.integration_id = ${integration} and l.reason = 'ignored'
      and l.id = any(${texts(ids)}) returning ${linkColumns}`,
  )
  return rows.map(rowToLink)
}
