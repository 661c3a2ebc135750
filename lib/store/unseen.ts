import { sql } from 'drizzle-orm'
import type { Entity, Side } from '@/lib/model/words'
import type { Here, Tx } from './db'
import { column } from './link-row'
import { rowsOf, texts } from './rows'

export interface Known {
  readonly entity: Entity
  readonly id: string
  /** Shown again in that time. */
  readonly shown: boolean
}

/**
 * Every live record of these entities that a side ever showed, and whether it did so between `since` and `until`: what was noted
 * later than now, before our clock was set back, was not shown since.
 */
export const knownSince = (
  tx: Tx,
  room: Here,
  integration: string,
  side: Side,
  entities: readonly Entity[],
  { since, until }: { readonly since: number; readonly until: number },
): Promise<Known[]> =>
  rowsOf<Known>(
    tx,
    sql`select l.${column(side, 'entity')} as entity, l.${column(side, 'id')} as id,
        l.${column(side, 'read_at')} between ${since}::bigint and ${until}::bigint as shown
      from links l where l.tenant_id = ${room.tenant} and l.integration_id = ${integration}
      and l.${column(side, 'entity')} = any(${texts(entities)}) and not l.${column(side, 'removed')}
      and not l.${column(side, 'left')}`,
  )
