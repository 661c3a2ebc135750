import type { Field } from '@/lib/model/connector'
import type { Flat, Value } from '@/lib/model/record'
import type { Join, Rule } from '@/lib/model/rule'
import type { ChosenJoin } from '@/lib/model/settings'
import { entities, lanes, laneTo, sides, type Entity, type Lane, type Side } from '@/lib/model/words'
import { inTenant } from '@/lib/store/db'
import { sampleRecord, unmappedValues, type Unmapped } from '@/lib/store/field-samples'
import { proposeJoins, ruleJoinsOf } from '@/lib/sync/resolve'
import { bothSides, unanswered, type Unanswered } from './both-sides'
import type { Live } from './compose-settings'
import type { Desk } from './desk'
import { placeOf, type Place } from './place'
import { markOf, settingsPart } from './settings-part'

export interface FieldsView {
  readonly entity: Entity
  readonly entities: readonly Entity[]
  readonly fields: Readonly<Record<Side, readonly Field[]>>
  /** Lanes that the pair opens for this entity at all. */
  readonly lanes: readonly Lane[]
  readonly rows: readonly FieldRow[]
  /** Set by the rule itself: shown, and not to be changed. */
  readonly ruled: readonly Join[]
  readonly sample: Readonly<Record<Side, Flat | null>>
  /** Values of a mapped list that nobody gave a counterpart. */
  readonly unmapped: readonly Unmapped[]
  /** Handed back with what is saved. */
  readonly shown: string
  readonly problem: Unanswered | null
}

export interface FieldRow {
  readonly join: ChosenJoin
  /** `gone`: one of the systems no longer has the field, so the row does nothing. */
  readonly state: 'kept' | 'gone'
}

/** The field map of one entity, from the live schemas of both systems, with what a real record says on either side. */
export async function fields(desk: Desk, asked?: Entity): Promise<FieldsView> {
  const place = await inTenant(desk, (tx) => placeOf(tx, desk))
  const own = entities.filter((entity) => place.pair.entities[entity])
  const entity = own.find((one) => one === asked) ?? own[0] ?? 'customer'
  const rule = place.pair.entities[entity]
  const found = await bothSides(desk, place)
  const settings = place.integration?.settings
  const shown = settings ? markOf(settingsPart.fields(entity), settings) : ''
  const none = { entity, entities: own, fields: { crm: [], books: [] }, lanes: [], rows: [], ruled: [] }
  if (!found.ok || !rule) {
    const problem = found.ok ? null : unanswered(found.fault, place)
    return { ...none, sample: { crm: null, books: null }, unmapped: [], shown, problem }
  }
  const both = fieldsOf(found.value, entity)
  const chosen = settings?.entities[entity]?.joins ?? []
  const joins = chosen.length > 0 ? chosen : proposeJoins(both.crm, both.books, rule).map(plain)
  return {
    ...none,
    fields: both,
    lanes: lanes.filter((lane) => rule[lane].length > 0),
    rows: joins.map((join) => ({ join, state: isThere(join, both) ? 'kept' : 'gone' })),
    ruled: ruleJoinsOf(entity, rule, place.vendors),
    ...(await seen(desk, place, entity, joins)),
    shown,
    problem: null,
  }
}

export const fieldsOf = ({ fields: all }: Live, entity: Entity): Readonly<Record<Side, readonly Field[]>> => ({
  crm: all.crm[entity] ?? [],
  books: all.books[entity] ?? [],
})

const plain = ({ crm, books, lane }: Join): ChosenJoin => ({ crm, books, ...(lane ? { lane } : {}) })

export const isThere = (join: Pick<Join, Side>, both: Readonly<Record<Side, readonly Field[]>>): boolean =>
  sides.every((side) => join[side] === null || both[side].some(({ key }) => key === join[side]))

async function seen(desk: Desk, { integration }: Place, entity: Entity, joins: readonly ChosenJoin[]) {
  if (!integration) return { sample: { crm: null, books: null }, unmapped: [] }
  const mapped = joins.filter(({ values }) => values && values.length > 0)
  return inTenant(desk, async (tx) => ({
    sample: await sampleRecord(tx, desk, integration.id, entity),
    unmapped: await unmappedValues(
      tx,
      desk,
      integration.id,
      entity,
      mapped.flatMap((join) =>
        sides.flatMap((side) => {
          const key = join[side]
          // Only a side that speaks through this row needs a counterpart for its values.
          const speaks = key !== null && (join.lane === undefined || join.lane !== laneTo(side))
          return speaks ? [{ side, key, known: (join.values ?? []).map((pair): Value => pair[side]) }] : []
        }),
      ),
    ),
  }))
}

/** Lanes in which a row of these fields may travel: open in the pair, writable on arrival. */
export function openLanes(
  rule: Rule,
  both: { readonly crm: Field | undefined; readonly books: Field | undefined },
): readonly Lane[] {
  return lanes.filter((lane) => {
    const target = lane === 'toCrm' ? both.crm : both.books
    return rule[lane].length > 0 && target !== undefined && !target.readOnly
  })
}
