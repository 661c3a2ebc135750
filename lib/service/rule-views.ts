import type { Connector } from '@/lib/model/connector'
import type { Pair } from '@/lib/model/rule'
import type { EntitySettings, Settings } from '@/lib/model/settings'
import { entities, type Entity, type Side } from '@/lib/model/words'
import { direction } from '@/lib/sync/direction'
import { resolve } from '@/lib/sync/resolve'
import type { RuleView } from './views'

const untouched: EntitySettings = { on: true, joins: [], maxLength: { crm: {}, books: {} } }

/** What may travel under these settings, entity by entity; one that is switched off shows what it would do. */
export function ruleViews(
  pair: Pair,
  settings: Settings,
  vendors: Readonly<Record<Side, Pick<Connector, 'entities'>>>,
): readonly RuleView[] {
  const all: Settings = {
    ...settings,
    entities: Object.fromEntries(
      entities.map((entity) => [entity, { ...(settings.entities[entity] ?? untouched), on: true }]),
    ),
  }
  const { byEntity } = resolve(pair, all, 0, vendors)
  return entities.flatMap((entity): RuleView[] => {
    const rule = byEntity[entity]
    if (!rule) return []
    const { toCrm, toBooks, wins, lockedIn } = rule
    const on = settings.entities[entity]?.on ?? true
    const switches = switchesOf(pair, entity, settings)
    return [{ entity, on, direction: direction(rule), toCrm, toBooks, wins, locked: lockedIn !== null, switches }]
  })
}

const switchesOf = (pair: Pair, entity: Entity, settings: Settings): RuleView['switches'] =>
  Object.entries(pair.entities[entity]?.switches ?? {}).map(([name, { default: usual }]) => ({
    name,
    on: settings.switches[name] ?? usual === 'on',
  }))
