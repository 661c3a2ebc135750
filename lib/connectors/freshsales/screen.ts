import { typeOf } from '@/lib/http/form'
import type { Field } from '@/lib/model/connector'
import { text } from '@/lib/model/value'
import type { Body } from './data'
import { COLUMNS, LINKS, MARK } from './columns'
import type { Column, Ours } from './columns'
import type { Described } from './wire'

/** A single line of text; the settings do not say so. https://crmsupport.freshworks.com/en/support/solutions/articles/50000002433 */
const LONGEST = 255

/** The live schema in our keys; what an administrator has not made is not there. */
export function fieldsOf(entity: Ours, described: readonly Described[]): readonly Field[] {
  const byName = new Map(described.map((each) => [each.name, each]))
  const readOnly = entity === 'document'
  const known = COLUMNS[entity].flatMap((each) => {
    const found = byName.get(each.wire)
    return found ? [{ ...fieldOf(each, found), ...(readOnly ? { readOnly } : {}) }] : []
  })
  const taken = new Set<string>([
    MARK,
    ...COLUMNS[entity].map(({ wire }) => wire),
    ...Object.values(LINKS[entity] ?? {}),
  ])
  const own = described.filter(({ name }) => name.startsWith('cf_') && !taken.has(name)).map(otherField)
  return [...known, ...(DERIVED[entity] ?? []), ...own]
}

const derived = (key: string, label: string, type: Field['type'], readOnly: boolean): Field => ({
  ...{ key, label, type, readOnly, mandatory: false },
})

/** Fields that no field of the CRM holds by itself. */
const DERIVED: Readonly<Partial<Record<Ours, readonly Field[]>>> = {
  product: [derived('price', 'Price', 'money', false), derived('currency', 'Currency', 'text', false)],
  document: [
    derived('state', 'State', 'text', true),
    derived('currency', 'Currency', 'text', true),
    derived('netTotal', 'Net total', 'money', true),
  ],
}

const fieldOf = ({ key, form, type }: Column, found: Described): Field => ({
  key,
  label: text(found.label) ?? found.name,
  type: type ?? (form === 'id' ? 'text' : typeOf(form)),
  mandatory: found.required === true,
  readOnly: false,
  ...(found.type === 'text' || found.type === 'email' ? { maxLength: LONGEST } : {}),
  ...(found.choices?.length ? { values: found.choices.map(({ value }) => ({ value, label: value })) } : {}),
})

const OTHER: Readonly<Record<string, Field['type']>> = {
  ...{ number: 'number', decimal: 'number', checkbox: 'boolean', date: 'date', dropdown: 'list' },
}

const otherField = (found: Described): Field => ({
  ...fieldOf({ key: `x:${found.name}`, wire: found.name, form: 'text' }, found),
  type: OTHER[found.type ?? ''] ?? 'text',
})

/** Which field the vendor must have meant: its own words name none that a program may rely on. */
export function blame(
  entity: Ours,
  body: Body,
  described: readonly Described[],
  verb: 'create' | 'update',
): string | null {
  const custom = (body['custom_field'] ?? {}) as Body // made by `bodyOf`
  const guilty = described.find(({ name, type, required, choices }) => {
    const value = name.startsWith('cf_') ? custom[name] : body[name]
    if (typeof value === 'string' && (type === 'text' || type === 'email') && value.length > LONGEST) return true
    if (typeof value === 'string' && choices?.length) return !choices.some((choice) => choice.value === value)
    return required === true && (value === null || (verb === 'create' && value === undefined))
  })
  if (!guilty) return null
  if (guilty.name === LINKS[entity]?.customer) return 'parent:customer'
  return COLUMNS[entity].find(({ wire }) => wire === guilty.name)?.key ?? `x:${guilty.name}`
}
