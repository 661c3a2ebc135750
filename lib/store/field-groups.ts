import { sql } from 'drizzle-orm'
import type { Flat } from '@/lib/model/record'
import type { Entity } from '@/lib/model/words'
import type { Here, Tx } from './db'
import { rowsOf, texts } from './rows'

/** Records that say the same in the fields asked for, counted together. */
export interface FieldGroup {
  readonly crm: Flat | null
  readonly books: Flat | null
  readonly count: number
}

/** Live records of an entity by what they say in these fields; a field that a side does not show is left out. */
export const fieldGroups = (
  tx: Tx,
  room: Here,
  integration: string,
  entity: Entity,
  fields: readonly string[],
): Promise<FieldGroup[]> => {
  const part = (side: 'crm' | 'books') => sql`case when ${sql.raw(`l.${side}_id`)} is not null then
    coalesce((select jsonb_object_agg(f.key, f.value) from jsonb_each(${sql.raw(`l.${side}_seen`)}) f
      where f.key = any(${texts(fields)})), '{}') end`
  return rowsOf<FieldGroup>(
    tx,
    sql`select crm, books, count(*) as count from (select ${part('crm')} as crm, ${part('books')} as books
        from links l where l.tenant_id = ${room.tenant} and l.integration_id = ${integration} and l.born_at > 0
        and not l.gone and coalesce(l.books_entity, l.crm_entity) = ${entity}
        and not (l.crm_removed and l.books_removed)) shown group by 1, 2`,
  )
}
