import type { Content, Outcome, Write } from '@/lib/model/connector'
import type { Problem } from '@/lib/model/problem'
import type { Value } from '@/lib/model/record'
import { text } from '@/lib/model/value'
import type { Query } from './client'
import { columnsOf } from './columns'
import { countryName } from './form'
import { POSTAL, customerSnapshot, hasPerson, personSnapshot } from './map'
import { marksOf, packed, withPerson } from './mark'
import { CONTACTS } from './resources'
import { readContacts } from './rooms'
import type { Contact } from './wire'
import { LOST, named, orElse, receipt, refusal, sendAll } from './batch'
import type { Desk, Prepared, Told, Verb } from './batch'

const customerCall = (method: 'PUT' | 'POST') => ({
  resource: CONTACTS,
  method,
  shown: (row: Contact) => customerSnapshot(row, 'not-told'),
})
const personCall = { resource: CONTACTS, method: 'POST', shown: personSnapshot } as const

export async function writeCustomers(desk: Desk, verb: Verb, writes: readonly Write[]): Promise<readonly Outcome[]> {
  const before = verb === 'update' ? await targets(desk, writes) : new Map<string, Contact>()
  const prepared = writes.map((write): Prepared => {
    if (write.do === 'create')
      return { element: { ContactNumber: packed(write.marker), ...elementOf('customer', write, null) } }
    // Contacts are never deleted: archived, they are out of every list.
    if (write.do === 'remove') return { element: { ContactID: write.id, ContactStatus: 'ARCHIVED' } }
    const row = before.get(write.id)
    return row
      ? { element: { ContactID: write.id, ...elementOf('customer', write, row) } }
      : refusal({ kind: 'missing' })
  })
  const outcomes = await sendAll(desk, customerCall(verb === 'create' ? 'PUT' : 'POST'), writes, prepared)
  const explained =
    verb === 'remove' ? await stillThere(desk, verb, writes, outcomes) : await namesakes(desk, writes, outcomes)
  return writes.map((write, at) => named('customer', write, explained[at] ?? outcomes[at] ?? LOST))
}

/**
 * A contact of Xero has room for one person. Making it fills an empty place; the same person again is there already, so that a
 * repeat after a lost answer changes nothing.
 */
export async function writePersons(desk: Desk, verb: Verb, writes: readonly Write[]): Promise<readonly Outcome[]> {
  const told = writes.filter((write): write is Told => write.do !== 'remove')
  const before = await desk.memory.take(told.flatMap((write) => ownerOf(write) ?? []))
  const filled = new Set<string>()
  const prepared = told.map((write): Prepared => {
    const owner = ownerOf(write)
    const row = owner === undefined ? undefined : before.get(owner)
    if (row === undefined) return refusal(owner === undefined ? NO_OWNER : { kind: 'missing' })
    if (write.do === 'update') return edited(row, write)
    const twice = filled.has(row.ContactID)
    filled.add(row.ContactID)
    return twice ? refusal(ONE_PERSON) : added(row, write)
  })
  const outcomes = await sendAll(desk, personCall, told, prepared)
  return told.map((write, at) => named('contact', write, outcomes[at] ?? LOST))
}

const ownerOf = (write: Told): string | undefined => (write.do === 'create' ? write.parents.customer : write.id)

function added(row: Contact, write: Told & { readonly do: 'create' }): Prepared {
  if (row.ContactStatus !== 'ACTIVE') return refusal({ kind: 'missing' })
  if (hasPerson(row)) return isThere(row, write) ? { outcome: receipt(personSnapshot(row)) } : refusal(ONE_PERSON)
  const number = withPerson(row.ContactNumber, write.marker)
  const mark = number === null ? {} : { ContactNumber: number }
  return { element: { ContactID: row.ContactID, ...mark, ...elementOf('contact', write, row) } }
}

function edited(row: Contact, write: Told & { readonly do: 'update' }): Prepared {
  if (!hasPerson(row)) return refusal({ kind: 'missing' })
  const moves = write.parents.customer !== undefined && write.parents.customer !== row.ContactID
  return moves ? refusal(ONE_PERSON) : { element: { ContactID: row.ContactID, ...elementOf('contact', write, row) } }
}

/** Two people of one name are two people: our mark tells, and the name only where there was no room for a mark. */
function isThere(row: Contact, { fields, marker }: Told & { readonly do: 'create' }): boolean {
  const { contact, foreign } = marksOf(row.ContactNumber)
  if (!foreign) return contact === marker
  return text(row.FirstName) === (fields['firstName'] ?? null) && text(row.LastName) === (fields['lastName'] ?? null)
}

const NO_OWNER: Problem = { kind: 'rejected', field: 'parent:customer', detail: 'one-person' }
/** Known to the texts: why, and what to do about it. */
const ONE_PERSON: Problem = { kind: 'rejected', field: 'parent:customer', detail: 'one-person' }

