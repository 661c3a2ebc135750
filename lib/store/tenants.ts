import { sql } from 'drizzle-orm'
import type { Locale } from '@/lib/model/words'
import { inTenant, withoutTenant, type Database, type Here, type Tx } from './db'
import { firstOf, rowsOf, texts } from './rows'
import { open, seal } from './seal'

export type Role = 'admin' | 'viewer'

export interface Installation {
  readonly id: string
  readonly tenant: string
  readonly vendor: string
  readonly crmTenantId: string
  readonly installKey: string
  readonly origins: readonly string[]
  readonly sessionEpoch: number
  readonly status: 'active' | 'ended'
  readonly locale: Locale
  /** After when all of it is deleted; null while it is installed. */
  readonly purgeAfter: number | null
  /** The CRM's own page that frames us, where it can hand on which of our pages is meant. */
  readonly tab: string | null
}

export interface NewInstallation {
  readonly vendor: string
  readonly crmTenantId: string
  readonly name: string
  readonly origins: readonly string[]
  readonly locale: Locale
  /** Used only if this CRM organisation is new. */
  readonly newTenant: string
  readonly newId: string
  readonly newKey: string
  readonly at: number
}

/** Installs the app for a CRM organisation; a known one keeps its tenant, its installation and its key. */
export async function registerInstall(db: Database, install: NewInstallation): Promise<Installation> {
  const place = await withoutTenant(db, (tx) =>
    firstOf<Place>(
      tx,
      sql`select * from register_install(${install.newTenant}, ${install.newId}, ${install.newKey}, ${install.name},
        ${install.vendor}, ${install.crmTenantId}, ${texts(install.origins)}, ${install.locale}, ${install.at}::bigint)`,
    ),
  )
  const found = place && (await installationAt(db, place))
  if (!found) throw new Error('The installation was not stored')
  return found
}

/** The installation behind a key that a page was asked for with. */
export async function installOf(db: Database, installKey: string): Promise<Installation | null> {
  const place = await withoutTenant(db, (tx) => firstOf<Place>(tx, sql`select * from tenant_of_install(${installKey})`))
  return place && installationAt(db, place)
}

/** The installation of a CRM organisation, as its CRM calls it. */
export async function installAt(db: Database, vendor: string, crmTenant: string): Promise<Installation | null> {
  const place = await withoutTenant(db, (tx) =>
    firstOf<Place>(tx, sql`select * from install_at(${vendor}, ${crmTenant})`),
  )
  return place && installationAt(db, place)
}

/** What this installation signs with, opened; null where its CRM keeps none, or it is not installed. */
export async function installSecret(db: Database, vendor: string, crmTenant: string): Promise<string | null> {
  const found = await installAt(db, vendor, crmTenant)
  if (found?.status !== 'active') return null
  const { tenant, id } = found
  return inTenant({ db, tenant }, async (tx) => {
    const row = await firstOf<{ sealed: string | null }>(
      tx,
      sql`select sealed from installations where tenant_id = ${tenant} and id = ${id}`,
    )
    return row?.sealed ? open(row.sealed, boundTo(tenant, id)) : null
  })
}

/** Keeps a secret of this one installation, sealed. */
export async function saveInstallSecret(tx: Tx, room: Here, id: string, secret: string): Promise<void> {
  const sealed = seal(secret, boundTo(room.tenant, id))
  await tx.execute(sql`update installations set sealed = ${sealed} where tenant_id = ${room.tenant} and id = ${id}`)
}

const boundTo = (tenant: string, id: string) => ({ tenant, connection: id, field: 'installation', version: 1 })

interface Place {
  readonly tenant_id: string
  readonly installation_id: string
}

const installationAt = (db: Database, place: Place): Promise<Installation | null> =>
  inTenant({ db, tenant: place.tenant_id }, (tx) =>
    installation(tx, { tenant: place.tenant_id }, place.installation_id),
  )

export const installation = (tx: Tx, room: Pick<Here, 'tenant'>, id: string): Promise<Installation | null> =>
  firstOf<Installation>(
    tx,
    sql`select id, tenant_id as tenant, vendor, crm_tenant_id as "crmTenantId", install_key as "installKey", origins,
      session_epoch as "sessionEpoch", status, locale, purge_after as "purgeAfter", tab from installations where tenant_id = ${room.tenant} and id = ${id}`,
  )

