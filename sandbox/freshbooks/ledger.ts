import { decimal, minus, plus, rounded, times, written } from '../kit/decimal'
import type { Decimal } from '../kit/decimal'
import type { Account } from './account'
import { amountOf, linesOf } from './records'
import type { Doc, Row } from './records'

const ZERO = decimal('0')
const NO_DECIMALS = ['JPY', 'KRW', 'XPF']
const scaleOf = (currency: string): number => (NO_DECIMALS.includes(currency) ? 0 : 2)

export const money = (value: Decimal, code: string): Doc => ({
  amount: written(rounded(value, scaleOf(code))),
  code,
})

/** Lines get their amounts; the whole is their sum less the discount in percent, plus the taxes of each line. */
export function totalled(doc: Doc, code: string): Doc {
  const lines = linesOf(doc).map((line, at) => lineOf(line, at, code))
  const kept = minus(decimal('100'), decimal(String(doc['discount_value'] ?? '0')))
  const share = times(kept, decimal('0.01'))
  const sum = lines.reduce((all, line) => plus(all, decimal(amountOf(line['amount']))), ZERO)
  const net = rounded(times(sum, share), scaleOf(code))
  const taxes = lines.reduce((all, line) => plus(all, times(taxOf(line), share)), ZERO)
  return {
    ...doc,
    lines,
    currency_code: code,
    amount: money(plus(net, rounded(taxes, scaleOf(code))), code),
    discount_total: money(minus(net, sum), code),
  }
}

function lineOf(line: Doc, at: number, code: string): Doc {
  const unit = decimal(amountOf(line['unit_cost']))
  const amount = money(times(decimal(String(line['qty'] ?? '1')), unit), code)
  const taxes = { taxName1: null, taxAmount1: 0, taxName2: null, taxAmount2: 0 }
  return { name: '', description: '', type: 0, qty: '1', ...taxes, ...line, lineid: at + 1, amount }
}

const taxOf = (line: Doc): Decimal =>
  times(times(decimal(amountOf(line['amount'])), decimal(String(line['taxAmount1'] ?? 0))), decimal('0.01'))

/** Payments of an invoice make its states; its status stays 2 (sent) while it is paid in part. */
export function settled(from: Account, invoice: Row): Doc {
  const code = String(invoice.doc['currency_code'])
  const paid = from
    .all('payment')
    .filter(({ doc }) => doc['invoiceid'] === invoice.id && doc['vis_state'] === 0)
    .reduce((all, { doc }) => plus(all, decimal(amountOf(doc['amount']))), ZERO)
  const outstanding = minus(decimal(amountOf(invoice.doc['amount'])), paid)
  const sums = {
    paid: money(paid, code),
    net_paid_amount: money(paid, code),
    outstanding: money(outstanding, code),
  }
  if (paid.units === 0n) return { ...sums, ...unpaid(invoice.doc['status'] === 1) }
  return { ...sums, ...(outstanding.units <= 0n ? PAID : PARTIAL) }
}

const PAID = { status: 4, v3_status: 'paid', display_status: 'paid', payment_status: 'paid' }
const PARTIAL = { status: 2, v3_status: 'partial', display_status: 'sent', payment_status: 'partial' }
const unpaid = (isDraft: boolean): Doc => {
  const word = isDraft ? 'draft' : 'sent'
  return { status: isDraft ? 1 : 2, v3_status: word, display_status: word, payment_status: 'unpaid' }
}
