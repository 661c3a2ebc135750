import { pause, publish, publishedSettings, integration as readIntegration, resume } from '@/lib/store/integrations'
import { sql } from 'drizzle-orm'
import { rowsOf } from '@/lib/store/rows'
import { approveRows } from '@/lib/store/outbox'
import { retryLinks } from '@/lib/store/retry'
import { connection as readConnection, saveConnection } from '@/lib/store/connections'
import { revert } from '@/lib/engine/revert'
import type { Side } from '@/lib/model/words'
import { KEY, MAIN } from '../../sandbox/sage-50-fr'
import type { Settings } from '@/lib/model/settings'
import type { Deed } from './act'
import { inVendors } from './people'
import type { World } from './world'

/** Carries out a deed: a person's in the vendors' pages, an administrator's in ours, or the weather. */
export async function carryOut(world: World, deed: Deed): Promise<boolean> {
  const { clock, simulators } = world
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
        switches: { ...settings.switches, 'create-clients-in-books': deed.on },
      }))
    case 'map':
      return change(world, (settings) => mapped(settings, deed))
    case 'expire-tokens':
      simulators.crm.admin.expireTokens()
      return true
    case 'expire-cursors':
      simulators.books.admin.expireCursors()
      return true
    case 'search-lag':
      simulators.crm.admin.delaySearch(deed.ms)
      return true
    case 'clock':
      await clock.forward(deed.ms)
      return true
    case 'approve':
      return (await approve(world)) > 0
    case 'revoke':
      if (deed.side === 'crm') simulators.crm.admin.revokeKeys()
      else simulators.books.admin.revokeKey(world.key.now)
      return true
    case 'reconnect':
      return reconnect(world, deed.side)
    case 'schema':
      for (const room of ['clients', 'prospects'] as const)
        simulators.books.admin.changeMeta(MAIN, room, deed.field, deed.longest)
      return true
    case 'retry':
      return (await retry(world)) > 0
    case 'undo':
      return takeBack(world, deed.nth)
    default:
      return possible(() => inVendors(world, deed))
  }
}

/** Ana types in the keys that are good now; the books' administrator made a new one. */
async function reconnect(world: World, side: Side): Promise<boolean> {
  const { crm, books } = world.simulators
  if (side === 'crm') {
    crm.admin.restoreKeys()
    return true
  }
  books.admin.revokeKey(world.key.now)
  Object.assign(world.key, { now: `${KEY}-${(world.key.made += 1)}` })
  books.admin.grantKey(world.key.now, ['read', 'write'])
  await world.within(async (tx) => {
    const of = await readIntegration(tx, world.desk, world.integration)
    const known = of && (await readConnection(tx, world.desk, of.booksConnection))
    if (!known) throw new Error('The books were never connected')
    const { id, vendor, baseUrl, account } = known
    const secrets = { address: baseUrl, key: world.key.now }
    await saveConnection(tx, world.desk, { id, vendor, side, baseUrl, account, secrets })
  })
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

/** What a vendor's own pages refuse cannot be done by a person either. */
function possible(work: () => boolean): boolean {
  try {
    return work()
  } catch (error) {
    if (
      error instanceof Error &&
      /read only|mandatory|does not exist|longer|already|refers to|must be/i.test(error.message)
    )
      return false
    throw error
  }
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
