import { z } from 'zod'
import { appointment, condition, type EntitySettings, type Settings } from '@/lib/model/settings'
import type { Pair, Rule } from '@/lib/model/rule'
import { entities, lanes, verbs, type Entity, type Lane } from '@/lib/model/words'
import { isZone } from '@/lib/model/zone'
import { inTenant } from '@/lib/store/db'
import { bothSides } from './both-sides'
import type { Live } from './compose-settings'
import { failed, invalid, type FieldFault } from './fault'
import { keepPart } from './keep-part'
import { openChoices } from './open-choices'
import { placeOf } from './place'
import { questions } from './save-choices'
import { settingsPart } from './settings-part'
import { filterableOf, isEntity } from './travels'
import { verb } from './verb'

const verbList = z.array(z.enum(verbs))

export const saveTravelsInput = z.object({
  /** The mark of the page that was filled in. */
  shown: z.string().optional(),
  entities: z.partialRecord(
    z.enum(entities),
    z.object({
      on: z.boolean(),
      toCrm: verbList,
      toBooks: verbList,
      wins: z.enum(['crm', 'books']),
      filter: z.array(condition).max(20),
    }),
  ),
  switches: z.record(z.string(), z.boolean()),
  every: z.number().int().positive(),
  appointment: appointment.nullable(),
})
type Input = z.infer<typeof saveTravelsInput>
type Chosen = NonNullable<Input['entities'][Entity]>

/** What travels, when, and what is left out, as a draft: narrower than the pair allows, never wider. */
export const saveTravels = verb<Input, null>(saveTravelsInput, async (desk, input) => {
  const place = await inTenant(desk, (tx) => placeOf(tx, desk))
  const { integration, pair } = place
  if (!integration) return failed({ kind: 'not-now' })
  const found = await bothSides(desk, place)
  if (!found.ok) return found
  const asked = await questions(desk, place)
  if (!asked.ok) return asked
  const settings = draftOf(integration.settings, input)
  const chosen = { ...place.crm?.chosen, ...place.books?.chosen }
  const wrong = { ...wrongIn(input, pair, found.value), ...openChoices(place, settings, asked.value, chosen) }
  if (Object.keys(wrong).length > 0) return invalid(wrong)
  return keepPart(desk, integration, {
    ...{ part: settingsPart.travels, shown: input.shown, deed: { why: 'save-travels' } },
    change: (draft) => draftOf(draft, input),
  })
})

/** By path of the input, so that the page can show each fault where it belongs. */
function wrongIn(input: Input, pair: Pair, live: Live): Record<string, FieldFault> {
  const named = Object.entries(input.entities).flatMap(([entity, chosen]): [string, FieldFault][] => {
    const rule = isEntity(entity) ? pair.entities[entity] : undefined
    if (!isEntity(entity) || !rule) return [[`entities.${entity}`, 'unknown']]
    return faultsOf(entity, rule, chosen, live)
  })
  const known = Object.values(pair.entities).flatMap((rule) => Object.keys(rule.switches ?? {}))
  const odd = Object.keys(input.switches).filter((name) => !known.includes(name))
  return {
    ...Object.fromEntries(named),
    ...Object.fromEntries(odd.map((name) => [`switches.${name}`, 'unknown' as const])),
    ...(input.every < pair.every ? { every: 'unknown' as const } : {}),
    ...(input.appointment && !isZone(input.appointment.zone) ? { zone: 'unknown' as const } : {}),
  }
}

function faultsOf(entity: Entity, rule: Rule, chosen: Chosen, live: Live): [string, FieldFault][] {
  const wide = lanes.filter((lane) => chosen[lane].some((one) => !rule[lane].includes(one)))
  const fields = new Set(filterableOf(live, entity).map(({ key }) => key))
  return [
    ...wide.map((lane): [string, FieldFault] => [`entities.${entity}.${lane}`, 'unknown']),
    ...chosen.filter.flatMap(({ field, is, values }, at): [string, FieldFault][] => {
      if (!fields.has(field)) return [[`filter.${entity}-${at}`, 'unknown']]
      const bare = is === 'filled' || is === 'empty'
      return !bare && values.length === 0 ? [[`filter.${entity}-${at}`, 'required']] : []
    }),
  ]
}

function draftOf(before: Settings, input: Input): Settings {
  const { appointment: _replaced, ...kept } = before
  const chosen = Object.entries(input.entities).flatMap(([entity, choice]): [Entity, EntitySettings][] =>
    isEntity(entity) ? [[entity, entityOf(before.entities[entity], choice)]] : [],
  )
  return {
    ...kept,
    every: input.every,
    ...(input.appointment ? { appointment: input.appointment } : {}),
    switches: { ...before.switches, ...input.switches },
    entities: { ...before.entities, ...Object.fromEntries(chosen) },
  }
}

const blank: EntitySettings = { on: true, joins: [], maxLength: { crm: {}, books: {} } }

function entityOf(before: EntitySettings = blank, { on, wins, filter, ...kept }: Chosen): EntitySettings {
  const inOrder = (lane: Lane) => verbs.filter((one) => kept[lane].includes(one))
  return { ...before, on, wins, filter, toCrm: inOrder('toCrm'), toBooks: inOrder('toBooks') }
}
