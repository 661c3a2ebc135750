import { sql } from 'drizzle-orm'
import type { Locale } from '@/lib/model/words'
import { withoutTenant, type Database, type Here, type Tx } from './db'
import { firstOf, rowsOf } from './rows'

export interface Recipient {
  readonly id: string
  readonly email: string
  readonly locale: Locale
  readonly token: string
  readonly unsubscribedAt: number | null
}

export interface AlertSettings {
  readonly from: number | null
  readonly to: number | null
  readonly zone: string
}

/** Null until somebody chose, or was told for the first time. */
export const alertSettings = (tx: Tx, room: Here, installation: string): Promise<AlertSettings | null> =>
  firstOf<AlertSettings>(
    tx,
    sql`select quiet_from as "from", quiet_to as "to", zone from alert_settings
      where tenant_id = ${room.tenant} and installation_id = ${installation}`,
  )

export async function saveQuiet(
  tx: Tx,
  room: Here,
  installation: string,
  { from, to, zone }: AlertSettings,
): Promise<void> {
  await tx.execute(sql`insert into alert_settings (tenant_id, installation_id, quiet_from, quiet_to, zone)
    values (${room.tenant}, ${installation}, ${from}::integer, ${to}::integer, ${zone})
    on conflict (tenant_id, installation_id) do update set quiet_from = excluded.quiet_from, quiet_to = excluded.quiet_to,
      zone = excluded.zone`)
}

export const recipientsOf = (tx: Tx, room: Here, installation: string): Promise<Recipient[]> =>
  rowsOf<Recipient>(
    tx,
    sql`select id, email, locale, token, unsubscribed_at as "unsubscribedAt" from recipients
      where tenant_id = ${room.tenant} and installation_id = ${installation} order by added_at, id`,
  )

export type NewRecipient = Omit<Recipient, 'unsubscribedAt'>

/** False where the address is in the list already and gets mail; one that had unsubscribed is taken in again. */
export async function addRecipient(tx: Tx, room: Here, installation: string, given: NewRecipient): Promise<boolean> {
  const rows = await rowsOf(
    tx,
    sql`insert into recipients as r (tenant_id, id, installation_id, email, locale, token, added_at)
      values (${room.tenant}, ${given.id}, ${installation}, ${given.email}, ${given.locale}, ${given.token},
        ${room.now()}::bigint)
      on conflict (tenant_id, installation_id, email) do update set unsubscribed_at = null, locale = excluded.locale
      where r.unsubscribed_at is not null returning id`,
  )
  return rows.length === 1
}

/** Answers with the address that went. */
export async function removeRecipient(tx: Tx, room: Here, installation: string, id: string): Promise<string | null> {
  const row = await firstOf<{ email: string }>(
    tx,
    sql`delete from recipients where tenant_id = ${room.tenant} and installation_id = ${installation} and id = ${id}
      returning email`,
  )
  return row?.email ?? null
}

export type Administrator = Pick<Recipient, 'id' | 'email' | 'locale'>

/** Administrators who have an address: who gets mail before anybody chose. */
export const administrators = (tx: Tx, room: Here, installation: string): Promise<Administrator[]> =>
  rowsOf(
    tx,
    sql`select min(id) as id, lower(email) as email, min(locale) as locale from members where tenant_id = ${room.tenant}
      and installation_id = ${installation} and role = 'admin' and email is not null group by 2 order by 2`,
  )

export interface Farewell {
  readonly email: string
  readonly locale: Locale
}

/** Whose link it is, before any tenant is known; null for a link that was never ours. */
export const recipientOf = (db: Database, token: string): Promise<(Farewell & { ended: number | null }) | null> =>
  withoutTenant(db, (tx) =>
    firstOf(tx, sql`select email, locale, unsubscribed_at as ended from recipient_of(${token})`),
  )

export const unsubscribe = (db: Database, token: string, now: number): Promise<Farewell | null> =>
  withoutTenant(db, (tx) => firstOf<Farewell>(tx, sql`select email, locale from unsubscribe(${token}, ${now}::bigint)`))

export interface Watched {
  readonly tenant: string
  readonly integration: string
}

/** Every integration at work, across all tenants. */
export const watchedIntegrations = (db: Database): Promise<Watched[]> =>
  withoutTenant(db, (tx) =>
    rowsOf<Watched>(tx, sql`select tenant_id as tenant, integration_id as integration from integrations_watched()`),
  )
