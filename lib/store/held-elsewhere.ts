import { sql, type SQL } from 'drizzle-orm'
import type { Space } from '@/lib/model/words'
import type { Here, Tx } from './db'
import { recordset, rowsOf } from './rows'

export interface CrmRecord {
  readonly space: Space
  readonly id: string
  /** The link it was created for, where it bears a mark of ours. */
  readonly marker: string | null
}

export interface HeldElsewhere {
  readonly space: Space
  readonly id: string
  readonly integration: string
  /** Nobody has answered that one's create yet: it may turn out not to hold this record. */
  readonly open: boolean
}

/**
 * Among the companies of one CRM only one at a time, until its transaction ends, asks whose a record is and acts on the answer. Of two
 * that took it in the same moment, one could never note what it wrote.
 */
export const oneCompanyAtOnce = (tx: Tx, room: Pick<Here, 'tenant'>, integration: string): Promise<unknown> =>
  tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(i.tenant_id || ' shares ' || i.crm_connection_id, 0))
    from integrations i where i.tenant_id = ${room.tenant} and i.id = ${integration}
    and exists (select 1 from integrations s where s.tenant_id = i.tenant_id
      and s.crm_connection_id = i.crm_connection_id and s.id <> i.id)`)

/** Whether another company holds, or is about to, the CRM record of a link that a statement names `l`. */
export const isElsewhere = (room: Pick<Here, 'tenant'>, integration: string): SQL =>
  sql`(select true from links h where h.tenant_id = ${room.tenant} and h.crm_id = l.crm_id and h.crm_id is not null
    and h.crm_connection_id = l.crm_connection_id and h.space = l.space and h.integration_id <> ${integration}
    and (h.books_id is not null or (select true from outbox c where c.tenant_id = h.tenant_id
      and c.integration_id = h.integration_id and c.link_id = h.id and c.side = 'books' and c.verb = 'create'
      and c.state = 'started' limit 1)) limit 1)`

/**
 * CRM records that another integration of the same CRM connection holds, has sent a create for that nobody has answered, or
 * created: the mark speaks before that one has noted what came of its create, and no longer: not where somebody copied a record of
 * that one together with its mark, nor where a person took it apart from what it was made for. What is certain comes last.
 */
export async function heldElsewhere(
  tx: Tx,
  room: Here,
  integration: string,
  crmConnection: string,
  records: readonly CrmRecord[],
): Promise<HeldElsewhere[]> {
  if (records.length === 0) return []
  await oneCompanyAtOnce(tx, room, integration)
  return rowsOf<HeldElsewhere>(
    tx,
    sql`with page as materialized (select * from ${recordset(records, 'space text, id text, marker text')})
      select space, id, integration, bool_and(open) as open from (
      select page.space, page.id, l.integration_id as integration, false as open from page cross join lateral (
        select h.integration_id from links h where h.tenant_id = ${room.tenant} and h.crm_connection_id = ${crmConnection}
        and h.space = page.space and h.crm_id = page.id and h.crm_id is not null and h.books_id is not null
        and h.integration_id <> ${integration} limit 1) l
      union select page.space, page.id, l.integration_id, true from page cross join lateral (
        select h.integration_id from links h where h.tenant_id = ${room.tenant} and h.crm_connection_id = ${crmConnection}
        and h.space = page.space and h.crm_id = page.id and h.crm_id is not null and h.integration_id <> ${integration}
        and (select true from outbox o where o.tenant_id = h.tenant_id and o.integration_id = h.integration_id
          and o.link_id = h.id and o.side = 'books' and o.verb = 'create' and o.state = 'started' limit 1) limit 1) l
      union select page.space, page.id, m.integration_id, true from page join links m
        on m.tenant_id = ${room.tenant} and m.id = page.marker and m.integration_id <> ${integration} and m.crm_id is null
      ) found group by space, id, integration order by open desc`,
  )
}
