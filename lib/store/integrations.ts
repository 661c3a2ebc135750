import { sql, type SQL } from 'drizzle-orm'
import type { Problem } from '@/lib/model/problem'
import { settings as settingsShape, type Settings } from '@/lib/model/settings'
import { entities, type Actor, type Entity } from '@/lib/model/words'
import { canonical } from './canonical'
import { withoutTenant, type Database, type Here, type Tx } from './db'
import { rejoined, type Rejoined } from './rejoined'
import { firstOf, json, jsonOrNull, rowsOf, texts } from './rows'

export interface Integration {
  readonly id: string
  readonly installation: string
  /** `<crm vendor>.<books vendor>` */
  readonly pair: string
  readonly crmConnection: string
  readonly booksConnection: string
  /** The draft; `publishedSettings` is what is in force. */
  readonly settings: Settings
  /** 0: nothing is published yet. */
  readonly version: number
  readonly startedAt: number | null
  readonly pausedBy: { readonly id: string; readonly name: string } | null
  readonly pausedAt: number | null
  readonly nextDueAt: number | null
  readonly waitingUntil: number | null
  readonly stopped: Stopped | null
  readonly hinted: boolean
  /** Near real time: a webhook starts a run at once. The schedule stays, because a webhook may be lost. */
  readonly live: boolean
  /** Other companies share the CRM connection. */
  readonly hasSiblings: boolean
  readonly createdAt: number
}

/** A vendor whose problem needs a person. */
export interface Stopped {
  readonly vendor: string
  readonly problem: Problem
  readonly at: number
}

export type NewIntegration = Pick<
  Integration,
  'id' | 'installation' | 'pair' | 'crmConnection' | 'booksConnection' | 'settings'
>

export async function createIntegration(tx: Tx, room: Here, given: NewIntegration): Promise<Integration> {
  const created = await firstOf<Integration>(
    tx,
    sql`insert into integrations (tenant_id, id, installation_id, pair, crm_connection_id, books_connection_id, settings,
        version, hinted, created_at)
      values (${room.tenant}, ${given.id}, ${given.installation}, ${given.pair}, ${given.crmConnection},
        ${given.booksConnection}, ${json(given.settings)}, 0, false, ${room.now()}::bigint)
      returning ${integrationColumns}`,
  )
  if (!created) throw new Error('The integration was not stored')
  return created
}

export const integration = (tx: Tx, room: Here, id: string): Promise<Integration | null> =>
  firstOf<Integration>(
    tx,
    sql`select ${integrationColumns} from integrations where tenant_id = ${room.tenant} and id = ${id}`,
  )

export const integrationOfInstallation = (tx: Tx, room: Here, installation: string): Promise<Integration | null> =>
  firstOf<Integration>(
    tx,
    sql`select ${integrationColumns} from integrations
      where tenant_id = ${room.tenant} and installation_id = ${installation} order by created_at, id limit 1`,
  )

/** Every company of an installation, the default one first. */
export const integrationsOfInstallation = (
  tx: Tx,
  room: Pick<Here, 'tenant'>,
  installation: string,
): Promise<Integration[]> =>
  rowsOf<Integration>(
    tx,
    sql`select ${integrationColumns} from integrations
      where tenant_id = ${room.tenant} and installation_id = ${installation} order by created_at, id`,
  )

/** Of two who take a company of the books in the same moment, the second one waits, and sees what the first one took. */
export async function oneTaker(tx: Tx, room: Pick<Here, 'tenant'>, installation: string): Promise<void> {
  await tx.execute(
    sql`select 1 from installations where tenant_id = ${room.tenant} and id = ${installation} for update`,
  )
}

/** Every integration that works through this connection. */
export const integrationsOfConnection = (
  tx: Tx,
  room: Pick<Here, 'tenant'>,
  connection: string,
): Promise<Integration[]> =>
  rowsOf<Integration>(
    tx,
    sql`select ${integrationColumns} from integrations where tenant_id = ${room.tenant}
      and ${connection} in (crm_connection_id, books_connection_id) order by created_at, id`,
  )

