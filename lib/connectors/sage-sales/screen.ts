import { typeOf } from '@/lib/http/form'
import type { Choice } from '@/lib/model/choice'
import type { Field } from '@/lib/model/connector'
import { text } from '@/lib/model/value'
import { COLUMNS } from './columns'
import type { Column, Ours } from './columns'
import type { Entry, Schema } from './wire'

type Property = Schema['properties'][string]

/** The live schema in our keys. Extra fields that `prepare` has yet to make count as there. */
export function fieldsOf(entity: Ours, { properties }: Schema): readonly Field[] {
  const described = COLUMNS[entity].flatMap((each) => {
    const property = properties[each.wire] ?? (each.wire.startsWith('Z_') ? {} : undefined)
    return property ? [fieldOf(each, property)] : []
  })
  return entity === 'product' ? [...described, IMAGE] : described
}

/** The CRM takes a picture and never shows which one it has. */
const IMAGE: Field = { key: 'image', label: 'Picture', type: 'hash', mandatory: false, readOnly: false }

const fieldOf = ({ key, wire, form, type }: Column, property: Property): Field => ({
  key,
  label: labelOf(wire),
  type: type ?? (form === 'not' ? 'boolean' : form === 'ref' || form === 'name' ? 'text' : typeOf(form)),
  mandatory: isMandatory(property),
  readOnly: property.readOnly === true,
  // A product code that is too long is shortened with a hash, never cut by the plan.
  ...(property.maxLength === undefined || form === 'ref' || key === 'code' ? {} : { maxLength: property.maxLength }),
})

/** A property that takes no null must be filled. */
const isMandatory = ({ type, readOnly }: Property): boolean =>
  type !== undefined && readOnly !== true && ![type].flat().includes('null')

/** The schema has no labels: `salesRepId1` reads as "Sales rep". */
function labelOf(wire: string): string {
  const words = wire
    .replace(/^Z_/, '')
    .replace(/Id\d*$/, '')
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase()
  return words.charAt(0).toUpperCase() + words.slice(1)
}

/** Which field the vendor must have meant: it names none in a way that a program may rely on. */
export function blame(
  entity: Ours,
  data: Readonly<Record<string, unknown>>,
  { properties }: Schema,
  verb: 'create' | 'update',
) {
  const guilty = Object.entries(properties).find(([wire, property]) => {
    const value = data[wire]
    if (typeof value === 'string') return property.maxLength !== undefined && value.length > property.maxLength
    const empty = value === null || (verb === 'create' && value === undefined)
    return empty && wire !== 'id' && isMandatory(property)
  })
  const wire = guilty?.[0]
  return wire === undefined
    ? null
    : (KEYS[wire] ?? COLUMNS[entity].find((each) => each.wire === wire)?.key ?? `x:${wire}`)
}

/** A branch comes from its owner. */
const KEYS: Readonly<Record<string, string>> = { branchId: 'owner', accountId: 'parent:customer' }

const CLIENT = /\b(client|customer|cliente)\b/i
const PROSPECT = /\b(prospect|potential|lead)\b/i

/** Which account statuses mean client and prospect: the tenant's own list, so a person has the last word. */
export function statusChoices(statuses: readonly Entry[]): readonly Choice[] {
  const open = statuses.filter(({ deleted }) => deleted !== true)
  const values = open.map((each) => ({ value: String(each.id), label: labelIn(each) }))
  const ids = (found: readonly Entry[]): readonly string[] => found.map(({ id }) => String(id))
  const prospects = open.filter((each) => PROSPECT.test(labelIn(each)) && !each.won && !each.lost)
  const named = open.filter((each) => CLIENT.test(labelIn(each)) && !prospects.includes(each))
  const won = open.filter((each) => each.won === true)
  return [
    { key: 'client', values, proposed: ids(won.length > 0 ? won : named), many: true },
    { key: 'prospect', values, proposed: ids(prospects), many: true },
  ]
}

const labelIn = (each: Entry): string =>
  text(each.descriptionEN) ?? text(each.descriptionFR) ?? text(each.descriptionES) ?? text(each.name) ?? String(each.id)
