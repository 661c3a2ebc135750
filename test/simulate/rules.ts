import type { Settings } from '@/lib/model/settings'
import { integration as readIntegration, publish, publishedSettings } from '@/lib/store/integrations'
import type { Deed } from './act'
import type { World } from './world'

/** A moment before and a moment after: nothing else happens at the same time. */
export async function change(world: World, how: (settings: Settings) => Settings): Promise<boolean> {
  await world.clock.forward(1)
  const changed = await republish(world, how)
  await world.clock.forward(1)
  return changed
}

export function republish(world: World, how: (settings: Settings) => Settings): Promise<boolean> {
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

export function mapped(settings: Settings, { entity, field, on }: Extract<Deed, { do: 'map' }>): Settings {
  const own = settings.entities[entity]
  if (!own) return settings
  const without = own.joins.filter((join) => join.crm !== field)
  const joins = on ? [...without, { crm: field, books: field }] : without
  if (on && without.length < own.joins.length) return settings
  return { ...settings, entities: { ...settings.entities, [entity]: { ...own, joins } } }
}
