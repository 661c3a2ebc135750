import type { Mode } from './contacts'
import { fieldsOf } from './fields'
import type { Fields } from './fields'
import { linesOf, totalsOf } from './lines'
import { settlements, settledOf } from './organisation'
import type { Organisation } from './organisation'
import type { CreditNote, Invoice, Line, LineAmountTypes, Quote, Standing } from './records'
import { refused, taken } from './refuse'
import type { Verdict } from './refuse'
import type { Wire } from './show'

/** How a call writes: with two or four decimals in unit amounts. */
export interface Manner {
  readonly mode: Mode
  readonly now: number
  readonly decimals: 2 | 4
}

const TYPES = ['Exclusive', 'Inclusive', 'NoTax'] as const

interface Body {
  readonly contact: string
  readonly Reference: string | null
  readonly Date: string
  readonly LineAmountTypes: LineAmountTypes
  readonly lines: readonly Line[]
  readonly CurrencyCode: string
  readonly CurrencyRate: number
}

/** What all three documents share, read over what is there. */
function bodyOf(
  org: Organisation,
  fields: Fields,
  kept: Body | undefined,
  decimals: 2 | 4,
): Body & ReturnType<typeof totalsOf> {
  const types = fields.oneOf('LineAmountTypes', TYPES, kept?.LineAmountTypes ?? 'Exclusive')
  const lines = linesOf(org, fields, types, decimals) ?? kept?.lines ?? []
  if (lines.length === 0) fields.complain('One or more line items must be specified')
  return {
    contact:
      contactOf(org, fields) ?? kept?.contact ?? complained(fields, 'A Contact must be specified for this document'),
    Reference: fields.text('Reference', 255, kept?.Reference ?? null),
    Date: fields.date('Date', kept?.Date ?? org.content.today()) ?? org.content.today(),
    LineAmountTypes: types,
    lines,
    CurrencyCode: fields.text('CurrencyCode', 3, kept?.CurrencyCode ?? null) ?? org.content.currency,
    CurrencyRate: fields.number('CurrencyRate', kept?.CurrencyRate ?? 1),
    ...totalsOf(lines, types),
  }
}

function complained(fields: Fields, message: string): string {
  fields.complain(message)
  return ''
}

function contactOf(org: Organisation, fields: Fields): string | null {
  const { ContactID: id, Name: name } = fields.object('Contact')
  if (typeof id === 'string') {
    const found = org.tables.contacts.get(id)
    if (!found) fields.complain(`The contact ${id} could not be found`)
    return found?.id ?? ''
  }
  const byName = [...org.tables.contacts.all()].find((each) => each.Name === name && each.ContactStatus === 'ACTIVE')
  return byName?.id ?? null
}

const text = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null)

/** By id; without one, POST overwrites the sales document that has the number. */
function known<T extends { readonly id: string; readonly number: string }>(
  table: { get(id: string): T | undefined; all(): Iterable<T> },
  id: string | null,
  number: string | null,
  mode: Mode,
): T | undefined {
  if (id !== null) return table.get(id)
  return mode === 'upsert' && number !== null ? [...table.all()].find((each) => each.number === number) : undefined
}

export function writeInvoice(org: Organisation, element: Wire, { mode, now, decimals }: Manner): Verdict<Invoice> {
  const fields = fieldsOf(element)
  const [id, number] = [text(element['InvoiceID']), text(element['InvoiceNumber'])]
  const sales = [...org.tables.invoices.all()].filter(({ Type }) => Type === 'ACCREC')
  const found = known({ get: (key) => org.tables.invoices.get(key), all: () => sales }, id, number, mode)
  if (id !== null && !found) return refused(`Invoice ${id} could not be found`)
  const next: Invoice = {
    id: found?.id ?? org.newId(),
    updated: now,
    number:
      fields.text('InvoiceNumber', 255, found?.number ?? null) ?? `INV-${String(org.next.invoices).padStart(4, '0')}`,
    ...bodyOf(org, fields, found, decimals),
    Type: fields.oneOf('Type', ['ACCREC', 'ACCPAY'], found?.Type ?? 'ACCREC'),
    Status: fields.oneOf('Status', ['DRAFT', 'SUBMITTED', 'AUTHORISED', 'VOIDED', 'DELETED'], found?.Status ?? 'DRAFT'),
    DueDate: fields.date('DueDate', found?.DueDate ?? null),
    SentToContact: element['SentToContact'] === true || found?.SentToContact === true,
    Url: fields.text('Url', 255, found?.Url ?? null),
    byApp: found?.byApp ?? true,
  }
  if (!found && !fields.has('Type')) fields.complain('Type must be specified')
  if (sales.some((each) => each.id !== next.id && each.number === next.number && next.Type === 'ACCREC'))
    fields.complain('Invoice # must be unique.')
  if (next.Status === 'AUTHORISED' && next.DueDate === null)
    fields.complain('The DueDate is required when the Status is approved')
  if (found) life(org, found, next, fields)
  if (fields.messages.length > 0) return refused(...fields.messages)
  if (!found) org.next.invoices += 1
  org.tables.invoices.put(next)
  return taken(next)
}

