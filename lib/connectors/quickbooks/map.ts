import { inForm } from '@/lib/http/form'
import type { Company, Person } from '@/lib/model/connector'
import { exponentOf } from '@/lib/model/currency'
import type { Fields, Flat, Snapshot } from '@/lib/model/record'
import { country, decimal, email, money, text } from '@/lib/model/value'
import type { Entity } from '@/lib/model/words'
import { columnsOf } from './columns'
import { allocations, saleLines } from './lines'
import { markOf, withoutMarks } from './marker'
import type { CreditMemo, Customer, Employee, Estimate, Invoice, Item, Payment, Stub } from './wire'

/** What every record of a company is read with. */
export interface Setting {
  readonly currency: string
  readonly severalCurrencies: boolean
  /** The product of lines that have none of their own; the administrator chose it. */
  readonly anyItem: string | null
  /** The customer above a sub-customer or project. */
  readonly owners: ReadonlyMap<string, string>
}

/** Inactive is this vendor's removed; jobs and projects are parts of their customer and no customers. */
export function customerSnapshots(wire: Customer, setting: Setting): readonly Snapshot[] {
  if (isPart(wire)) return []
  if (wire.Active === false) return [gone('customer', wire.Id), gone('contact', wire.Id)]
  const currency = wire.CurrencyRef?.value ?? setting.currency
  const notes = { notes: inForm('multiline', withoutMarks(wire.Notes), null) }
  const lines = [wire.BillAddr?.Line2, wire.BillAddr?.Line3, wire.BillAddr?.Line4, wire.BillAddr?.Line5]
  // A CRM has two lines for a street: the third to the fifth follow the second one.
  const street2 = { street2: text(lines.filter((line) => line !== undefined).join(' ')) }
  const own = { ...notes, ...street2, currency }
  return [live('customer', wire, currency, own, {}, wire.Notes), contactSnapshot(wire, currency)]
}

export const isPart = ({ Job, IsProject, ParentRef }: Customer): boolean =>
  Job === true || IsProject === true || ParentRef !== undefined

/** The person of a customer has no record of its own: it bears the customer's id in the space of contacts. */
function contactSnapshot(wire: Customer, currency: string): Snapshot {
  if (!hasPerson(wire)) return gone('contact', wire.Id)
  return live('contact', wire, currency, {}, { customer: wire.Id }, wire.Notes)
}

export const hasPerson = ({ GivenName, FamilyName }: Customer): boolean =>
  text(GivenName) !== null || text(FamilyName) !== null

/** Categories are folders, not products. */
export function itemSnapshots(wire: Item, { currency }: Setting): readonly Snapshot[] {
  if (wire.Type === 'Category') return []
  if (wire.Active === false) return [gone('product', wire.Id)]
  return [live('product', wire, currency, { currency, active: true }, {})]
}

const ESTIMATE_STATES: Readonly<Record<string, string>> = {
  Accepted: 'accepted',
  Rejected: 'declined',
  Closed: 'closed',
}

export function estimateSnapshots(wire: Estimate, setting: Setting): readonly Snapshot[] {
  const invoiced = wire.TxnStatus === 'Closed' && wire.LinkedTxn?.some(({ TxnType }) => TxnType === 'Invoice')
  const state = invoiced ? 'invoiced' : (ESTIMATE_STATES[wire.TxnStatus] ?? sentOrDraft(wire))
  return [saleSnapshot('document', wire, setting, { kind: 'quote', state })]
}

/** An invoice that we made of a deal is that deal's document, too: it bears the document's mark. */
export function invoiceSnapshots(wire: Invoice, setting: Setting): readonly Snapshot[] {
  const exponent = exponentOf(wire.CurrencyRef?.value ?? setting.currency)
  const [total, balance] = [money(wire.TotalAmt, exponent) ?? 0, money(wire.Balance, exponent) ?? 0]
  const state = isVoid(wire) ? 'cancelled' : balance <= 0 ? 'paid' : balance < total ? 'partially-paid' : 'open'
  const invoice = saleSnapshot('invoice', wire, setting, { kind: 'invoice', state, paid: total - balance, balance })
  if (markOf(wire.PrivateNote, 'document') === null) return [invoice]
  const closed = state === 'cancelled' || state === 'paid'
  const own = {
    kind: 'draft-invoice',
    state: closed ? 'closed' : sentOrDraft(wire),
    expiryDate: inForm('date', wire.DueDate, null),
  }
  const document = saleSnapshot('document', wire, setting, own)
  return [invoice, { ...document, version: `${DRAFT}${wire.SyncToken}` }]
}

/** Before the version of a document that is an invoice, so that a write knows what it writes to. */
export const DRAFT = 'invoice-'

export function creditSnapshots(wire: CreditMemo, setting: Setting): readonly Snapshot[] {
  const exponent = exponentOf(wire.CurrencyRef?.value ?? setting.currency)
  const [total, balance] = [money(wire.TotalAmt, exponent) ?? 0, money(wire.RemainingCredit, exponent) ?? 0]
  const state = isVoid(wire) ? 'cancelled' : balance <= 0 ? 'paid' : balance < total ? 'partially-paid' : 'open'
  const own = { kind: 'credit-note', state, paid: total - balance, balance, dueDate: null }
  return [saleSnapshot('invoice', wire, setting, own)]
}

