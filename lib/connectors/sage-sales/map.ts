import { inForm } from '@/lib/http/form'
import type { Grant, Person } from '@/lib/model/connector'
import type { Fields, Flat, Line, Parents, Snapshot, Value } from '@/lib/model/record'
import { canonicalLines, country, decimal, email, linesOf, money, text } from '@/lib/model/value'
import type { Entity } from '@/lib/model/words'
import { COLUMNS, DASH, STATES } from './columns'
import type { Column, Ours } from './columns'
import { lineForm, shortCode } from './data'
import type { Account, Contact, Order, OrderLine, Product, Ref, User } from './wire'

/** Names behind references, as far as they were needed. */
export interface Names {
  readonly countries: ReadonlyMap<number, string>
  readonly currencies: ReadonlyMap<number, string>
  readonly bare: number | null
}
export const noNames: Names = { countries: new Map(), currencies: new Map(), bare: null }

export function accountSnapshot(row: Account, names: Names, chosen: Grant['chosen']): Snapshot {
  const status = String(row.statusId?.id ?? '')
  const isClient = (chosen['client'] ?? []).includes(status)
  const isProspect = (chosen['prospect'] ?? []).includes(status)
  const own = { status: isClient ? 'client' : isProspect ? 'prospect' : 'other' }
  return live(isClient ? 'customer' : 'prospect', row, names, own, {})
}

export const contactSnapshot = (row: Contact, names: Names): Snapshot =>
  live('contact', row, names, {}, row.accountId ? { customer: String(row.accountId.id) } : {})

export const productSnapshot = (row: Product): Snapshot => live('product', row, noNames, {}, {})

/** `lines` absent: they have not changed since they were last shown. */
export const orderSnapshot = (row: Order, names: Names, lines: readonly OrderLine[] | null): Snapshot => ({
  ...live('invoice', row, names, {}, row.accountId ? { customer: String(row.accountId.id) } : {}),
  ...(lines === null ? {} : { lines: inOrder(lines).map((each) => lineOf(each, names.bare)) }),
})

/** Orders of the CRM's own are no invoices; ours bear the books' id or our mark. */
export const isInvoice = (row: Order): boolean => text(row.Z_BooksInvoiceId) !== null || text(row.Z_SyncRef) !== null

export const inOrder = (lines: readonly OrderLine[]): readonly OrderLine[] =>
  lines.filter((each) => !each.deleted).sort((a, b) => (a.order ?? 0) - (b.order ?? 0) || a.id - b.id)

export const lineOf = (row: OrderLine, bare: number | null): Line => ({
  fields: {
    description: text(row.description),
    quantity: decimal(row.quantity),
    price: decimal(row.price),
    discount: decimal(row.discount1) ?? '0',
    total: money(row.total),
  },
  parents: row.productId && row.productId.id !== bare ? { product: String(row.productId.id) } : {},
})

interface Row {
  readonly id: number
  readonly deleted: boolean
  readonly dateCreated: string
  readonly salesRepIdCreated?: Ref | null | undefined
  readonly salesRepIdUpdated?: Ref | null | undefined
  readonly Z_SyncRef?: string | null | undefined
}

function live(entity: Ours, row: Row & object, names: Names, own: Fields, parents: Parents): Snapshot {
  const home = countryOf(refAt(row, 'countryId'), names)
  const fields: Record<string, Value> = {}
  for (const each of COLUMNS[entity]) {
    const raw = at(row, each.wire)
    if (raw !== undefined && !isUntold(each, row)) fields[each.key] = valueOf(each, raw, home, row, names)
  }
  const marker = text(row.Z_SyncRef)
  return {
    entity,
    id: String(row.id),
    version: null,
    fields: Object.assign(fields, own),
    parents,
    removed: row.deleted,
    ...(marker === null ? {} : { marker, ...madeOf(row) }),
  }
}

