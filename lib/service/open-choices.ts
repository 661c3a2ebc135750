import type { Choice } from '@/lib/model/choice'
import type { Settings } from '@/lib/model/settings'
import { laneTo, sides, type Side } from '@/lib/model/words'
import { resolve } from '@/lib/sync/resolve'
import type { FieldFault } from './fault'
import type { Place } from './place'

type Chosen = Readonly<Record<string, readonly string[]>>

/** What is wrong with the answers to the vendors' questions, under these settings: what does not travel needs none. */
export function openChoices(
  { pair, vendors }: Pick<Place, 'pair' | 'vendors'>,
  settings: Settings,
  asked: Readonly<Record<Side, readonly Choice[]>>,
  chosen: Chosen,
): Record<string, FieldFault> {
  const { byEntity } = resolve(pair, settings, 0, vendors)
  const isNeeded = (side: Side, { only }: Choice): boolean => {
    const rule = only && byEntity[only.entity]
    return !only || (rule !== undefined && (only.when === 'read' || rule[laneTo(side)].length > 0))
  }
  const faults = sides.flatMap((side) =>
    asked[side].map((choice) => {
      const given = chosen[choice.key] ?? []
      const fault = given.length > 0 ? strange(choice, given) : isNeeded(side, choice) ? ('required' as const) : null
      return [`chosen.${choice.key}`, fault] as const
    }),
  )
  return Object.fromEntries(faults.flatMap(([key, fault]) => (fault ? [[key, fault]] : [])))
}

function strange({ values, many }: Choice, chosen: readonly string[]): FieldFault | null {
  const known = chosen.every((value) => values.some((each) => each.value === value))
  return known && (many || chosen.length === 1) ? null : 'unknown'
}
