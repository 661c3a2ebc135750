import { pause, publish, publishedSettings, integration as readIntegration, resume } from '@/lib/store/integrations'
import { sql } from 'drizzle-orm'
import { rowsOf } from '@/lib/store/rows'
import { approveRows } from '@/lib/store/outbox'
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
    default:
      return possible(() => inVendors(world, deed))
  }
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

async function change(world: World, how: (settings: Settings) => Settings): Promise<boolean> {
  return world.within(async (tx) => {
    const now = await readIntegration(tx, world.desk, world.integration)
    const settings = now && (await publishedSettings(tx, world.desk, world.integration, now.version))
    if (!settings) return false
    const next = how(settings)
    if (JSON.stringify(next) === JSON.stringify(settings)) return false
    await publish(tx, world.desk, world.integration, next, world.desk.actor)
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
    const rows = await rowsOf<{ id: string }>(
      tx,
      sql`select id from outbox where tenant_id = ${world.desk.tenant} and state in ('held', 'proposed')
        and exists (select 1 from runs r where r.tenant_id = outbox.tenant_id and r.id = outbox.run_id and r.phase = 'closed')
        order by id`,
    )
    return approveRows(
      tx,
      world.desk,
      rows.map(({ id }) => id),
    )
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