/** A status whose label is not told is unknown, not empty. */
const isUntold = ({ key, wire }: Column, row: object): boolean => key === 'state' && refAt(row, wire)?.value === null

/** An edit by whoever made it (our own key) is no touch. Vendor file, audit fields. */
function madeOf({ dateCreated, salesRepIdCreated, salesRepIdUpdated }: Row): Pick<Snapshot, 'made'> {
  const at = Date.parse(dateCreated)
  if (!salesRepIdCreated || Number.isNaN(at)) return {}
  const touched = salesRepIdUpdated != null && salesRepIdUpdated.id !== salesRepIdCreated.id
  return { made: { by: String(salesRepIdCreated.id), at, touched } }
}

function valueOf({ key, wire, form }: Column, raw: unknown, home: string | null, row: object, names: Names): Value {
  switch (form) {
    case 'ref':
      return named(key, refAt(row, wire), names)
    case 'not':
      return raw !== true
    case 'name':
      return unnamed(inForm('text', raw, null))
    default:
      return inForm(form, raw, home)
  }
}

function named(key: string, ref: Ref | null, names: Names): Value {
  if (ref === null) return null
  if (key === 'country') return countryOf(ref, names)
  if (key === 'currency') return names.currencies.get(ref.id) ?? text(ref.value)
  if (key !== 'state') return String(ref.id)
  return STATE_NAMES.find(([, { descriptionEN }]) => descriptionEN === text(ref.value))?.[0] ?? text(ref.value)
}

const STATE_NAMES = Object.entries(STATES)

const countryOf = (ref: Ref | null, names: Names): string | null =>
  ref === null ? null : (names.countries.get(ref.id) ?? country(ref.value))

const unnamed = (name: Value): Value => (name === DASH ? null : name)

/** Whether a country can be told by its label alone; otherwise the tenant's list is needed. */
export const needsCountries = (rows: readonly { readonly countryId?: Ref | null | undefined }[]): boolean =>
  rows.some(({ countryId }) => countryId && !/^[A-Z]{2}$/.test(country(countryId.value) ?? ''))

/** What the CRM will show of what we write. */
export function normal(entity: Entity, flat: Flat): Flat {
  switch (entity) {
    case 'contact':
      return { ...flat, ...formed(flat, ['firstName', 'lastName'], unnamed) }
    case 'product':
      return { ...flat, ...formed(flat, ['stock'], floored), ...formed(flat, ['code'], shortened) }
    case 'invoice':
      return { ...flat, ...formed(flat, ['lines'], (lines) => canonicalLines(linesOf(lines).map(lineForm))) }
    default:
      return flat
  }
}

const formed = (flat: Flat, keys: readonly string[], form: (value: Value) => Value): Flat =>
  Object.fromEntries(keys.flatMap((key) => (flat[key] == null ? [] : [[key, form(flat[key])] as const])))

const floored = (value: Value): Value => (typeof value === 'number' ? Math.floor(value) : value)
const shortened = (value: Value): Value => (typeof value === 'string' ? shortCode(value) : value)

export const personOf = (row: User): Person => ({
  id: String(row.id),
  name: text(`${row.name ?? ''} ${row.lastName ?? ''}`) ?? String(row.id),
  email: email(row.email),
  active: row.isActive !== false && row.deleted !== true,
  administrator: /admin/i.test(row.userTypeId?.value ?? ''),
  branch: branchOf(row),
})

/** A user may work in several branches; the first one is theirs. */
function branchOf({ branches }: User): string | null {
  const [first] = branches ?? []
  return first === undefined ? null : String(typeof first === 'number' ? first : first.id)
}

/** Parsed by zod before, so that only the name can be wrong. */
const at = (row: object, wire: string): unknown => (row as Readonly<Record<string, unknown>>)[wire]

function refAt(row: object, wire: string): Ref | null {
  const found = at(row, wire)
  return typeof found === 'object' && found !== null && 'id' in found ? (found as Ref) : null // zod made it one
}
