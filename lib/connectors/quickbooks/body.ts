import { exponentOf } from '@/lib/model/currency'
import { ConnectorError } from '@/lib/model/problem'
import { lineTotal, times } from '@/lib/model/line-total'
import type { Fields, Line, Value } from '@/lib/model/record'
import { decimal, money, moneyText, multiline, text } from '@/lib/model/value'
import type { Entity } from '@/lib/model/words'
import { columnsOf } from './columns'
import { rewritten } from './marker'
import type { Customer } from './wire'

type Body = Record<string, unknown>

/** Parts of one object are written together: the vendor takes the whole object or nothing of it. */
const ADDRESS = 'BillAddr'

/** Whether what is there already has to be known: an address is written whole, notes keep our marks. */
export const needsBefore = (entity: Entity, fields: Fields): boolean =>
  entity === 'customer' &&
  columnsOf(entity).some(({ key, path }) => key in fields && (path.startsWith(ADDRESS) || path === 'Notes'))

/** A write's fields as the vendor names them; empty text clears. */
export function personBody(entity: Entity, fields: Fields, before: Customer | null): Body {
  const body: Body = {}
  for (const { key, path, derived } of columnsOf(entity)) {
    if (derived || !(key in fields) || path === 'Notes' || path.startsWith(ADDRESS)) continue
    put(body, path, shown(fields[key]))
  }
  if ('notes' in fields) body['Notes'] = rewritten(before?.Notes, multiline(shown(fields['notes'])) ?? '')
  const address = addressOf(entity, fields)
  return address === null ? body : { ...body, [ADDRESS]: { ...before?.BillAddr, ...address } }
}

/** A person has no address of its own: the one that stands there is its company's. */
function addressOf(entity: Entity, fields: Fields): Body | null {
  const parts = columnsOf(entity).filter(({ key, path }) => path.startsWith(ADDRESS) && key in fields)
  if (parts.length === 0) return null
  const address: Body = {}
  for (const { key, path } of parts) address[path.slice(ADDRESS.length + 1)] = shown(fields[key])
  // The second line holds what came from the lines after it.
  return 'street2' in fields ? { ...address, Line3: '', Line4: '', Line5: '' } : address
}

const shown = (value: Value | undefined): string => (value === null || value === undefined ? '' : String(value))

function put(body: Body, path: string, value: string): void {
  const [outer = path, inner] = path.split('.')
  body[outer] = inner === undefined ? value : { [inner]: value }
}

export interface DocumentContent {
  readonly fields: Fields
  readonly lines?: readonly Line[] | undefined
  readonly isInvoice: boolean
  readonly homeCurrency: string
  readonly anyItem: string | null
}

/** An estimate or an invoice; `lines` absent leaves those that are there. */
export function documentBody({ fields, lines, isInvoice, homeCurrency, anyItem }: DocumentContent): Body {
  const currency = text(shown(fields['currency'])) ?? homeCurrency
  const exponent = exponentOf(currency)
  const body: Body = {}
  if ('name' in fields) body['CustomerMemo'] = { value: shown(fields['name']) }
  if ('date' in fields) body['TxnDate'] = shown(fields['date'])
  if ('expiryDate' in fields) body[isInvoice ? 'DueDate' : 'ExpirationDate'] = shown(fields['expiryDate'])
  if ('currency' in fields && fields['currency'] !== null) body['CurrencyRef'] = { value: currency }
  const tax = fields['taxTotal']
  if (typeof tax === 'number') body['TxnTaxDetail'] = { TotalTax: Number(moneyText(tax, exponent)) }
  if (lines) body['Line'] = lines.map((line) => lineBody(line, exponent, anyItem))
  return body
}

function lineBody(line: Line, exponent: number, anyItem: string | null): Body {
  const { fields, parents } = line
  const product = parents.product ?? anyItem
  if (product === null) throw noProduct()
  const total = lineTotal(line, exponent)
  const [quantity, price] = [decimal(shown(fields['quantity'])), decimal(shown(fields['price']))]
  // Amount must be quantity times price: where a discount says otherwise, only the amount is told.
  const agrees = quantity !== null && price !== null && money(times(quantity, price), exponent) === total
  return {
    Description: shown(fields['description']),
    Amount: Number(moneyText(total, exponent)),
    DetailType: 'SalesItemLineDetail',
    SalesItemLineDetail: {
      ItemRef: { value: product },
      ...(agrees ? { Qty: Number(quantity), UnitPrice: Number(price) } : {}),
    },
  }
}

const noProduct = (): ConnectorError =>
  new ConnectorError({
    kind: 'rejected',
    field: 'lines',
    detail: 'no-product',
  })
