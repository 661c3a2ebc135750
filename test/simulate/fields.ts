import type { Kind } from './act'

type Row = Readonly<Record<string, unknown>>

/** One field as both systems keep it, compared in the plainest way; nothing of it comes from the code under test. */
export interface Twin {
  readonly key: string
  readonly crm: string
  /** A part of the address as `adresse.ville`. */
  readonly books: string
  readonly mandatory?: true
  /** What a person types for a value. */
  readonly form: (value: string) => string
  /** How both sides' raw values become comparable. */
  readonly plain: (raw: unknown) => string | null
}

const words = (raw: unknown): string | null => {
  const text = typeof raw === 'string' || typeof raw === 'number' ? String(raw).replace(/\s+/g, ' ').trim() : ''
  return text === '' || text === '-' ? null : text
}
/** A system may keep towns in capitals. */
const town = (raw: unknown): string | null => words(raw)?.toLowerCase() ?? null
const digits = (raw: unknown): string | null =>
  words(raw)
    ?.replace(/\D/g, '')
    .replace(/^0?0?33/, '')
    .replace(/^0/, '') ?? null
const cents = (raw: unknown): string | null => (words(raw) === null ? null : String(Math.round(Number(raw) * 100)))

const text = (value: string): string => value
const spaced = (value: string): string => ` ${value}  bis `
/** A domain of their own: two firms of one domain and with similar names would be taken for one. */
const mail = (value: string): string => `${value}@${value}.Example.COM`
const mailPlain = (raw: unknown): string | null => words(raw)?.toLowerCase() ?? null
const phone = (value: string): string =>
  `+33 1 ${String(99_000_000 + Number(value.split('x')[1] ?? 0)).replace(/(..)(?=.)/g, '$1 ')}`
const price = (value: string): string => `${Number(value.split('x')[1] ?? 0)}.25`

/** Mandatory fields first: the first one is what tells a record apart in a story. */
export const FIELDS: Readonly<Record<Kind, readonly Twin[]>> = {
  payment: [],
  deal: [],
  third: [
    { key: 'name', crm: 'name', books: 'raisonSociale', mandatory: true, form: text, plain: words },
    { key: 'email', crm: 'email', books: 'email', form: mail, plain: mailPlain },
    { key: 'city', crm: 'city', books: 'adresse.ville', form: spaced, plain: town },
    { key: 'street', crm: 'address1', books: 'adresse.l1', form: text, plain: words },
    { key: 'notes', crm: 'comment', books: 'notes', form: text, plain: words },
    { key: 'phone', crm: 'phone', books: 'telephone', form: phone, plain: digits },
  ],
  contact: [
    { key: 'lastName', crm: 'lastName', books: 'nom', mandatory: true, form: text, plain: words },
    { key: 'firstName', crm: 'firstName', books: 'prenom', mandatory: true, form: spaced, plain: words },
    { key: 'email', crm: 'email', books: 'email', form: mail, plain: mailPlain },
    { key: 'phone', crm: 'phone1', books: 'telephone', form: phone, plain: digits },
    { key: 'city', crm: 'city', books: 'adresse.ville', form: text, plain: town },
  ],
  product: [
    { key: 'name', crm: 'model', books: 'libelle', mandatory: true, form: text, plain: words },
    { key: 'description', crm: 'description', books: 'description', form: text, plain: words },
    { key: 'price', crm: 'price', books: 'prixVenteHT', mandatory: true, form: price, plain: cents },
  ],
  invoice: [
    { key: 'number', crm: 'reference', books: 'numero', mandatory: true, form: text, plain: words },
    { key: 'total', crm: 'total', books: 'totalTTC', mandatory: true, form: price, plain: cents },
    { key: 'paid', crm: 'Z_PaidAmount', books: 'dejaRegle', mandatory: true, form: price, plain: cents },
    { key: 'balance', crm: 'Z_Balance', books: 'resteDu', mandatory: true, form: price, plain: cents },
  ],
}

/** The raw value of a row, parts of an address included. */
export function rawAt(row: Row, path: string): unknown {
  const [name = '', part] = path.split('.')
  const value = row[name]
  if (part === undefined) return value
  return typeof value === 'object' && value !== null ? new Map(Object.entries(value)).get(part) : undefined
}

export const shownIn = (twin: Twin, side: 'crm' | 'books', row: Row): string | null =>
  twin.plain(rawAt(row, twin[side]))
