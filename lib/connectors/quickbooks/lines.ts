import type { Line, Value } from '@/lib/model/record'
import { decimal, money, text } from '@/lib/model/value'
import type { Estimate, Payment, SaleLine } from './wire'

/** Lines that say something: the subtotal only closes the list, and a bundle is its parts. */
export function saleLines(wire: Pick<Estimate, 'Line' | 'TxnTaxDetail'>, exponent: number): readonly Line[] {
  const rates = wire.TxnTaxDetail?.TaxLine ?? []
  const only = rates.length === 1 ? decimal(rates[0]?.TaxLineDetail?.TaxPercent) : null
  return wire.Line.filter(({ DetailType }) => DetailType !== 'SubTotalLineDetail').flatMap((line) =>
    (line.GroupLineDetail?.Line ?? [line]).map((each) => saleLine(each, only, exponent)),
  )
}

function saleLine(line: SaleLine, rate: string | null, exponent: number): Line {
  const { ItemRef, Qty, UnitPrice, TaxCodeRef } = line.SalesItemLineDetail ?? {}
  const amount = money(line.Amount, exponent)
  // Postage names no product, but a word of the vendor's own (SHIPPING_ITEM_ID): nobody would ever show it.
  const product = /^\d+$/.test(ItemRef?.value ?? '') ? ItemRef?.value : undefined
  // One rate for the whole document is the rate of each line that is taxed at all.
  const taxRate: Value = TaxCodeRef?.value === 'NON' ? '0' : TaxCodeRef === undefined ? null : rate
  return {
    fields: {
      description: text(line.Description) ?? (line.DetailType === 'DiscountLineDetail' ? 'Discount' : null),
      quantity: decimal(Qty),
      price: decimal(UnitPrice),
      discount: '0',
      total: line.DetailType === 'DiscountLineDetail' && amount !== null ? -amount : amount,
      taxRate,
    },
    parents: product === undefined ? {} : { product },
  }
}

/** What a payment pays: invoices, and credits that were used up with it, which count against them. */
export const allocations = (wire: Payment, exponent: number): readonly Line[] =>
  (wire.Line ?? []).flatMap(({ Amount, LinkedTxn = [] }) =>
    LinkedTxn.filter(({ TxnType }) => TxnType === 'Invoice' || TxnType === 'CreditMemo').map(({ TxnId, TxnType }) => {
      const amount = money(Amount, exponent) ?? 0
      return { fields: { amount: TxnType === 'CreditMemo' ? -amount : amount }, parents: { invoice: TxnId } }
    }),
  )
