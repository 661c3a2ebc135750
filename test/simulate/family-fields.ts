import type { FamilyBooks } from '../kit/family-books'
import type { Kind } from './act'
import type { Twin } from './fields'

const words = (raw: unknown): string | null => {
  const text = typeof raw === 'string' || typeof raw === 'number' ? String(raw).replace(/\s+/g, ' ').trim() : ''
  return text === '' ? null : text
}
const mail = (raw: unknown): string | null => words(raw)?.toLowerCase() ?? null
/** Who calls within the country leaves its number out, and a page may keep the area apart. */
const digits = (raw: unknown): string | null => words(raw)?.replace(/\D/g, '').slice(-7) ?? null
const cents = (raw: unknown): string | null => (words(raw) === null ? null : String(Math.round(Number(raw) * 100)))

const number = (value: string): number => Number(value.split('x')[1] ?? 0)
const text = (value: string): string => value
const spaced = (value: string): string => ` ${value}  bis `

const twin = (key: string, form: Twin['form'], plain: Twin['plain'], mandatory?: true): Twin => ({
  ...{ key, crm: key, books: key, form, plain },
  ...(mandatory ? { mandatory } : {}),
})

const phone = (key: string): Twin => twin(key, (value) => `+331${String(44_000_000 + number(value))}`, digits)
const address = twin('email', (value) => `${value}@${value}.Example.COM`, mail)

/** Fields as people call them; both systems' rows are shown in these words. */
export const familyFields = (books: Pick<FamilyBooks, 'personPhone'>): Readonly<Record<Kind, readonly Twin[]>> => ({
  third: [
    twin('name', text, words, true),
    address,
    phone('phone'),
    twin('street', text, words),
    twin('city', spaced, words),
  ],
  contact: [
    twin('lastName', text, words, true),
    twin('firstName', spaced, words, true),
    address,
    phone(books.personPhone),
  ],
  product: [twin('name', text, words, true), twin('description', text, words)],
  invoice: [twin('number', text, words, true), twin('total', text, cents, true), twin('balance', text, cents, true)],
  payment: [twin('amount', text, cents, true)],
  deal: [],
})