export const saveDraft = (tx: Tx, room: Here, id: string, settings: Settings): Promise<void> =>
  change(tx, room, id, sql`settings = ${json(settings)}`)

/** Changes the draft as it stands now: whoever saved another part of it meanwhile keeps theirs. */
export async function changeDraft(
  tx: Tx,
  room: Here,
  id: string,
  changed: (draft: Settings) => Settings,
): Promise<void> {
  const row = await firstOf<Pick<Integration, 'settings'>>(
    tx,
    sql`select settings from integrations where tenant_id = ${room.tenant} and id = ${id} for update`,
  )
  if (row) await saveDraft(tx, room, id, changed(row.settings))
}

/** What is in force, or was under `version`; null before anything was published. */
export async function publishedSettings(tx: Tx, room: Here, id: string, version: number): Promise<Settings | null> {
  const row = await firstOf<{ settings: unknown }>(
    tx,
    sql`select settings from versions
      where tenant_id = ${room.tenant} and integration_id = ${id} and version = ${version}`,
  )
  return row && settingsShape.parse(row.settings)
}

export interface Version {
  readonly version: number
  readonly settings: Settings
  readonly actor: Actor
  readonly at: number
}

/** Newest first. */
export const versionsOf = (tx: Tx, room: Here, id: string): Promise<Version[]> =>
  rowsOf<Version>(
    tx,
    sql`select version, settings, actor, at from versions
      where tenant_id = ${room.tenant} and integration_id = ${id} order by version desc`,
  )

/** Puts settings in force as a new version; links of every entity that they change are planned anew. */
export async function publish(tx: Tx, room: Here, id: string, settings: Settings, actor: Actor): Promise<number> {
  const row = await firstOf<{ version: number }>(
    tx,
    sql`update integrations set version = version + 1, settings = ${json(settings)}
      where tenant_id = ${room.tenant} and id = ${id} returning version`,
  )
  if (!row) throw new Error(`There is no integration ${id}`)
  const before = await publishedSettings(tx, room, id, row.version - 1)
  await tx.execute(sql`insert into versions (tenant_id, integration_id, version, settings, actor, at)
    values (${room.tenant}, ${id}, ${row.version}, ${json(settings)}, ${json(actor)}, ${room.now()}::bigint)`)
  const changed = changedEntities(before, settings)
  if (changed.length > 0) {
    await tx.execute(sql`update links set news = news + 1 where tenant_id = ${room.tenant} and integration_id = ${id}
      and born_at > 0 and not gone and (crm_entity = any(${texts(changed)}) or books_entity = any(${texts(changed)}))`)
  }
  if (before) await forgetAgreed(tx, room, id, rejoined(before, settings))
  if (canonical(before?.belongs ?? []) !== canonical(settings.belongs ?? [])) await wakeSiblings(tx, room, id)
  return row.version
}

/** Records born in the CRM may belong to another one of its companies now: each looks at those it does not hold. */
const wakeSiblings = (tx: Tx, room: Here, id: string): Promise<unknown> =>
  tx.execute(sql`update links l set news = news + 1 from integrations own
    where own.tenant_id = ${room.tenant} and own.id = ${id} and l.tenant_id = ${room.tenant}
    and l.crm_connection_id = own.crm_connection_id and l.born_at > 0 and not l.gone
    and l.crm_id is not null and l.books_id is null`)

/** What both agreed on about fields that are mapped anew: the next plan looks at them as at a first meeting. */
async function forgetAgreed(tx: Tx, room: Here, id: string, changed: Rejoined): Promise<void> {
  for (const [entity, { crm, books }] of Object.entries(changed)) {
    await tx.execute(sql`update links set crm_base = crm_base - ${texts(crm)}, crm_tried = crm_tried - ${texts(crm)},
        books_base = books_base - ${texts(books)}, books_tried = books_tried - ${texts(books)}
      where tenant_id = ${room.tenant} and integration_id = ${id} and not gone and coalesce(books_entity, crm_entity) = ${entity}`)
  }
}

