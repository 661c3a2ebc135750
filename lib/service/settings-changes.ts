import type { Pair } from '@/lib/model/rule'
import type { ChosenJoin, EntitySettings, Settings } from '@/lib/model/settings'
import { entities, lanes, type Entity, type Lane, type Verb } from '@/lib/model/words'

/** One difference between two versions of the settings; the page says it in words. */
export type SettingsChange =
  | { readonly what: 'entity'; readonly entity: Entity; readonly on: boolean }
  | { readonly what: 'verbs'; readonly entity: Entity; readonly lane: Lane; readonly verbs: readonly Verb[] }
  | { readonly what: 'wins'; readonly entity: Entity; readonly side: 'crm' | 'books' }
  | { readonly what: 'filter'; readonly entity: Entity; readonly parts: number }
  | {
      readonly what: 'field'
      readonly entity: Entity
      readonly how: 'added' | 'removed' | 'changed'
      readonly join: ChosenJoin
    }
  | { readonly what: 'schedule'; readonly settings: Settings }
  | { readonly what: 'switch'; readonly name: string; readonly on: boolean }
  /** `name`: what the CRM calls that user, where it was asked. */
  | { readonly what: 'administrator'; readonly id: string | null; readonly name?: string | null }
  | { readonly what: 'people'; readonly count: number }
  | { readonly what: 'belongs'; readonly parts: number }

/** What differs from `before` to `after`, in the order in which the pages ask. */
export function settingsChanges(before: Settings, after: Settings, pair: Pair): readonly SettingsChange[] {
  return [
    ...peopleChanges(before, after),
    ...entities.flatMap((entity) => (pair.entities[entity] ? entityChanges(entity, before, after, pair) : [])),
    ...switchChanges(before, after, pair),
    ...scheduleChanges(before, after),
    ...(text(before.belongs ?? []) === text(after.belongs ?? [])
      ? []
      : [{ what: 'belongs', parts: after.belongs?.length ?? 0 } as const]),
  ]
}

function peopleChanges(before: Settings, after: Settings): readonly SettingsChange[] {
  const known = new Map(before.people.map(({ books, crm }) => [books, crm]))
  const count = repsAmong(after.people.filter(({ books, crm }) => known.get(books) !== crm))
  return [
    ...(before.administrator === after.administrator
      ? []
      : [{ what: 'administrator', id: after.administrator } as const]),
    ...(count === 0 ? [] : [{ what: 'people', count } as const]),
  ]
}

/** A sales rep stands there by code and then by full name, where they differ: both are one. `half`: of the code just seen. */
function repsAmong(changed: Settings['people']): number {
  const none: { readonly count: number; readonly half?: string | null } = { count: 0 }
  return changed.reduce(
    ({ count, half }, { crm }) => (crm === half ? { count } : { count: count + 1, half: crm }),
    none,
  ).count
}

function entityChanges(entity: Entity, before: Settings, after: Settings, pair: Pair): readonly SettingsChange[] {
  const [old, now] = [before.entities[entity], after.entities[entity]]
  if (!now) return []
  const rule = pair.entities[entity]
  const wins = (chosen: EntitySettings | undefined) => chosen?.wins ?? rule?.wins ?? 'books'
  return [
    ...((old?.on ?? true) === now.on ? [] : [{ what: 'entity', entity, on: now.on } as const]),
    ...lanes.flatMap((lane) => {
      const kept = (chosen: EntitySettings | undefined): readonly Verb[] => chosen?.[lane] ?? rule?.[lane] ?? []
      const same = [...kept(old)].sort().join() === [...kept(now)].sort().join()
      return same ? [] : [{ what: 'verbs', entity, lane, verbs: kept(now) } as const]
    }),
    ...(wins(old) === wins(now) ? [] : [{ what: 'wins', entity, side: wins(now) } as const]),
    ...(text(old?.filter ?? []) === text(now.filter ?? [])
      ? []
      : [{ what: 'filter', entity, parts: now.filter?.length ?? 0 } as const]),
    ...fieldChanges(entity, old?.joins ?? [], now.joins),
  ]
}

/** Rows are told apart by the two fields they join. Before anything was composed there is nothing to compare with. */
function fieldChanges(
  entity: Entity,
  old: readonly ChosenJoin[],
  now: readonly ChosenJoin[],
): readonly SettingsChange[] {
  if (old.length === 0 || now.length === 0) return []
  const key = ({ crm, books }: ChosenJoin): string => text([crm, books])
  const [were, are] = [new Map(old.map((join) => [key(join), join])), new Map(now.map((join) => [key(join), join]))]
  const change = (how: 'added' | 'removed' | 'changed', join: ChosenJoin) =>
    ({ what: 'field', entity, how, join }) as const
  return [
    ...now.filter((join) => !were.has(key(join))).map((join) => change('added', join)),
    ...old.filter((join) => !are.has(key(join))).map((join) => change('removed', join)),
    ...now.filter((join) => differs(were.get(key(join)), join)).map((join) => change('changed', join)),
  ]
}

const differs = (old: ChosenJoin | undefined, now: ChosenJoin): boolean =>
  old !== undefined &&
  text([old.constant, old.lane, old.as, old.on, old.when, old.values ?? []]) !==
    text([now.constant, now.lane, now.as, now.on, now.when, now.values ?? []])

function switchChanges(before: Settings, after: Settings, pair: Pair): readonly SettingsChange[] {
  const all = Object.values(pair.entities).flatMap((rule) => Object.entries(rule.switches ?? {}))
  return all.flatMap(([name, { default: usual }]) => {
    const is = ({ switches }: Settings) => switches[name] ?? usual === 'on'
    return is(before) === is(after) ? [] : [{ what: 'switch', name, on: is(after) } as const]
  })
}

const scheduleChanges = (before: Settings, after: Settings): readonly SettingsChange[] =>
  text([before.every, before.appointment ?? null]) === text([after.every, after.appointment ?? null])
    ? []
    : [{ what: 'schedule', settings: after }]

const text = (value: unknown): string =>
  JSON.stringify(value, (_key, part: unknown) => (part === undefined ? null : part))
