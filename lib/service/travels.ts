import type { Field } from '@/lib/model/connector'
import type { Appointment, Condition, EntitySettings, Settings } from '@/lib/model/settings'
import { entities, type Entity, type Side, type Verb } from '@/lib/model/words'
import { inTenant } from '@/lib/store/db'
import { fieldGroups, type FieldGroup } from '@/lib/store/field-groups'
import { passes } from '@/lib/sync/scope'
import { bothSides, unanswered, type Unanswered } from './both-sides'
import type { Live } from './compose-settings'
import type { Desk } from './desk'
import { placeOf, type Place } from './place'
import { ruleViews } from './rule-views'
import { markOf, settingsPart } from './settings-part'
import type { RuleView } from './views'

export interface TravelView extends RuleView {
  /** What the pair lets travel at most. */
  readonly may: Readonly<Record<'toCrm' | 'toBooks', readonly Verb[]>>
  readonly wins: Side
  readonly filter: readonly Condition[]
  readonly filterable: readonly FilterField[]
  /** How many of the records shown so far pass the filter; null before the first reading. */
  readonly count: FilterCount | null
}

export type FilterField = Pick<Field, 'key' | 'label' | 'type' | 'values'>

export interface FilterCount {
  readonly passing: number
  readonly of: number
}

export interface TravelsView {
  readonly rules: readonly TravelView[]
  readonly every: number
  /** Minutes: no schedule is faster. */
  readonly fastest: number
  readonly appointment: Appointment | null
  /** Handed back with what is saved. */
  readonly shown: string
  readonly problem: Unanswered | null
}

/** What travels, in which direction, when, and which records are left out. */
export async function travels(desk: Desk): Promise<TravelsView> {
  const place = await inTenant(desk, (tx) => placeOf(tx, desk))
  const { pair, integration } = place
  const settings = integration?.settings
  const found = await bothSides(desk, place)
  const live = found.ok ? found.value : null
  const rules: TravelView[] = []
  for (const rule of settings ? answeredRules(place, settings) : []) {
    if (settings) rules.push(await travelView(desk, place, settings, rule, live))
  }
  return {
    rules,
    every: settings?.every ?? pair.every,
    fastest: pair.every,
    appointment: settings?.appointment ?? null,
    shown: settings ? markOf(settingsPart.travels, settings) : '',
    problem: found.ok ? null : unanswered(found.fault, place),
  }
}

/** As it was chosen: what a switch holds back for now was not given up, and saving the page must not make it so. */
function answeredRules({ pair, vendors }: Place, settings: Settings): readonly RuleView[] {
  const names = Object.values(pair.entities).flatMap(({ switches }) => Object.keys(switches ?? {}))
  const switches = Object.fromEntries(names.map((name) => [name, true]))
  const chosen = ruleViews(pair, { ...settings, switches }, vendors)
  return ruleViews(pair, settings, vendors).map((rule) => {
    const { toCrm, toBooks } = chosen.find(({ entity }) => entity === rule.entity) ?? rule
    return { ...rule, toCrm, toBooks }
  })
}

async function travelView(
  desk: Desk,
  place: Place,
  settings: Settings,
  rule: RuleView,
  live: Live | null,
): Promise<TravelView> {
  const { entity } = rule
  const chosen: EntitySettings | undefined = settings.entities[entity]
  const filter = chosen?.filter ?? []
  const { toCrm = [], toBooks = [], wins = 'books' } = place.pair.entities[entity] ?? {}
  return {
    ...rule,
    may: { toCrm, toBooks },
    wins: chosen?.wins ?? wins,
    filter,
    filterable: live ? filterableOf(live, entity) : [],
    count: await filterCount(desk, place, entity, filter),
  }
}

const asked: readonly Field['type'][] = ['text', 'boolean', 'list']

/** Fields that a person can make a sentence of; where both sides have one, the books' lists and labels lead. */
export const filterableOf = ({ fields }: Live, entity: Entity): readonly FilterField[] =>
  askable([...(fields.books[entity] ?? []), ...(fields.crm[entity] ?? [])])

/** The same of an account in the CRM, before any books know it. */
export const bornFields = ({ fields: { crm } }: Live): readonly FilterField[] =>
  askable([...(crm.customer ?? []), ...(crm.prospect ?? [])])

function askable(all: readonly Field[]): readonly FilterField[] {
  const first = (field: Field, at: number): boolean => all.findIndex(({ key }) => key === field.key) === at
  return all
    .filter(first)
    .filter(({ key, type }) => asked.includes(type) && !['locked', 'syncState', 'entity'].includes(key))
    .map(({ key, label, type, values }) => ({ key, label, type, ...(values ? { values } : {}) }))
}

/** Counted over what both systems have shown so far; a record of both sides counts once and must pass on both. */
export async function filterCount(
  desk: Desk,
  { integration }: Place,
  entity: Entity,
  filter: readonly Condition[],
): Promise<FilterCount | null> {
  if (!integration) return null
  const fields = [...new Set(filter.map(({ field }) => field))]
  const groups = await inTenant(desk, (tx) => fieldGroups(tx, desk, integration.id, entity, fields))
  const of = groups.reduce((sum, { count }) => sum + count, 0)
  const passing = groups.reduce((sum, group) => sum + (bothPass(group, filter) ? group.count : 0), 0)
  return of === 0 ? null : { passing, of }
}

const bothPass = ({ crm, books }: FieldGroup, filter: readonly Condition[]): boolean =>
  [crm, books].every((flat) => flat === null || passes(flat, filter))

export const isEntity = (name: string): name is Entity => entities.some((entity) => entity === name)

/** As `filterCount`, for a sentence that is being made. */
export async function countFilter(
  desk: Desk,
  entity: Entity,
  filter: readonly Condition[],
): Promise<FilterCount | null> {
  const place = await inTenant(desk, (tx) => placeOf(tx, desk))
  return filterCount(desk, place, entity, filter)
}
