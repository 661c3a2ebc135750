import { fieldsOf } from './fields'
import type { Fields } from './fields'
import type { Organisation } from './organisation'
import { addressParts, phoneParts, phoneTypes } from './records'
import type { Address, Contact, Phone } from './records'
import { refused, taken } from './refuse'
import type { Verdict } from './refuse'
import type { Wire } from './show'

export type Mode = 'create' | 'upsert'

const LONG = 255
const SHORT = 50
const EMAIL = /^[^\s@]+@[^\s@]+\.[^\s@]+$/

/** PUT creates; POST finds the record by its id, its number or its name and overwrites what is said. */
export function writeContact(org: Organisation, element: Wire, mode: Mode, now: number): Verdict<Contact> {
  const fields = fieldsOf(element)
  const asked = typeof element['ContactID'] === 'string' ? element['ContactID'] : null
  const found = mode === 'upsert' ? sought(org, element, asked) : undefined
  if (asked !== null && !found) return refused(`The contact ${asked} could not be found`)
  const next = merged(found ?? blank(org.newId()), fields, now)
  if (next.Name === '') fields.complain('The contact name cannot be empty.')
  if (next.EmailAddress !== null && !EMAIL.test(next.EmailAddress)) fields.complain('The email address is not valid.')
  const twin = [...org.tables.contacts.all()].find((each) => clashes(each, next))
  if (twin && next.ContactStatus === 'ACTIVE')
    fields.complain(
      `The contact name ${next.Name} is already assigned to another contact. The contact name must be unique across all active contacts.`,
    )
  if (numberTaken(org, next)) fields.complain('The contact number is already assigned to another contact.')
  if (fields.messages.length > 0) return refused(...fields.messages)
  org.tables.contacts.put(next)
  return taken(next)
}

function sought(org: Organisation, element: Wire, id: string | null): Contact | undefined {
  if (id !== null) return org.tables.contacts.get(id)
  const all = [...org.tables.contacts.all()]
  const { ContactNumber: number, Name: name } = element
  const byNumber =
    typeof number === 'string' && number !== '' ? all.find((each) => each.ContactNumber === number) : undefined
  return (
    byNumber ?? all.find((each) => each.ContactStatus === 'ACTIVE' && typeof name === 'string' && same(each.Name, name))
  )
}

const same = (a: string, b: string): boolean => a.trim().toLowerCase() === b.trim().toLowerCase()

const clashes = (each: Contact, next: Contact): boolean =>
  each.id !== next.id && each.ContactStatus === 'ACTIVE' && same(each.Name, next.Name)

const numberTaken = (org: Organisation, { id, ContactNumber }: Contact): boolean =>
  ContactNumber !== null &&
  [...org.tables.contacts.all()].some((each) => each.id !== id && each.ContactNumber === ContactNumber)

function merged(kept: Contact, fields: Fields, now: number): Contact {
  return {
    ...kept,
    updated: now,
    ContactNumber: fields.text('ContactNumber', SHORT, kept.ContactNumber),
    AccountNumber: fields.text('AccountNumber', SHORT, kept.AccountNumber),
    ContactStatus: fields.oneOf('ContactStatus', ['ACTIVE', 'ARCHIVED', 'GDPRREQUEST'], kept.ContactStatus),
    Name: (fields.text('Name', LONG, kept.Name) ?? '').trim(),
    FirstName: fields.text('FirstName', LONG, kept.FirstName),
    LastName: fields.text('LastName', LONG, kept.LastName),
    EmailAddress: fields.text('EmailAddress', LONG, kept.EmailAddress),
    CompanyNumber: fields.text('CompanyNumber', SHORT, kept.CompanyNumber),
    TaxNumber: fields.text('TaxNumber', SHORT, kept.TaxNumber),
    DefaultCurrency: fields.text('DefaultCurrency', 3, kept.DefaultCurrency),
    Addresses: addresses(kept.Addresses, fields),
    Phones: phones(kept.Phones, fields),
  }
}

/** Each type that is named is replaced; the other one stays. */
function addresses(kept: readonly Address[], fields: Fields): readonly Address[] {
  const told = fields.objects('Addresses')
  if (told === null) return kept
  const next = told.map((each): Address => {
    const part = fieldsOf(each)
    const type = part.oneOf('AddressType', ['POBOX', 'STREET'], 'STREET')
    const parts = addressParts.flatMap((key) => {
      const value = part.text(key, longestOf(key), null)
      return value === null ? [] : [[key, value] as const]
    })
    for (const message of part.messages) fields.complain(message)
    return { AddressType: type, ...Object.fromEntries(parts) }
  })
  const types = new Set(next.map(({ AddressType }) => AddressType))
  return [...kept.filter(({ AddressType }) => !types.has(AddressType)), ...next]
}

const longestOf = (key: (typeof addressParts)[number]): number =>
  key.startsWith('AddressLine') ? 500 : key === 'PostalCode' || key === 'Country' ? SHORT : LONG

const longestPhone = { PhoneNumber: SHORT, PhoneAreaCode: 10, PhoneCountryCode: 20 } as const

function phones(kept: readonly Phone[], fields: Fields): readonly Phone[] {
  const told = fields.objects('Phones')
  if (told === null) return kept
  const next = told.map((each): Phone => {
    const part = fieldsOf(each)
    const type = part.oneOf('PhoneType', phoneTypes, 'DEFAULT')
    const parts = phoneParts.map((key) => [key, part.text(key, longestPhone[key], null) ?? ''] as const)
    for (const message of part.messages) fields.complain(message)
    return { PhoneType: type, ...Object.fromEntries(parts) }
  })
  const types = new Set(next.map(({ PhoneType }) => PhoneType))
  return [...kept.filter(({ PhoneType }) => !types.has(PhoneType)), ...next]
}

export const blank = (id: string): Contact => ({
  id,
  updated: 0,
  ContactNumber: null,
  AccountNumber: null,
  ContactStatus: 'ACTIVE',
  Name: '',
  FirstName: null,
  LastName: null,
  EmailAddress: null,
  CompanyNumber: null,
  TaxNumber: null,
  DefaultCurrency: null,
  Website: null,
  Addresses: [],
  Phones: [],
  IsSupplier: false,
})
