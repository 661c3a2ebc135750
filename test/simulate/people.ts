import { MAIN } from '../../sandbox/sage-50-fr'
import type { Side } from '@/lib/model/words'
import type { Deed, Kind } from './act'
import { FIELDS, shownIn } from './fields'
import type { SageTown } from './sage'

/** One value that a person put into a field, in its plainest form. */
export interface Typed {
  readonly side: Side
  readonly kind: Kind
  readonly id: string
  readonly field: string
  readonly value: string | null
  readonly at: number
}

export type Row = Readonly<Record<string, unknown>> & { readonly id: string }

const MISC = 'CONCORD-MISC'
const ROOMS = { third: 'accounts', contact: 'contacts', product: 'products', invoice: 'salesorders' } as const

function resourceOf(kind: Kind): (typeof ROOMS)[keyof typeof ROOMS] {
  if (kind === 'payment' || kind === 'deal') throw new Error(`Sage's pair has no ${kind}`)
  return ROOMS[kind]
}

const STATUS = { client: 22, prospect: 21 } as const
/** Somebody in the CRM, not the user of our key. */
const BY = { as: 503, force: true } as const

const bare = (rows: readonly Readonly<Record<string, unknown>>[]): readonly Row[] =>
  rows.map((row) => ({ ...row, id: String(row['id']) }))

export const crmRows = ({ simulators }: SageTown, kind: Kind): readonly Row[] =>
  bare(simulators.crm.admin.list(resourceOf(kind)))

/** What people see: neither removed rows nor the CRM's own orders nor the product for bare lines. */
export function liveRows(world: SageTown, side: Side, kind: Kind): readonly Row[] {
  if (side === 'crm')
    return crmRows(world, kind).filter(
      (row) =>
        row['deleted'] !== true && row['extId'] !== MISC && (kind !== 'invoice' || row['Z_BooksInvoiceId'] != null),
    )
  const list = (entity: 'clients' | 'prospects' | 'contacts' | 'articles' | 'factures') =>
    bare(world.simulators.books.admin.list(world.dossier, entity))
  if (kind === 'third') return [...list('clients'), ...list('prospects')]
  if (kind === 'contact') return list('contacts').filter((row) => row['typeAdresse'] === 'contact')
  return list(kind === 'product' ? 'articles' : 'factures')
}

const roomOf = (kind: Kind, row: Row) =>
  kind === 'third'
    ? row['typeTiers'] === 'client'
      ? 'clients'
      : 'prospects'
    : kind === 'contact'
      ? 'contacts'
      : kind === 'product'
        ? 'articles'
        : 'factures'

const nth = <T>(rows: readonly T[], at: number): T | undefined => rows[rows.length === 0 ? 0 : at % rows.length]

type Of<D extends Deed['do']> = Extract<Deed, { do: D }>

/** Carries a person's deed out in the vendor's own pages; false where there is nothing to do it to. */
export function inVendors(world: SageTown, deed: Deed): boolean {
  switch (deed.do) {
    case 'edit':
      return edit(world, deed)
    case 'type-in':
      return typeIn(world, deed)
    case 'type-in-twice':
      typeIn(world, { ...deed, do: 'type-in', side: 'crm', kind: 'third', nth: 0, as: 'client' })
      return typeIn(world, { ...deed, do: 'type-in', side: 'books', kind: 'third', nth: 0, as: 'client' })
    case 'remove':
      return remove(world, deed)
    case 'touch': {
      const row = nth(liveRows(world, deed.side, deed.kind), deed.nth)
      const [first] = FIELDS[deed.kind]
      if (row && first && deed.side === 'crm')
        crm(world).edit(resourceOf(deed.kind), Number(row.id), { [first.crm]: row[first.crm] }, BY)
      if (row && deed.side === 'books') books(world).edit(world.dossier, roomOf(deed.kind, row), row.id, {})
      return row !== undefined
    }
    case 'clone':
      return clone(world, deed)
    case 'restore':
      return restore(world, deed)
    case 'merge':
      return merge(world, deed)
    default:
      return other(world, deed)
  }
}

