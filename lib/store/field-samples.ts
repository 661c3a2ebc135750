import { sql } from 'drizzle-orm'
import type { Flat, Value } from '@/lib/model/record'
import type { Entity, Side } from '@/lib/model/words'
import type { Here, Tx } from './db'
import { column } from './link-row'
import { firstOf, json, rowsOf } from './rows'

/** What a real record says: one that is in both systems where there is one, else one of each. */
export async function sampleRecord(
  tx: Tx,
  room: Here,
  integration: string,
  entity: Entity,
): Promise<Readonly<Record<Side, Flat | null>>> {
  const here = sql`from links l where l.tenant_id = ${room.tenant} and l.integration_id = ${integration}
    and l.born_at > 0 and not l.gone and coalesce(l.books_entity, l.crm_entity) = ${entity}`
  const both = await firstOf<{ crm: Flat; books: Flat }>(
    tx,
    sql`select l.crm_seen as crm, l.books_seen as books ${here} and l.crm_id is not null and l.books_id is not null
      and not l.crm_removed and not l.books_removed limit 1`,
  )
  if (both) return both
  const one = async (side: Side): Promise<Flat | null> => {
    const row = await firstOf<{ seen: Flat }>(
      tx,
      sql`select l.${column(side, 'seen')} as seen ${here} and l.${column(side, 'id')} is not null limit 1`,
    )
    return row?.seen ?? null
  }
  return { crm: await one('crm'), books: await one('books') }
}

export interface MappedField {
  readonly side: Side
  readonly key: string
  readonly known: readonly Value[]
}

export interface Unmapped {
  readonly side: Side
  readonly key: string
  readonly value: Value
  readonly count: number
}

/** Values that records show in these fields and that are not among the known ones, most frequent first. */
export async function unmappedValues(
  tx: Tx,
  room: Here,
  integration: string,
  entity: Entity,
  mapped: readonly MappedField[],
): Promise<Unmapped[]> {
  const found: Unmapped[] = []
  for (const { side, key, known } of mapped) {
    const seen = column(side, 'seen')
    const rows = await rowsOf<{ value: Value; count: number }>(
      tx,
      sql`select l.${seen} -> ${key} as value, count(*) as count from links l
        where l.tenant_id = ${room.tenant} and l.integration_id = ${integration} and l.born_at > 0 and not l.gone
        and l.${column(side, 'entity')} = ${entity} and jsonb_typeof(l.${seen} -> ${key}) <> 'null'
        and not ${json(known)} @> (l.${seen} -> ${key}) group by 1 order by 2 desc, 1 limit 100`,
    )
    found.push(...rows.map((row) => ({ side, key, ...row })))
  }
  return found
}