/** DRAFT, SUBMITTED, AUTHORISED; the first two can be deleted, the third voided while nothing is paid or credited. */
function life(org: Organisation, before: Invoice, next: Invoice, fields: Fields): void {
  const settled = settlements(org).paymentsOf(before.id).length + settlements(org).creditsOf(before.id).length > 0
  if (!mayBecome[before.Status].includes(next.Status) || (settled && next.Status === 'VOIDED'))
    fields.complain('Invoice not of valid status for modification')
  const told = ['LineItems', 'Contact', 'Date', 'CurrencyCode'].some((key) => fields.has(key))
  if (settled && told)
    fields.complain('This document cannot be edited as it has a payment or credit note allocated to it.')
}

const mayBecome: Readonly<Record<Standing, readonly Standing[]>> = {
  DRAFT: ['DRAFT', 'SUBMITTED', 'AUTHORISED', 'DELETED'],
  SUBMITTED: ['SUBMITTED', 'DRAFT', 'AUTHORISED', 'DELETED'],
  AUTHORISED: ['AUTHORISED', 'VOIDED'],
  VOIDED: [],
  DELETED: [],
}

export function writeCreditNote(
  org: Organisation,
  element: Wire,
  { mode, now, decimals }: Manner,
): Verdict<CreditNote> {
  const fields = fieldsOf(element)
  const [id, number] = [text(element['CreditNoteID']), text(element['CreditNoteNumber'])]
  const found = known(org.tables.creditNotes, id, number, mode)
  if (id !== null && !found) return refused(`Credit note ${id} could not be found`)
  const next: CreditNote = {
    id: found?.id ?? org.newId(),
    updated: now,
    number:
      fields.text('CreditNoteNumber', 255, found?.number ?? null) ??
      `CN-${String(org.next.creditNotes).padStart(4, '0')}`,
    ...bodyOf(org, fields, found, decimals),
    Type: fields.oneOf('Type', ['ACCRECCREDIT', 'ACCPAYCREDIT'], found?.Type ?? 'ACCRECCREDIT'),
    Status: fields.oneOf('Status', ['DRAFT', 'SUBMITTED', 'AUTHORISED', 'VOIDED', 'DELETED'], found?.Status ?? 'DRAFT'),
    allocations: found?.allocations ?? [],
  }
  if (found && !mayBecome[found.Status].includes(next.Status))
    fields.complain('Credit note not of valid status for modification')
  if (fields.messages.length > 0) return refused(...fields.messages)
  if (!found) org.next.creditNotes += 1
  org.tables.creditNotes.put(next)
  return taken(next)
}

const QUOTE = ['DRAFT', 'SENT', 'DECLINED', 'ACCEPTED', 'INVOICED', 'DELETED'] as const

export function writeQuote(org: Organisation, element: Wire, { mode, now, decimals }: Manner): Verdict<Quote> {
  const fields = fieldsOf(element)
  const [id, number] = [text(element['QuoteID']), text(element['QuoteNumber'])]
  const found = known(org.tables.quotes, id, number, mode)
  if (id !== null && !found) return refused(`Quote ${id} could not be found`)
  if (!found && !fields.has('Date')) fields.complain('Date cannot be empty')
  const next: Quote = {
    id: found?.id ?? org.newId(),
    updated: now,
    number: fields.text('QuoteNumber', 255, found?.number ?? null) ?? `QU-${String(org.next.quotes).padStart(4, '0')}`,
    ...bodyOf(org, fields, found, decimals),
    Reference: fields.text('Reference', 4000, found?.Reference ?? null),
    Status: fields.oneOf('Status', QUOTE, found?.Status ?? 'DRAFT'),
    ExpiryDate: fields.date('ExpiryDate', found?.ExpiryDate ?? null),
    Title: fields.text('Title', 100, found?.Title ?? null),
    Summary: fields.text('Summary', 3000, found?.Summary ?? null),
    Terms: fields.text('Terms', 4000, found?.Terms ?? null),
  }
  const twin = [...org.tables.quotes.all()].some((each) => each.id !== next.id && each.number === next.number)
  if (twin) fields.complain('Quote number must be unique')
  if (found?.Status === 'DELETED' || found?.Status === 'INVOICED')
    fields.complain('Quote not of valid status for modification')
  if (fields.messages.length > 0) return refused(...fields.messages)
  if (!found) org.next.quotes += 1
  org.tables.quotes.put(next)
  return taken(next)
}

export const isOpen = (org: Organisation, invoice: Invoice): boolean =>
  invoice.Status === 'AUTHORISED' && settledOf(org, invoice).due > 0
