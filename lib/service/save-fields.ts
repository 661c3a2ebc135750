import { z } from 'zod'
import type { Field } from '@/lib/model/connector'
import type { Rule } from '@/lib/model/rule'
import { join, type ChosenJoin, type EntitySettings } from '@/lib/model/settings'
import { entities, laneTo, sides, type Side } from '@/lib/model/words'
import { inTenant } from '@/lib/store/db'
import { bothSides } from './both-sides'
import { failed, invalid, type FieldFault } from './fault'
import { fieldsOf, isThere, openLanes } from './fields'
import { keepPart } from './keep-part'
import { placeOf } from './place'
import { settingsPart } from './settings-part'
import { verb } from './verb'

export const saveFieldsInput = z.object({
  entity: z.enum(entities),
  /** The mark of the page that was filled in. */
  shown: z.string().optional(),
  joins: z.array(join).min(1).max(300),
})
type Input = z.infer<typeof saveFieldsInput>

const blank: EntitySettings = { on: true, joins: [], maxLength: { crm: {}, books: {} } }

/** The field map of one entity, as a draft. Rows are named by their number where something is wrong with them. */
export const saveFields = verb<Input, null>(saveFieldsInput, async (desk, { entity, shown, joins }) => {
  const place = await inTenant(desk, (tx) => placeOf(tx, desk))
  const { integration, pair } = place
  const rule = pair.entities[entity]
  if (!integration || !rule) return failed({ kind: 'not-now' })
  const found = await bothSides(desk, place)
  if (!found.ok) return found
  const both = fieldsOf(found.value, entity)
  const wrong = joins.flatMap((row, at): [string, FieldFault][] => {
    const fault = faultOf(row, joins.slice(0, at), rule, both)
    return fault ? [[`joins.row-${at}`, fault]] : []
  })
  if (wrong.length > 0) return invalid(Object.fromEntries(wrong))
  return keepPart(desk, integration, {
    ...{ part: settingsPart.fields(entity), shown, deed: { why: 'save-fields', entity } },
    change: (draft) => {
      const chosen = { ...(draft.entities[entity] ?? blank), joins }
      return { ...draft, entities: { ...draft.entities, [entity]: chosen } }
    },
  })
})

/** A row joins two fields that are there, of one kind, in a lane that is open; each field has one origin. */
function faultOf(
  row: ChosenJoin,
  before: readonly ChosenJoin[],
  rule: Rule,
  both: Readonly<Record<Side, readonly Field[]>>,
): FieldFault | null {
  if (row.crm === null || row.books === null) return row.constant === undefined ? 'required' : null
  // A field that a system lost does nothing; it stays in sight until somebody removes the row.
  if (!isThere(row, both)) return null
  const [crm, books] = [both.crm.find(({ key }) => key === row.crm), both.books.find(({ key }) => key === row.books)]
  if (!crm || !books) return 'unknown'
  if (!fits(crm, books, row)) return 'other-type'
  const open = openLanes(rule, { crm, books })
  if (open.length === 0 || (row.lane !== undefined && !open.includes(row.lane))) return 'closed-lane'
  return before.some((other) =>
    sides.some((side) => writes(row, side) && writes(other, side) && other[side] === row[side]),
  )
    ? 'twice'
    : null
}

const writes = ({ lane }: ChosenJoin, side: Side): boolean => lane === undefined || lane === laneTo(side)

/** The same kind, or a transform that makes one of the other; a text takes what can be read, a list needs its values mapped. */
export function fits(
  crm: Pick<Field, 'type'>,
  books: Pick<Field, 'type'>,
  { as, values }: Pick<ChosenJoin, 'as' | 'values'>,
): boolean {
  if (crm.type === books.type) return true
  if (as !== undefined && as !== 'same') return true
  const lists = crm.type === 'list' || books.type === 'list'
  const texts = crm.type === 'text' || books.type === 'text'
  return lists && texts ? values !== undefined && values.length > 0 : false
}