/** What plans differently under the new settings; all of it before anything was in force. */
export function changedEntities(before: Settings | null, after: Settings): readonly Entity[] {
  const shared = ({ switches, administrator, people }: Settings) => canonical({ switches, administrator, people })
  if (!before || shared(before) !== shared(after)) return entities
  return entities.filter((entity) => canonical(before.entities[entity]) !== canonical(after.entities[entity]))
}

/** From now on the schedule runs it. */
export const startIntegration = (tx: Tx, room: Here, id: string): Promise<void> =>
  change(
    tx,
    room,
    id,
    sql`started_at = coalesce(started_at, ${room.now()}::bigint), next_due_at = ${room.now()}::bigint`,
  )

export const pause = (tx: Tx, room: Here, id: string, by: { id: string; name: string }): Promise<void> =>
  change(tx, room, id, sql`paused_by = ${json(by)}, paused_at = coalesce(paused_at, ${room.now()}::bigint)`)

export const resume = (tx: Tx, room: Here, id: string): Promise<void> =>
  change(tx, room, id, sql`paused_by = null, paused_at = null`)

export const setNextDue = (tx: Tx, room: Here, id: string, at: number | null): Promise<void> =>
  change(tx, room, id, sql`next_due_at = ${at}::bigint`)

/** A vendor asked us to wait; null when the wait is over. */
export const setWaiting = (tx: Tx, room: Here, id: string, until: number | null): Promise<void> =>
  change(tx, room, id, sql`waiting_until = ${until}::bigint`)

/** A vendor's problem that a person must solve; null once it is solved. */
export const setStopped = (
  tx: Tx,
  room: Here,
  id: string,
  stopped: { readonly vendor: string; readonly problem: Problem } | null,
): Promise<void> => change(tx, room, id, sql`stopped = ${jsonOrNull(stopped && { ...stopped, at: room.now() })}`)

export const setLive = (tx: Tx, room: Here, id: string, live: boolean): Promise<void> =>
  change(tx, room, id, sql`live = ${live}`)

/** Sets or clears the hint; true if this call changed it (the first hint sends the event). */
export async function setHinted(tx: Tx, room: Here, id: string, hinted: boolean): Promise<boolean> {
  const rows = await rowsOf(
    tx,
    sql`update integrations set hinted = ${hinted}
      where tenant_id = ${room.tenant} and id = ${id} and hinted <> ${hinted} returning id`,
  )
  return rows.length === 1
}

export interface Due {
  readonly tenant: string
  readonly integration: string
}

/** Started, not paused, not stopped, not waiting, and due or hinted; across all tenants. */
export const dueIntegrations = (db: Database, now: number): Promise<Due[]> =>
  withoutTenant(db, (tx) =>
    rowsOf<Due>(
      tx,
      sql`select tenant_id as tenant, integration_id as integration from integrations_due(${now}::bigint)`,
    ),
  )

async function change(tx: Tx, room: Here, id: string, what: SQL): Promise<void> {
  await tx.execute(sql`update integrations set ${what} where tenant_id = ${room.tenant} and id = ${id}`)
}

const integrationColumns = sql.raw(`id, installation_id as installation, pair, crm_connection_id as "crmConnection",
  books_connection_id as "booksConnection", settings, version, started_at as "startedAt", paused_by as "pausedBy",
  paused_at as "pausedAt", next_due_at as "nextDueAt", waiting_until as "waitingUntil", stopped, hinted, live,
  exists (select 1 from integrations s where s.tenant_id = integrations.tenant_id
    and s.crm_connection_id = integrations.crm_connection_id and s.id <> integrations.id) as "hasSiblings",
  created_at as "createdAt"`)