function other(world: SageTown, deed: Deed): boolean {
  const own = (side: Side, kind: Kind, at: number) => nth(liveRows(world, side, kind), at)
  switch (deed.do) {
    case 'convert': {
      const row = nth(
        liveRows(world, 'books', 'third').filter((each) => each['typeTiers'] === 'prospect'),
        deed.nth,
      )
      if (row) books(world).convert(world.dossier, row.id, deed.code === null ? {} : { newCode: deed.code + row.id })
      return row !== undefined
    }
    case 'status': {
      const row = own('crm', 'third', deed.nth)
      if (row) crm(world).edit('accounts', Number(row.id), { statusId: deed.status }, BY)
      return row !== undefined
    }
    case 'unlock': {
      const row = own('crm', 'third', deed.nth)
      if (row) crm(world).edit('accounts', Number(row.id), { readOnly: false }, BY)
      return row !== undefined
    }
    case 'address-type': {
      const row = nth(bare(books(world).list(world.dossier, 'contacts')), deed.nth)
      if (row) books(world).setContactType(world.dossier, row.id, deed.type)
      return row !== undefined
    }
    case 'pay': {
      const row = own('books', 'invoice', deed.nth)
      if (row) books(world).pay(world.dossier, row.id, '1.00')
      return row !== undefined
    }
    default:
      return false
  }
}

const crm = (world: SageTown) => world.simulators.crm.admin
const books = (world: SageTown) => world.simulators.books.admin

function note(world: SageTown, side: Side, kind: Kind, id: string, keys: readonly string[]): void {
  const row = liveRows(world, side, kind).find((each) => each.id === id)
  for (const twin of FIELDS[kind].filter(({ key }) => keys.includes(key)))
    if (row)
      world.typed.push({ side, kind, id, field: twin.key, value: shownIn(twin, side, row), at: world.clock.now() })
}

const asBooks = (path: string, value: string | null) =>
  path.startsWith('adresse.') ? { adresse: { [path.slice(8)]: value } } : { [path]: value }

function edit(world: SageTown, { side, kind, nth: at, field, value }: Of<'edit'>): boolean {
  const row = nth(liveRows(world, side, kind), at)
  const twin = FIELDS[kind].find(({ key }) => key === field)
  if (!row || !twin || kind === 'invoice') return false
  if (side === 'books') books(world).edit(world.dossier, roomOf(kind, row), row.id, asBooks(twin.books, value))
  else
    crm(world).edit(resourceOf(kind), Number(row.id), { [twin.crm]: twin.key === 'price' ? Number(value) : value }, BY)
  note(world, side, kind, row.id, [field])
  return true
}

function typeIn(world: SageTown, { side, kind, nth: at, as, value }: Of<'type-in'>): boolean {
  const parent = nth(liveRows(world, side, 'third'), at)
  if (kind === 'contact' && (!parent || (side === 'books' && parent['typeTiers'] !== 'client'))) return false
  const id = side === 'crm' ? inCrm(world, kind, parent, as, value) : inBooks(world, kind, parent, as, value)
  note(
    world,
    side,
    kind,
    id,
    FIELDS[kind].map(({ key }) => key),
  )
  return true
}

function inCrm(world: SageTown, kind: Kind, parent: Row | undefined, as: string, value: string): string {
  const status = as === 'client' ? STATUS.client : STATUS.prospect
  const fields =
    kind === 'contact'
      ? {
          accountId: Number(parent?.id),
          firstName: `F${value}`,
          lastName: value,
          email: `${value}@${value}.example.com`,
        }
      : kind === 'product'
        ? { model: value, price: 1.5 }
        : { name: value, statusId: status, branchId: 438, salesRepId1: 503, vatNumber: vat(value), city: 'Annecy' }
  return String(crm(world).create(resourceOf(kind), fields, BY))
}

