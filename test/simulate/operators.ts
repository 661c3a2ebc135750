import { pause, publish, publishedSettings, integration as readIntegration, resume } from '@/lib/store/integrations'
import { sql } from 'drizzle-orm'
import { rowsOf } from '@/lib/store/rows'
import { approveRows } from '@/lib/store/outbox'
import { addHints } from '@/lib/store/hints'
import { retryLinks } from '@/lib/store/retry'
import { revert } from '@/lib/engine/revert'
import type { Settings } from '@/lib/model/settings'
import type { Deed } from './act'
import type { World } from './world'

/** Carries out a deed: a person's in the vendors' pages, an administrator's in ours, or the weather. */
export async function carryOut(world: World, deed: Deed): Promise<boolean> {
  const { clock } = world
  switch (deed.do) {
    case 'pause':
      await world.within((tx) => pause(tx, world.desk, world.integration, { id: 'ana', name: 'Ana' }))
      Object.assign(world.gate, { paused: true, passed: false })
      return true
    case 'resume':
      await world.within((tx) => resume(tx, world.desk, world.integration))
      world.gate.paused = false
      return true
    case 'switch':
      return change(world, (settings) => ({
        ...settings,
        switches: { ...settings.switches, [world.cast.creates]: deed.on },
      }))
    case 'map':
      return change(world, (settings) => mapped(settings, deed))
    case 'clock':
      await clock.forward(deed.ms)
      return true
    case 'our-clock':
      world.ours.ahead += deed.ms
      return true
    case 'hint':
      return hint(world, deed)
    case 'approve':
      return (await approve(world)) > 0
    case 'retry':
      return (await retry(world)) > 0
    case 'undo':
      return takeBack(world, deed.nth)
    default:
      return world.cast.carryOut(world, deed)
  }
}

async function hint(world: World, { side, kind, nth, forged }: Extract<Deed, { do: 'hint' }>): Promise<boolean> {
  const rows = world.cast.rows(side, kind)
  const row = rows[rows.length === 0 ? 0 : nth % rows.length]
  if (!row && !forged) return false
  const entity = kind === 'contact' ? 'contact' : 'customer'
  const named = { side, entity, remoteId: forged ? `9${nth}${nth}9` : String(row?.id) } as const
  await world.within((tx) => addHints(tx, world.desk, world.integration, [named, named]))
  return true
}

/** What a vendor refused is looked at again; how many records that were. */
async function retry(world: World): Promise<number> {
  return world.within(async (tx) => {
    const rows = await rowsOf<{ id: string }>(
      tx,
      sql`select id from links where tenant_id = ${world.desk.tenant} and reason in ('rejected', 'surprise') order by id`,
    )
    const ids = rows.map(({ id }) => id)
    return ids.length === 0 ? 0 : (await retryLinks(tx, world.desk, world.integration, ids)).length
  })
}

/** The last run but `nth` that wrote something is to be taken back before the next one. */
async function takeBack(world: World, nth: number): Promise<boolean> {
  const target = await lastWriter(world, nth)
  if (target === null) return false
  const about = await world.within((tx) =>
    rowsOf<{ link: string }>(
      tx,
      sql`select link_id as link from outbox where tenant_id = ${world.desk.tenant} and run_id = ${target}
        union select link_id from journal where tenant_id = ${world.desk.tenant} and run_id = ${target} and kind = 'written'`,
    ),
  )
  for (const { link } of about) world.undone.links.add(link)
  world.undone.runs.push(await revert(world.engine, world.integration, target))
  return true
}

export async function lastWriter(world: World, nth: number): Promise<string | null> {
  const rows = await world.within((tx) =>
    rowsOf<{ run: string }>(
      tx,
      sql`select run_id as run from journal where tenant_id = ${world.desk.tenant} and kind = 'written' and why <> 'undone'
        group by run_id order by max(at) desc, run_id limit ${nth + 1}`,
    ),
  )
  return rows[nth]?.run ?? null
}

/** A moment before and a moment after: nothing else happens at the same time. */
async function change(world: World, how: (settings: Settings) => Settings): Promise<boolean> {
  await world.clock.forward(1)
  const changed = await republish(world, how)
  await world.clock.forward(1)
  return changed
}

function republish(world: World, how: (settings: Settings) => Settings): Promise<boolean> {
  return world.within(async (tx) => {
    const now = await readIntegration(tx, world.desk, world.integration)
    const settings = now && (await publishedSettings(tx, world.desk, world.integration, now.version))
    if (!settings) return false
    const next = how(settings)
    if (JSON.stringify(next) === JSON.stringify(settings)) return false
    await publish(tx, world.desk, world.integration, next, world.desk.actor)
    world.published.push({ at: world.clock.now(), version: now.version + 1 })
    return true
  })
}

function mapped(settings: Settings, { entity, field, on }: Extract<Deed, { do: 'map' }>): Settings {
  const own = settings.entities[entity]
  if (!own) return settings
  const without = own.joins.filter((join) => join.crm !== field)
  const joins = on ? [...without, { crm: field, books: field }] : without
  if (on && without.length < own.joins.length) return settings
  return { ...settings, entities: { ...settings.entities, [entity]: { ...own, joins } } }
}

/** Ana says yes to everything that is held or proposed; how many rows that were. */
export async function approve(world: World): Promise<number> {
  return world.within(async (tx) => {
    const rows = await rowsOf<{ id: string; fingerprint: string }>(
      tx,
      sql`select id, fingerprint from outbox where tenant_id = ${world.desk.tenant} and state in ('held', 'proposed')
        and exists (select 1 from runs r where r.tenant_id = outbox.tenant_id and r.id = outbox.run_id and r.phase = 'closed')
        order by id`,
    )
    const ids = rows.map(({ id }) => id)
    for (const { id, fingerprint } of rows) world.approved.set(id, fingerprint)
    return approveRows(tx, world.desk, ids)
  })
}

export const approvedLeft = (world: World): Promise<boolean> =>
  world.within(async (tx) => {
    const rows = await rowsOf(
      tx,
      sql`select id from outbox where tenant_id = ${world.desk.tenant} and state = 'approved' limit 1`,
    )
    return rows.length > 0
  })