/** Where people open us in their CRM, as its last launch said. */
export async function saveTab(tx: Tx, room: Here, id: string, tab: string | null): Promise<void> {
  await tx.execute(sql`update installations set tab = ${tab}
    where tenant_id = ${room.tenant} and id = ${id} and tab is distinct from ${tab}`)
}

/** What the CRM calls this organisation. */
export async function tenantName(tx: Tx, room: Pick<Here, 'tenant'>): Promise<string | null> {
  const row = await firstOf<{ name: string }>(tx, sql`select name from tenants where tenant_id = ${room.tenant}`)
  return row?.name ?? null
}

/** Ends every session of the installation at once. */
export async function raiseEpoch(tx: Tx, room: Here, installationId: string): Promise<void> {
  await tx.execute(sql`update installations set session_epoch = session_epoch + 1
    where tenant_id = ${room.tenant} and id = ${installationId}`)
}

export interface Member {
  readonly id: string
  readonly installation: string
  readonly crmUserId: string
  readonly name: string
  readonly email: string | null
  readonly role: Role
  readonly locale: Locale
}

/** Adds the person or takes over what the CRM says now; answers with the stored member. */
export async function saveMember(tx: Tx, room: Here, member: Omit<Member, 'id'>): Promise<Member> {
  const [row] = await rowsOf<{ id: string }>(
    tx,
    sql`insert into members as m (tenant_id, id, installation_id, crm_user_id, name, email, role, locale, seen_at)
      values (${room.tenant}, ${room.newId()}, ${member.installation}, ${member.crmUserId}, ${member.name}, ${member.email},
        ${member.role}, ${member.locale}, ${room.now()}::bigint)
      on conflict (tenant_id, installation_id, crm_user_id) do update set name = excluded.name, email = excluded.email,
        role = excluded.role, locale = excluded.locale, seen_at = excluded.seen_at
      returning m.id`,
  )
  if (!row) throw new Error('The member was not stored')
  return { id: row.id, ...member }
}

/** What a person of the CRM may do here; null for somebody who was never here. */
export async function roleOf(tx: Tx, room: Here, installation: string, crmUserId: string): Promise<Role | null> {
  const row = await firstOf<{ role: Role }>(
    tx,
    sql`select role from members where tenant_id = ${room.tenant} and installation_id = ${installation}
      and crm_user_id = ${crmUserId}`,
  )
  return row?.role ?? null
}

export const findMember = (tx: Tx, room: Pick<Here, 'tenant'>, id: string): Promise<Member | null> =>
  firstOf<Member>(
    tx,
    sql`select id, installation_id as installation, crm_user_id as "crmUserId", name, email, role, locale
      from members where tenant_id = ${room.tenant} and id = ${id}`,
  )

export interface Ticket {
  readonly hash: string
  readonly installation: string
  readonly member: string
  readonly role: Role
  readonly expiresAt: number
}

export async function saveTicket(tx: Tx, room: Here, ticket: Ticket): Promise<void> {
  await tx.execute(sql`insert into launch_tickets (tenant_id, hash, installation_id, member_id, role, expires_at)
    values (${room.tenant}, ${ticket.hash}, ${ticket.installation}, ${ticket.member}, ${ticket.role},
      ${ticket.expiresAt}::bigint)`)
}

export interface TakenTicket {
  readonly tenant: string
  readonly installation: string
  readonly member: string
  readonly role: Role
}

/** Spends a ticket: of many who try at once exactly one gets it. */
export const takeTicket = (db: Database, hash: string, now: number): Promise<TakenTicket | null> =>
  withoutTenant(db, (tx) =>
    firstOf<TakenTicket>(
      tx,
      sql`select tenant_id as tenant, installation_id as installation, member_id as member, role
        from take_ticket(${hash}, ${now}::bigint)`,
    ),
  )

/** Notes that a launch proof was used; false if it was used before. Forgets those older than `keep` milliseconds. */
export const noteProof = (
  db: Database,
  vendor: string,
  proofHash: string,
  now: number,
  keep: number,
): Promise<boolean> =>
  withoutTenant(db, async (tx) => {
    await tx.execute(sql`delete from launch_proofs where seen_at < ${now - keep}::bigint`)
    const noted = await rowsOf(
      tx,
      sql`insert into launch_proofs (vendor, proof_hash, seen_at) values (${vendor}, ${proofHash}, ${now}::bigint)
        on conflict do nothing returning vendor`,
    )
    return noted.length === 1
  })
