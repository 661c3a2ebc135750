import type { Field } from '@/lib/model/connector'
import type { Value } from '@/lib/model/record'
import { bool, calendarDate, country, decimal, email, money, multiline, text, vat } from '@/lib/model/value'
import { phone } from './phone'

/** How a raw value of any vendor becomes ours; a map is then a table of columns. */
export type Form =
  'text' | 'multiline' | 'email' | 'phone' | 'vat' | 'country' | 'money' | 'decimal' | 'number' | 'date' | 'bool'

/** What kind of field a form makes: the same on every side, so that a field map can join equals. */
export const typeOf = (form: Form): Field['type'] => TYPES[form] ?? 'text'

const TYPES: Readonly<Partial<Record<Form, Field['type']>>> = {
  money: 'money',
  decimal: 'number',
  number: 'number',
  date: 'date',
  bool: 'boolean',
}

type Read = (raw: string | number | null, country: string | null) => Value

const readers = {
  text: (raw) => text(raw),
  multiline: (raw) => multiline(raw),
  email: (raw) => email(raw),
  phone: (raw, from) => phone(text(raw), from),
  vat: (raw) => vat(raw),
  country: (raw) => country(raw),
  money: (raw) => money(raw),
  decimal: (raw) => decimal(raw),
  number: (raw) => numberOf(decimal(raw)),
  date: (raw) => calendarDate(raw),
} as const satisfies Record<Exclude<Form, 'bool'>, Read>

/** `from`: the record's country, which phone numbers are read by. */
export function inForm(form: Form, raw: unknown, from: string | null): Value {
  if (form === 'bool') return typeof raw === 'boolean' || typeof raw === 'string' ? bool(raw) : null
  return readers[form](typeof raw === 'string' || typeof raw === 'number' ? raw : null, from)
}

const numberOf = (canonical: string | null): number | null => (canonical === null ? null : Number(canonical))