function inBooks(world: SageTown, kind: Kind, parent: Row | undefined, as: string, value: string): string {
  const fields =
    kind === 'contact'
      ? { tiersId: parent?.id ?? '', prenom: `F${value}`, nom: value, email: `${value}@${value}.example.com` }
      : kind === 'product'
        ? { libelle: value, prixVenteHT: '1.50' }
        : {
            raisonSociale: value,
            tvaIntra: vat(value),
            typeTiers: as,
            adresse: { ville: 'Annecy' },
            ...codeIn(world, value),
          }
  const room =
    kind === 'contact' ? 'contacts' : kind === 'product' ? 'articles' : as === 'client' ? 'clients' : 'prospects'
  return String(books(world).create(world.dossier, room, fields).id)
}

/** Where Sage makes no codes a person types one. */
const codeIn = ({ dossier }: SageTown, value: string) => (dossier === MAIN ? {} : { code: `X${value}`.toUpperCase() })

const vat = (value: string): string => `FR${value.replace(/\W/g, '').toUpperCase()}`.slice(0, 15)

/** A person who takes a company away takes its people along; one with invoices cannot go. */
function remove(world: SageTown, { side, kind, nth: at }: Of<'remove'>): boolean {
  const row = nth(liveRows(world, side, kind), at)
  if (!row || kind === 'invoice') return false
  if (side === 'crm') {
    crm(world).remove(resourceOf(kind), Number(row.id), BY)
    return true
  }
  const invoices = liveRows(world, 'books', 'invoice')
  const used = (each: Row) =>
    each['tiersId'] === row.id || JSON.stringify(each['lignes']).includes(`"articleId":"${row.id}"`)
  if (kind !== 'contact' && invoices.some(used)) return false
  if (kind === 'third')
    for (const contact of bare(books(world).list(world.dossier, 'contacts')).filter(
      (each) => each['tiersId'] === row.id,
    ))
      books(world).remove(world.dossier, 'contacts', contact.id)
  books(world).remove(world.dossier, roomOf(kind, row), row.id)
  return true
}

/** Out of the CRM's bin, whoever put it there. */
function restore(world: SageTown, { kind, nth: at }: Of<'restore'>): boolean {
  const row = nth(
    crmRows(world, kind).filter((each) => each['deleted'] === true),
    at,
  )
  if (row) crm(world).restore(resourceOf(kind), Number(row.id), BY)
  return row !== undefined
}

/** Cloning copies everything that a page shows, our mark and the code included. */
function clone(world: SageTown, { kind, nth: at }: Of<'clone'>): boolean {
  const row = nth(liveRows(world, 'crm', kind), at)
  if (!row) return false
  const own = [
    'id',
    'dateCreated',
    'dateUpdated',
    'dateDeleted',
    'deleted',
    'salesRepIdCreated',
    'salesRepIdUpdated',
    'salesRepIdDeleted',
  ]
  const given = Object.entries(row).filter(([key, value]) => !own.includes(key) && value != null)
  crm(world).create(resourceOf(kind), Object.fromEntries(given), BY)
  return true
}

/** Two clients turn out to be one: the people of the second work for the first now, and the second goes. */
function merge(world: SageTown, { side, nth: from, into: to }: Of<'merge'>): boolean {
  // Two companies' clients are never one to anybody.
  if (side === 'crm' && world.other) return false
  const rows = liveRows(world, side, 'third').filter((row) => side === 'crm' || row['typeTiers'] === 'client')
  const [gone, stays] = [nth(rows, from), nth(rows, to)]
  if (!gone || !stays || gone.id === stays.id) return false
  if (side === 'crm') {
    for (const row of liveRows(world, 'crm', 'contact').filter((each) => String(each['accountId']) === gone.id))
      crm(world).edit('contacts', Number(row.id), { accountId: Number(stays.id) }, BY)
    crm(world).remove('accounts', Number(gone.id), BY)
    return true
  }
  if (liveRows(world, 'books', 'invoice').some((row) => row['tiersId'] === gone.id)) return false
  for (const row of bare(books(world).list(world.dossier, 'contacts')).filter((each) => each['tiersId'] === gone.id))
    books(world).edit(world.dossier, 'contacts', row.id, { tiersId: stays.id })
  books(world).remove(world.dossier, 'clients', gone.id)
  return true
}
