import { inForm } from '@/lib/http/form'
import { exponentOf } from '@/lib/model/currency'
import type { Fields, Snapshot } from '@/lib/model/record'
import { country, money, text } from '@/lib/model/value'
import type { Entity } from '@/lib/model/words'
import { columnsOf } from './columns'
import { saleLines } from './lines'
import type { Catalogue } from './lines'
import { markIn, toldIn, withoutMarks } from './mark'
import type { Client, CreditNote, Estimate, Invoice, Item, Payment } from './wire'

const DELETED = 1
/** Archived: out of the way, and yet no less there. */
const ARCHIVED = 2

type Amount = { readonly amount: string; readonly code: string }
interface Head {
  readonly vis_state: number
  readonly updated?: string | null | undefined
}

/** A private person has no organization: the client is called by the person's name, else by the address. */
export function customerSnapshot(row: Client): Snapshot {
  const named = text(row.organization) ?? text(`${row.fname ?? ''} ${row.lname ?? ''}`) ?? text(row.email)
  const own = {
    name: named,
    active: row.vis_state !== ARCHIVED,
    notes: inForm('multiline', withoutMarks(row.note), null),
  }
  return live('customer', String(row.userid), row, own, {}, markIn(row.note, 'customer'))
}

/** The person in a client has no record of its own: it bears the client's id in the space of contacts. */
export function personSnapshot(row: Client): Snapshot {
  const id = String(row.userid)
  if (!hasPerson(row)) return gone('contact', id)
  return live('contact', id, row, {}, { customer: id }, markIn(row.note, 'contact'))
}

export const hasPerson = ({ fname, lname }: Client): boolean => text(fname) !== null || text(lname) !== null

export function itemSnapshot(row: Item): Snapshot {
  const own = {
    price: cash(row.unit_cost),
    currency: row.unit_cost?.code ?? null,
    active: row.vis_state !== ARCHIVED,
  }
  return live('product', String(row.itemid), row, own, {})
}

const ESTIMATE_STATES: Readonly<Record<string, string>> = {
  '1': 'draft',
  '2': 'sent',
  '3': 'sent',
  '4': 'sent',
  '5': 'accepted',
  '6': 'invoiced',
}

export function estimateSnapshot(row: Estimate, catalogue: Catalogue): Snapshot {
  const state = row.invoiced ? 'invoiced' : row.accepted ? 'accepted' : ESTIMATE_STATES[String(row.status)]
  const own = { number: text(row.estimate_number), kind: 'quote', state: state ?? 'sent' }
  return documentSnapshot(String(row.estimateid), row, own, catalogue)
}

/** An invoice with our mark is the document of a deal, for as long as nobody has sent it and after. */
export function draftSnapshot(row: Invoice, catalogue: Catalogue): Snapshot {
  const state = row.v3_status === 'draft' ? 'draft' : row.payment_status === 'unpaid' ? 'sent' : 'closed'
  const own = { number: text(row.invoice_number), kind: 'draft-invoice', state }
  return documentSnapshot(draftId(row), row, own, catalogue)
}

function documentSnapshot(id: string, row: Estimate | Invoice, own: Fields, catalogue: Catalogue): Snapshot {
  const { name, marker } = toldIn(row.po_number)
  const fields = { ...totals(row), ...own, name: text(name) }
  const parents = { customer: String(row.customerid) }
  return { ...live('document', id, row, fields, parents, marker), lines: saleLines(row, catalogue) }
}

export function invoiceSnapshot(row: Invoice, catalogue: Catalogue): Snapshot {
  const own = {
    invoiceId: String(row.invoiceid),
    kind: 'invoice',
    state: stateOf(row),
    reference: text(toldIn(row.po_number).name),
    paid: cash(row.paid),
    balance: cash(row.outstanding),
    ...totals(row),
  }
  const parents = { customer: String(row.customerid) }
  return { ...live('invoice', String(row.invoiceid), row, own, parents), lines: saleLines(row, catalogue) }
}

