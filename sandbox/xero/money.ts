import { fieldsOf } from './fields'
import type { Fields } from './fields'
import { less, remainingOf, settledOf } from './organisation'
import type { Organisation } from './organisation'
import type { Allocation, CreditNote, Invoice, Payment } from './records'
import { refused, taken } from './refuse'
import type { Verdict } from './refuse'
import { accountId } from './show'
import type { Wire } from './show'

export const ACCOUNTS = [
  { Code: '090', Name: 'Business Bank Account', Type: 'BANK', Class: 'ASSET', TaxType: 'NONE' },
  { Code: '200', Name: 'Sales', Type: 'REVENUE', Class: 'REVENUE', TaxType: 'OUTPUT2' },
  { Code: '310', Name: 'Cost of Goods Sold', Type: 'DIRECTCOSTS', Class: 'EXPENSE', TaxType: 'NONE' },
  { Code: '610', Name: 'Accounts Receivable', Type: 'CURRENT', Class: 'ASSET', TaxType: 'NONE' },
] as const

/** A payment of one invoice or a refund of one credit note; either moves with it. */
export function writePayment(org: Organisation, element: Wire, now: number): Verdict<Payment> {
  const fields = fieldsOf(element)
  const invoice = targetOf(org.tables.invoices.all(), fields.object('Invoice'), 'Invoice')
  const note = targetOf(org.tables.creditNotes.all(), fields.object('CreditNote'), 'CreditNote')
  const target = invoice ?? note
  if (!target) return refused('Payment must be linked to an invoice or a credit note')
  const account = accountOf(fields)
  const next: Payment = {
    id: org.newId(),
    updated: now,
    invoice: invoice?.id ?? null,
    creditNote: invoice ? null : (note?.id ?? null),
    account,
    Date: fields.date('Date', org.content.today()) ?? org.content.today(),
    Amount: fields.number('Amount', 0),
    CurrencyRate: fields.number('CurrencyRate', target.CurrencyRate),
    Reference: fields.text('Reference', 255, null),
    IsReconciled: element['IsReconciled'] === true,
    Status: 'AUTHORISED',
  }
  const open = invoice ? settledOf(org, invoice).due : note ? remainingOf(org, note) : 0
  if (target.Status !== 'AUTHORISED') fields.complain('Payments can only be made against Authorised documents')
  if (next.Amount <= 0) fields.complain('The payment amount must be greater than zero')
  if (less(open, next.Amount) < 0) fields.complain('Payment amount exceeds the amount outstanding on this document')
  if (account === '') fields.complain('Account must be valid')
  if (fields.messages.length > 0) return refused(...fields.messages)
  org.tables.payments.put(next)
  touch(org, next, now)
  return taken(next)
}

function accountOf(fields: Fields): string {
  const { Code: code, AccountID: id } = fields.object('Account')
  return ACCOUNTS.find((each) => each.Code === code || accountId(each.Code) === id)?.Code ?? ''
}

function targetOf<T extends Invoice | CreditNote>(
  all: Iterable<T>,
  asked: Wire,
  name: 'Invoice' | 'CreditNote',
): T | undefined {
  const [id, number] = [asked[`${name}ID`], asked[`${name}Number`]]
  if (id === undefined && number === undefined) return undefined
  return [...all].find((each) => each.id === id || (id === undefined && each.number === number))
}

export function deletePayment(org: Organisation, payment: Payment, now: number): Verdict<Payment> {
  if (payment.IsReconciled) return refused('A reconciled payment cannot be deleted')
  if (payment.Status === 'DELETED') return refused('Payment has already been deleted')
  const gone: Payment = { ...payment, Status: 'DELETED', updated: now }
  org.tables.payments.put(gone)
  touch(org, gone, now)
  return taken(gone)
}

function touch(org: Organisation, { invoice, creditNote }: Payment, now: number): void {
  const paid = invoice === null ? undefined : org.tables.invoices.get(invoice)
  if (paid) org.tables.invoices.put({ ...paid, updated: now })
  const refunded = creditNote === null ? undefined : org.tables.creditNotes.get(creditNote)
  if (refunded) org.tables.creditNotes.put({ ...refunded, updated: now })
}

/** Credit used against an invoice: both documents move. */
export function allocate(org: Organisation, note: CreditNote, element: Wire, now: number): Verdict<Allocation> {
  const fields = fieldsOf(element)
  const invoice = targetOf(org.tables.invoices.all(), fields.object('Invoice'), 'Invoice')
  const amount = fields.number('Amount', 0)
  if (!invoice || !fields.has('Amount') || !fields.has('Date')) return refused('Amount, Date and Invoice are required')
  if (note.Status !== 'AUTHORISED' || invoice.Status !== 'AUTHORISED') return refused('Both documents must be approved')
  if (less(remainingOf(org, note), amount) < 0 || less(settledOf(org, invoice).due, amount) < 0)
    return refused('The amount is more than what is left')
  const day = fields.date('Date', org.content.today()) ?? org.content.today()
  const allocation: Allocation = { AllocationID: org.newId(), Amount: amount, Date: day, invoice: invoice.id }
  org.tables.creditNotes.put({ ...note, allocations: [...note.allocations, allocation], updated: now })
  org.tables.invoices.put({ ...invoice, updated: now })
  return taken(allocation)
}