const targets = (desk: Desk, writes: readonly Write[]): Promise<ReadonlyMap<string, Contact>> =>
  desk.memory.take(writes.flatMap((write) => (write.do === 'create' ? [] : [write.id])))

/** Given fields as Xero names them; an empty text clears. A type of address or phone is told whole, over what was there. */
function elementOf(entity: 'customer' | 'contact', { fields }: Pick<Content, 'fields'>, row: Contact | null): object {
  const given = columnsOf(entity).filter(({ key, readOnly }) => readOnly === undefined && key in fields)
  const plain = given.filter(({ path }) => !path.includes('.'))
  const inside = (place: string) =>
    given.flatMap(({ key, path }) =>
      path.startsWith(`${place}.`) ? [[path.slice(place.length + 1), wireOf(key, fields[key] ?? null)] as const] : [],
    )
  const address = inside('address')
  const phones = inside('phone')
  return {
    ...Object.fromEntries(plain.map(({ key, path }) => [path, wireOf(key, fields[key] ?? null)])),
    ...(address.length > 0 ? { Addresses: [addressOver(row, Object.fromEntries(address))] } : {}),
    ...(phones.length > 0
      ? {
          Phones: phones.map(([PhoneType, PhoneNumber]) => ({
            PhoneType,
            PhoneNumber,
            PhoneAreaCode: '',
            PhoneCountryCode: '',
          })),
        }
      : {}),
  }
}

const wireOf = (key: string, value: Value): Value =>
  value === null ? '' : key === 'country' ? countryName(value) : value

function addressOver(row: Contact | null, given: Readonly<Record<string, Value>>): object {
  const before = row?.Addresses.find(({ AddressType }) => AddressType === POSTAL) ?? {}
  // The second line was shown together with those that follow it.
  const rest = 'AddressLine2' in given ? { AddressLine3: '', AddressLine4: '' } : {}
  return { ...before, ...given, ...rest, AddressType: POSTAL }
}

/** A name is unique among active contacts: who has it already is the match of a newcomer, and in the way of a rename. */
async function namesakes(
  desk: Desk,
  writes: readonly Write[],
  outcomes: readonly Outcome[],
): Promise<readonly (Outcome | undefined)[]> {
  const refused = writes.map((write, at) => {
    const outcome = outcomes[at]
    const name =
      write.do !== 'remove' && outcome && !outcome.ok && outcome.problem.kind === 'rejected'
        ? write.fields['name']
        : null
    return typeof name === 'string' && name !== '' ? name : null
  })
  const names = [...new Set(refused.flatMap((name) => name ?? []))]
  const there = names.length === 0 ? [] : await orElse(() => byNames(desk, names), [])
  return writes.map((write, at): Outcome | undefined => {
    const name = refused[at] ?? null
    const found = name === null ? undefined : there.find(({ Name }) => folded(Name) === folded(name))
    if (!found || (write.do !== 'create' && write.id === found.ContactID)) return undefined
    const met: Problem = { kind: 'changed-meanwhile', seen: [found.ContactID] }
    return { ok: false, problem: write.do === 'create' ? met : NAME_TAKEN }
  })
}

/** Known to the texts: what to do about it. */
const NAME_TAKEN: Problem = { kind: 'rejected', field: 'name', detail: 'name-taken' }

const folded = (name: string): string => (text(name) ?? '').toLowerCase()
const NAMES_PER_CALL = 10

async function byNames(desk: Desk, names: readonly string[]): Promise<readonly Contact[]> {
  const found: Contact[] = []
  for (let at = 0; at < names.length; at += NAMES_PER_CALL) {
    const clauses = names.slice(at, at + NAMES_PER_CALL).map((name) => `Name==${JSON.stringify(name)}`)
    const query: Query = { where: clauses.join(' OR '), page: '1' }
    found.push(...(await desk.api.list(CONTACTS, query)).rows)
  }
  return found
}

/** A refused removal may be one of a contact that is not there: its own words do not tell. */
async function stillThere(
  desk: Desk,
  verb: Verb,
  writes: readonly Write[],
  outcomes: readonly Outcome[],
): Promise<readonly (Outcome | undefined)[]> {
  const refused = writes.flatMap((write, at) => {
    const outcome = outcomes[at]
    return verb === 'remove' && write.do === 'remove' && outcome && !outcome.ok && outcome.problem.kind === 'rejected'
      ? [write.id]
      : []
  })
  if (refused.length === 0) return []
  const there = await orElse(() => readContacts(desk.api, refused), null)
  const gone = new Set(there === null ? [] : refused.filter((id) => !there.some(({ ContactID }) => ContactID === id)))
  return writes.map((write): Outcome | undefined =>
    write.do !== 'create' && gone.has(write.id) ? { ok: false, problem: { kind: 'missing' } } : undefined,
  )
}
