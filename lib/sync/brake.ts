import type { Hold } from '../model/decision'
import type { Entity, Side, Verb } from '../model/words'

/** Numbers of one entity on one side: this plan and what was sent in the last 24 hours, counted together. */
export interface Load {
  readonly entity: Entity
  readonly side: Side
  readonly planned: Readonly<Record<Verb, number>>
  readonly sent: Readonly<Record<Verb, number>>
  /** Records linked on that side. */
  readonly population: number
  /** Those of the sent removals that are done: the population is without them. */
  readonly removed: number
  /** Largest number of writes of that verb in the last 20 runs. */
  readonly usual: Readonly<Record<Verb, number>>
  /** Records that would lose a value, by field. */
  readonly blanked: Readonly<Record<string, number>>
  readonly reowned: number
  /** Linked records of that side that look edited there, and how many it showed before and shows now. */
  readonly edited: number
}

export interface BrakeFacts {
  readonly firstRun: boolean
  readonly loads: readonly Load[]
  /** Sides that show under half of what they showed: entity, before, now. */
  readonly shrunk: readonly {
    readonly entity: Entity
    readonly side: Side
    readonly before: number
    readonly now: number
  }[]
}

/** One home for the limits (sync-engine.md section 6); settings may tighten them later. */
export const limits = {
  removals: 50,
  removalShare: 0.2,
  smallest: 10,
  usualFloor: 50,
  usualFactor: 2,
  blankShare: 0.3,
  ownerShare: 0.2,
} as const

/** Stops a plan that would do far more than usual, before its first write. The first reason found is shown. */
export function brake(facts: BrakeFacts): Hold | null {
  const [shrunk] = facts.shrunk
  if (shrunk)
    return {
      brake: 'side-emptied',
      entity: shrunk.entity,
      side: shrunk.side,
      count: shrunk.before - shrunk.now,
      of: shrunk.before,
      field: null,
    }
  for (const load of facts.loads) {
    const hold =
      removals(load) ?? blanking(load) ?? owners(load) ?? allEdited(load) ?? (facts.firstRun ? null : unusual(load))
    if (hold) return hold
  }
  return null
}

const hold = (load: Load, name: Hold['brake'], count: number, of: number, field: string | null = null): Hold => ({
  brake: name,
  entity: load.entity,
  side: load.side,
  count,
  of,
  field,
})

function removals(load: Load): Hold | null {
  const count = load.planned.remove + load.sent.remove
  if (load.planned.remove === 0) return null
  // Counted over the day, they are a share of what was there a day ago.
  const before = load.population + load.removed
  const share = before >= limits.smallest && count > before * limits.removalShare
  const every = before > 1 && count >= before
  return count > limits.removals || share || every ? hold(load, 'removals', count, before) : null
}

function blanking(load: Load): Hold | null {
  const worst = Object.entries(load.blanked).find(
    ([, count]) => load.population >= limits.smallest && count > load.population * limits.blankShare,
  )
  return worst ? hold(load, 'blanking', worst[1], load.population, worst[0]) : null
}

function owners(load: Load): Hold | null {
  const many = load.population >= limits.smallest && load.reowned > load.population * limits.ownerShare
  return many ? hold(load, 'owners', load.reowned, load.population, 'owner') : null
}

function allEdited(load: Load): Hold | null {
  const all = load.population >= limits.smallest && load.edited >= load.population
  return all ? hold(load, 'all-edited', load.edited, load.population) : null
}

function unusual(load: Load): Hold | null {
  for (const verb of ['create', 'update', 'remove'] as const) {
    const count = load.planned[verb] + load.sent[verb]
    const most = Math.max(limits.usualFloor, limits.usualFactor * load.usual[verb])
    if (load.planned[verb] > 0 && count > most) return hold(load, 'more-than-usual', count, most)
  }
  return null
}