const sentOrDraft = ({ EmailStatus }: { EmailStatus?: string | undefined }): string =>
  EmailStatus === 'EmailSent' ? 'sent' : 'draft'

/** There is no status: a voided record has no amount left and says so in its note. */
const isVoid = ({ TotalAmt, PrivateNote }: { TotalAmt: number; PrivateNote?: string | undefined }): boolean =>
  TotalAmt === 0 && /^voided\b/i.test(PrivateNote ?? '')

function saleSnapshot(
  entity: 'document' | 'invoice',
  wire: Estimate | Invoice | CreditMemo,
  setting: Setting,
  own: Fields,
): Snapshot {
  const currency = wire.CurrencyRef?.value ?? setting.currency
  const exponent = exponentOf(currency)
  const total = money(wire.TotalAmt, exponent) ?? 0
  const taxTotal = money(wire.TxnTaxDetail?.TotalTax ?? 0, exponent) ?? 0
  const rate = decimal(wire.ExchangeRate ?? 1)
  const fields = { currency, rate, netTotal: total - taxTotal, taxTotal, ...own }
  return {
    ...live(entity, wire, currency, fields, ownerOf(wire, setting), wire.PrivateNote),
    lines: saleLines(wire, exponent),
  }
}

export function paymentSnapshots(wire: Payment, setting: Setting): readonly Snapshot[] {
  const currency = wire.CurrencyRef?.value ?? setting.currency
  const exponent = exponentOf(currency)
  const own = {
    currency,
    rate: decimal(wire.ExchangeRate ?? 1),
    unallocated: money(wire.UnappliedAmt ?? 0, exponent),
    state: isVoid(wire) ? 'cancelled' : 'made',
  }
  return [{ ...live('payment', wire, currency, own, ownerOf(wire, setting)), lines: allocations(wire, exponent) }]
}

function ownerOf(
  { CustomerRef: { value } }: { CustomerRef: { value: string } },
  { owners }: Setting,
): Snapshot['parents'] {
  return { customer: owners.get(value) ?? value }
}

/**
 * What is left of a deleted record; an invoice may have been the document of a deal. Lists are not deleted by anybody, and yet
 * nothing of theirs may be taken for a transaction: numbers of both begin at one.
 */
export function stubSnapshots(kind: string, { Id }: Stub): readonly Snapshot[] {
  if (kind === 'Customer') return [gone('customer', Id), gone('contact', Id)]
  if (kind === 'Item') return [gone('product', Id)]
  if (kind === 'Payment') return [gone('payment', Id)]
  if (kind === 'Estimate') return [gone('document', Id)]
  return kind === 'Invoice' ? [gone('invoice', Id), gone('document', Id)] : [gone('invoice', Id)]
}

export const gone = (entity: Entity, id: string): Snapshot => ({
  entity,
  id,
  version: null,
  fields: {},
  parents: {},
  removed: true,
})

export const personOf = ({ Id, DisplayName, PrimaryEmailAddr, Active }: Employee): Person => ({
  id: Id,
  name: text(DisplayName) ?? Id,
  email: email(PrimaryEmailAddr?.Address),
  active: Active !== false,
  administrator: false,
  branch: null,
})

export const companyOf = (id: string, name: string, land: string | undefined, currency: string): Company => ({
  id,
  name: text(name) ?? id,
  currency,
  detail: text(land),
  identity: id,
})

/** The house's phone and country forms are kept as they are sent; a language of its own this vendor has only for tags. */
export const normal = (_entity: Entity, flat: Flat): Flat => flat

type Head = { readonly Id: string; readonly SyncToken: string }

function live(
  entity: Entity,
  wire: Head,
  currency: string,
  own: Fields,
  parents: Snapshot['parents'],
  note?: string,
): Snapshot {
  const home = country(textAt(wire, 'BillAddr.Country'))
  const exponent = exponentOf(currency)
  const read = columnsOf(entity).map(({ key, path, form }) => {
    const raw = at(wire, path)
    const amount = typeof raw === 'number' ? money(raw, exponent) : null
    return [key, form === 'money' ? amount : inForm(form, raw, home)] as const
  })
  const marker = markOf(note, entity)
  return {
    entity,
    id: wire.Id,
    version: wire.SyncToken,
    fields: { ...Object.fromEntries(read), ...own },
    parents,
    removed: false,
    ...(marker === null ? {} : { marker }),
  }
}

function textAt(wire: object, path: string): string | null {
  const found = at(wire, path)
  return typeof found === 'string' ? found : null
}

/** Parsed by zod before, so that only the name can be wrong. */
function at(wire: object, path: string): unknown {
  return path.split('.').reduce<unknown>((inside, name) => {
    return typeof inside === 'object' && inside !== null ? (inside as Readonly<Record<string, unknown>>)[name] : null
  }, wire)
}
