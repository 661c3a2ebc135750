import { z } from 'zod'
import { meetAgain } from '@/lib/engine/meet'
import type { Choice } from '@/lib/model/choice'
import type { Person } from '@/lib/model/connector'
import type { Settings } from '@/lib/model/settings'
import { entities, sides, type Entity, type Side } from '@/lib/model/words'
import type { Pair } from '@/lib/model/rule'
import { connection as readConnection, saveChosen } from '@/lib/store/connections'
import { readAnew } from '@/lib/store/cursors'
import { inTenant, type Tx } from '@/lib/store/db'
import { changeDraft, integrationsOfConnection } from '@/lib/store/integrations'
import { askVendor } from './ask-vendor'
import { noteDecided } from './decided'
import { engineAt, type Desk } from './desk'
import { done, failed, invalid, type Done, type FieldFault } from './fault'
import { openChoices } from './open-choices'
import { placeOf, type Place } from './place'
import { verb } from './verb'

export const saveChoicesInput = z.object({
  /** Values by choice, e.g. which account statuses mean client. */
  chosen: z.record(z.string(), z.array(z.string())),
  administrator: z.string().nullable(),
  switches: z.record(z.string(), z.boolean()),
  entities: z.partialRecord(z.enum(entities), z.object({ on: z.boolean() })),
})
type Input = z.infer<typeof saveChoicesInput>

/** Keeps what only this company can know, as a draft; the next dry run or start puts it in force. */
export const saveChoices = verb<Input, null>(saveChoicesInput, async (desk, input) => {
  const place = await inTenant(desk, (tx) => placeOf(tx, desk))
  const { integration, crm, books } = place
  if (!integration || !crm || !books?.companyId) return failed({ kind: 'not-now' })
  const asked = await questions(desk, place)
  if (!asked.ok) return asked
  const settings = draftOf(integration.settings, input, place.pair)
  const wrong = {
    ...openChoices(place, settings, asked.value, input.chosen),
    ...wrongIn(input, asked.value, place.pair),
  }
  if (Object.keys(wrong).length > 0) return invalid(wrong)
  await inTenant(desk, async (tx) => {
    await changeDraft(tx, desk, integration.id, (draft) => draftOf(draft, input, place.pair))
    for (const side of sides) await keepChosen(tx, desk, place, side, asked.value[side], input.chosen)
    await noteDecided(tx, desk, integration, [{ why: 'save-choices' }])
  })
  return done(null)
})

export interface Questions extends Readonly<Record<Side, readonly Choice[]>> {
  readonly people: readonly Person[]
}

/** What the vendors ask of this company, and who could be its administrator. */
export async function questions(desk: Desk, { crm, books, vendors }: Place): Promise<Done<Questions>> {
  if (!crm || !books) return failed({ kind: 'not-now' })
  const ours = await askVendor(vendors.crm.id, async () => {
    const { session } = await meetAgain(engineAt(desk), crm.id)
    return { choices: (await session.choices?.()) ?? [], people: await session.people() }
  })
  if (!ours.ok) return ours
  const theirs = await askVendor(vendors.books.id, async () => {
    const { session } = await meetAgain(engineAt(desk), books.id)
    return (await session.choices?.()) ?? []
  })
  if (!theirs.ok) return theirs
  return done({ crm: ours.value.choices, books: theirs.value, people: ours.value.people })
}

function wrongIn(input: Input, { people }: Questions, pair: Pair): Record<string, FieldFault> {
  const known = people.some(({ id, active }) => active && id === input.administrator)
  const administrator = input.administrator === null ? 'required' : known ? null : 'unknown'
  const strangers = Object.keys(input.entities).filter((entity) => !isOf(pair, entity))
  const all: readonly (readonly [string, FieldFault | null])[] = [
    ['administrator', administrator],
    ...strangers.map((entity) => [`entities.${entity}`, 'unknown'] as const),
    ...Object.keys(input.switches)
      .filter((name) => !switchesOf(pair).includes(name))
      .map((name) => [`switches.${name}`, 'unknown'] as const),
  ]
  return Object.fromEntries(all.flatMap(([key, fault]) => (fault ? [[key, fault]] : [])))
}

const isOf = (pair: Pair, name: string): boolean => entities.some((entity) => entity === name && pair.entities[entity])
const switchesOf = (pair: Pair): readonly string[] =>
  Object.values(pair.entities).flatMap((rule) => Object.keys(rule.switches ?? {}))

function draftOf(before: Settings, input: Input, pair: Pair): Settings {
  const chosen = entities.filter((entity) => pair.entities[entity])
  return {
    ...before,
    administrator: input.administrator,
    switches: { ...before.switches, ...input.switches },
    entities: Object.fromEntries(chosen.map((entity) => [entity, entityOf(before, entity, input)])),
  }
}

const entityOf = (before: Settings, entity: Entity, input: Input) => {
  const known = before.entities[entity] ?? { on: true, joins: [], maxLength: { crm: {}, books: {} } }
  return { ...known, on: input.entities[entity]?.on ?? known.on }
}

/** A record's entity may hang on these answers, so that a side with new ones is read anew from its beginning. */
async function keepChosen(
  tx: Tx,
  desk: Desk,
  place: Place,
  side: Side,
  choices: readonly Choice[],
  given: Input['chosen'],
): Promise<void> {
  const { id: own } = place[side] ?? {}
  // As they are now: somebody else may have answered while the vendors were asked.
  const connection = own && choices.length > 0 ? await readConnection(tx, desk, own) : null
  if (!connection) return
  const answers = Object.fromEntries(choices.map(({ key }) => [key, [...(given[key] ?? [])].sort()]))
  const changed = choices.filter(
    ({ key }) => String(answers[key]) !== String([...(connection.chosen[key] ?? [])].sort()),
  )
  if (changed.length === 0) return
  await saveChosen(tx, desk, connection.id, { ...connection.chosen, ...answers })
  const but = changed.flatMap(({ only }) => only?.entity ?? [])
  for (const { id } of await integrationsOfConnection(tx, desk, connection.id))
    await readAnew(tx, desk, id, side, { but })
}
