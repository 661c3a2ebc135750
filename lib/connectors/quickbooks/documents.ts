import type { Write } from '@/lib/model/connector'
import { ConnectorError } from '@/lib/model/problem'
import type { Fields, Line } from '@/lib/model/record'
import { exponentOf } from '@/lib/model/currency'
import { lineTotal } from '@/lib/model/line-total'
import { documentBody } from './body'
import { DRAFT } from './map'
import type { Setting } from './map'
import { marked } from './marker'

export const documentKinds = ['quote', 'draft-invoice'] as const
export type DocumentKind = (typeof documentKinds)[number]

/** One item of a batch, before it has its number. */
export interface Item {
  readonly operation: 'create' | 'update' | 'delete'
  readonly kind: 'Customer' | 'Estimate' | 'Invoice'
  readonly body: object
}

export interface Chosen {
  readonly setting: Setting
  readonly kind: DocumentKind
}

/** A deal becomes an estimate, or an invoice that nobody has sent yet. */
export function documentCreate(write: Write & { readonly do: 'create' }, { setting, kind }: Chosen): Item {
  const { fields, parents, marker } = write
  const customer = parents.customer
  if (customer === undefined) throw refused('parent:customer', 'QuickBooks needs a customer on every document')
  const lines = write.lines && write.lines.length > 0 ? write.lines : [wholeLine(fields)]
  const isInvoice = kind === 'draft-invoice'
  addsUp(lines, fields, typeof fields['currency'] === 'string' ? fields['currency'] : setting.currency)
  const body = documentBody({ fields, lines, isInvoice, homeCurrency: setting.currency, anyItem: setting.anyItem })
  const own = { CustomerRef: { value: customer }, PrivateNote: marked(undefined, 'document', marker) }
  return { operation: 'create', kind: isInvoice ? 'Invoice' : 'Estimate', body: { ...body, ...own } }
}

export function documentChange(
  write: Write & { readonly do: 'update' | 'remove' },
  version: string,
  { setting }: Chosen,
): Item {
  const isInvoice = version.startsWith(DRAFT)
  const head = { Id: write.id, SyncToken: isInvoice ? version.slice(DRAFT.length) : version }
  const kind = isInvoice ? 'Invoice' : 'Estimate'
  if (write.do === 'remove') return { operation: 'delete', kind, body: head }
  const { fields, lines } = write
  const body = documentBody({ fields, lines, isInvoice, homeCurrency: setting.currency, anyItem: setting.anyItem })
  return { operation: 'update', kind, body: { ...head, sparse: true, ...body } }
}

/** A deal without products is one line: its name and its amount. */
function wholeLine(fields: Fields): Line {
  const net = netOf(fields)
  if (net === null) throw refused('total', 'A document needs lines or an amount')
  return { fields: { description: fields['name'] ?? null, quantity: null, price: null, total: net }, parents: {} }
}

function netOf({ netTotal, total, taxTotal }: Fields): number | null {
  if (typeof total === 'number') return total - (typeof taxTotal === 'number' ? taxTotal : 0)
  return typeof netTotal === 'number' ? netTotal : null
}

/** What does not add up would be corrected by the vendor without a word. */
function addsUp(lines: readonly Line[], fields: Fields, currency: string): void {
  const net = netOf(fields)
  const sum = lines.reduce((all, line) => all + lineTotal(line, exponentOf(currency)), 0)
  if (net !== null && sum !== net) throw refused('total', 'amount-differs')
}

const refused = (field: string, detail: string): ConnectorError =>
  new ConnectorError({ kind: 'rejected', field, detail })
