import type { Company } from './company'
import { isCredit } from './check'
import { amountOf, at, isObject, linesOf, refOf, sum } from './records'
import type { Doc, Kind, Row } from './records'

/** Totals of a sale from its lines: the tax is what it says it is, the subtotal line closes the list. */
export function totalled(kind: Kind, doc: Doc): Doc {
  if (kind === 'Payment') return doc
  const lines = linesOf(doc).filter((line) => line['DetailType'] !== 'SubTotalLineDetail')
  const signed = lines.map((line) => amountOf(line['Amount']) * (line['DetailType'] === 'DiscountLineDetail' ? -1 : 1))
  const gross = sum(lines.filter(isSold).map((line) => amountOf(line['Amount'])))
  const numbered = lines.map((line, index) => ({ ...line, Id: String(index + 1), LineNum: index + 1 }))
  const tax = amountOf(at(doc, 'TxnTaxDetail.TotalTax'))
  return {
    ...doc,
    Line: [...numbered, { Amount: gross, DetailType: 'SubTotalLineDetail', SubTotalLineDetail: {} }],
    TotalAmt: sum([...signed, tax]),
  }
}

const isSold = (line: Doc): boolean => line['DetailType'] === 'SalesItemLineDetail'

/**
 * Balances of a customer and of what it owes, after anything of it changed. A balance moves the time of a record and
 * leaves its SyncToken alone.
 */
export function settle(into: Company, customer: string | null, now: number): void {
  const row = customer === null ? undefined : into.get('Customer', customer)
  if (!row) return
  const payments = into.of(row.id, 'Payment')
  const applied = (kind: 'Invoice' | 'CreditMemo', id: string): readonly Row[] =>
    payments.filter(({ doc }) => linesOf(doc).some((line) => links(line, kind, id)))
  const paid = (kind: 'Invoice' | 'CreditMemo', id: string): number =>
    sum(
      payments.flatMap(({ doc }) =>
        linesOf(doc)
          .filter((line) => links(line, kind, id))
          .map((line) => amountOf(line['Amount'])),
      ),
    )
  for (const invoice of into.of(row.id, 'Invoice')) {
    const balance = sum([amountOf(invoice.doc['TotalAmt']), -paid('Invoice', invoice.id)])
    const linked = applied('Invoice', invoice.id).map(({ id }) => ({ TxnId: id, TxnType: 'Payment' }))
    moved(into, invoice, { Balance: balance, LinkedTxn: [...estimates(invoice.doc), ...linked] }, now)
  }
  for (const credit of into.of(row.id, 'CreditMemo')) {
    const left = sum([amountOf(credit.doc['TotalAmt']), -paid('CreditMemo', credit.id)])
    moved(into, credit, { RemainingCredit: left, Balance: left }, now)
  }
  for (const payment of payments) {
    const used = sum(linesOf(payment.doc).map((line) => amountOf(line['Amount']) * (isCredit(line) ? -1 : 1)))
    moved(into, payment, { UnappliedAmt: sum([amountOf(payment.doc['TotalAmt']), -used]) }, now)
  }
  moved(into, row, { Balance: owed(into, row.id), BalanceWithJobs: owed(into, row.id) }, now)
}

const links = (line: Doc, kind: Kind, id: string): boolean =>
  Array.isArray(line['LinkedTxn']) &&
  line['LinkedTxn'].some((link) => isObject(link) && link['TxnType'] === kind && link['TxnId'] === id)

const estimates = (doc: Doc): readonly Doc[] =>
  (Array.isArray(doc['LinkedTxn']) ? doc['LinkedTxn'].filter(isObject) : []).filter(
    ({ TxnType }) => TxnType === 'Estimate',
  )

const owed = (into: Company, customer: string): number =>
  sum([
    ...into.of(customer, 'Invoice').map(({ doc }) => amountOf(doc['Balance'])),
    ...into.of(customer, 'CreditMemo').map(({ doc }) => -amountOf(doc['RemainingCredit'])),
    ...into.of(customer, 'Payment').map(({ doc }) => -amountOf(doc['UnappliedAmt'])),
  ])

function moved(into: Company, row: Row, values: Doc, now: number): void {
  const same = Object.entries(values).every(([name, value]) => JSON.stringify(row.doc[name]) === JSON.stringify(value))
  if (!same) into.touch(row, { ...row.doc, ...values }, now)
}

export const ownerOf = (row: Row): string | null => (row.kind === 'Customer' ? row.id : refOf(row.doc, 'CustomerRef'))