/** The numeric status stays 2 (sent) while an invoice is paid in part: the words tell more. */
function stateOf({ v3_status: word, payment_status: paid }: Invoice): string {
  if (word === 'draft') return 'draft'
  if (paid === 'paid' || paid === 'auto-paid') return 'paid'
  return paid === 'partial' ? 'partially-paid' : 'open'
}

/** Numbers of credit notes are not those of invoices, so that their ids are told apart by a letter. */
export const CREDIT = 'c'

/** So are draft invoices from estimates: what deals become may be chosen anew, and the documents of before are still there. */
const DRAFT = 'd'

export const draftId = ({ invoiceid }: Invoice): string => `${DRAFT}${invoiceid}`
export const kindOf = (id: string): 'quote' | 'draft-invoice' => (id.startsWith(DRAFT) ? 'draft-invoice' : 'quote')
export const numberIn = (id: string): string => id.replace(/^[cd]/, '')

export function creditNoteSnapshot(row: CreditNote, catalogue: Catalogue): Snapshot {
  const own = {
    number: text(row.credit_number),
    invoiceId: `${CREDIT}${row.creditid}`,
    kind: 'credit-note',
    state: 'open',
    date: inForm('date', row.create_date, null),
    currency: row.currency_code,
    total: cash(row.amount),
    ...(row.lines ? totals({ ...row, lines: row.lines }) : {}),
  }
  const parents = { customer: String(row.clientid) }
  const bare = { ...row, po_number: undefined }
  const lines = row.lines ? { lines: saleLines({ lines: row.lines }, catalogue) } : {}
  return { ...head('invoice', `${CREDIT}${row.creditid}`, bare), fields: own, parents, ...lines }
}

export function paymentSnapshot(row: Payment): Snapshot {
  const amount = cash(row.amount)
  const paid = row.invoiceid === null ? [] : [{ fields: { amount }, parents: { invoice: String(row.invoiceid) } }]
  const own = {
    number: String(row.logid),
    amount,
    unallocated: row.invoiceid === null ? amount : 0,
    currency: row.amount.code,
    state: 'made',
  }
  const parents = row.clientid === null ? {} : { customer: String(row.clientid) }
  return { ...live('payment', String(row.logid), row, own, parents), lines: paid }
}

/** Net is what the lines make, less the discount on the whole; the rest of the amount is tax. */
function totals(
  row: Pick<Invoice, 'lines' | 'amount'> & { readonly discount_total?: Amount | null | undefined },
): Fields {
  const sum = row.lines.reduce((all, line) => all + (cash(line.amount) ?? 0), 0)
  const netTotal = sum - Math.abs(cash(row.discount_total ?? null) ?? 0)
  const total = cash(row.amount) ?? 0
  return { netTotal, taxTotal: total - netTotal, total }
}

const cash = (amount: Amount | null): number | null =>
  amount === null ? null : money(amount.amount, exponentOf(amount.code))

const head = (entity: Entity, id: string, row: Head) => ({
  entity,
  id,
  version: row.updated ?? null,
  removed: row.vis_state === DELETED,
})

export const gone = (entity: Entity, id: string): Snapshot => ({
  entity,
  id,
  version: null,
  fields: {},
  parents: {},
  removed: true,
})

function live(
  entity: Entity,
  id: string,
  row: Head,
  own: Fields,
  parents: Snapshot['parents'],
  marker: string | null = null,
): Snapshot {
  const from = country(worded(row, 'p_country'))
  const read = columnsOf(entity)
    .filter(({ key }) => !(key in own))
    .map(({ key, path, form }) => [key, inForm(form, Reflect.get(row, path), from)] as const)
  return {
    ...head(entity, id, row),
    fields: { ...Object.fromEntries(read), ...own },
    parents,
    ...(marker === null ? {} : { marker }),
  }
}

function worded(row: object, path: string): string | null {
  const found: unknown = Reflect.get(row, path)
  return typeof found === 'string' ? found : null
}
