import type { Choice } from '@/lib/model/choice'
import type { Grant, Outcome, Write } from '@/lib/model/connector'
import type { Problem } from '@/lib/model/problem'
import type { Fields, Line, Value } from '@/lib/model/record'
import { decimal, moneyText } from '@/lib/model/value'
import { exponentOf } from '@/lib/model/currency'
import { lineTotal } from '@/lib/model/line-total'
import { dayOf } from './form'
import { draftSnapshot, quoteSnapshot } from './map'
import { marked, packed, referenceOf } from './mark'
import { INVOICES, ITEMS, QUOTES } from './resources'
import type { Invoice, Quote } from './wire'
import { LOST, named, refusal, sendAll } from './batch'
import type { Desk, Prepared, Told, Verb } from './batch'

const kinds = ['quote', 'draft-invoice'] as const
export type Documents = (typeof kinds)[number]

/** A won deal becomes a quote to send, or an invoice that the bookkeeper has yet to approve. */
export const documentChoice: Choice = {
  key: 'document-kind',
  values: kinds.map((kind) => ({ value: kind, label: kind === 'quote' ? 'Quote' : 'Draft invoice' })),
  proposed: ['quote'],
  many: false,
  only: { entity: 'document', when: 'written' },
}

export const documentsOf = ({ chosen }: Grant): Documents =>
  kinds.find((kind) => kind === chosen['document-kind']?.[0]) ?? 'quote'

export async function writeDocuments(desk: Desk, verb: Verb, writes: readonly Write[]): Promise<readonly Outcome[]> {
  const codes = await itemCodes(desk, writes)
  const { documents } = desk
  const outcomes = await writeAs(documents, desk, verb, writes, codes)
  // Made before the administrator chose anew, it is of the other kind.
  const strays = writes.filter((write, at) => write.do !== 'create' && isMissing(outcomes[at]))
  const other = documents === 'quote' ? 'draft-invoice' : 'quote'
  const others = strays.length > 0 ? await writeAs(other, desk, verb, strays, codes) : []
  return writes.map((write, at) => named('document', write, others[strays.indexOf(write)] ?? outcomes[at] ?? LOST))
}

const isMissing = (outcome: Outcome | undefined): boolean => outcome?.ok === false && outcome.problem.kind === 'missing'

async function writeAs(kind: Documents, desk: Desk, verb: Verb, writes: readonly Write[], codes: Codes) {
  const method = verb === 'create' ? 'PUT' : 'POST'
  return kind === 'quote'
    ? sendAll(desk, { resource: QUOTES, method, shown: quoteSnapshot }, writes, await quotes(desk, writes, codes))
    : sendAll(desk, { resource: INVOICES, method, shown: draftSnapshot }, writes, await drafts(desk, writes, codes))
}

type Codes = ReadonlyMap<string, string>

/** Lines name their item by its code; one list knows them all. */
async function itemCodes(desk: Desk, writes: readonly Write[]): Promise<Codes> {
  const named = writes.some(
    (write) => write.do !== 'remove' && (write.lines ?? []).some(({ parents }) => parents.product),
  )
  const rows = named ? (await desk.api.list(ITEMS, {})).rows : []
  return new Map(rows.map(({ ItemID, Code }) => [ItemID, Code]))
}

async function quotes(desk: Desk, writes: readonly Write[], codes: Codes): Promise<readonly Prepared[]> {
  const prepared: Prepared[] = []
  for (const write of writes) {
    if (write.do === 'create') {
      prepared.push(
        made(write, (customer) => ({
          ...customer,
          Reference: packed(write.marker),
          Status: 'DRAFT',
          ...quoteElement(write, codes, 'create', textOf(write.fields['currency'])),
          Date: write.fields['date'] ?? desk.today,
        })),
      )
      continue
    }
    const row = /^[\da-f-]{36}$/i.test(write.id) ? await desk.api.one(QUOTES, write.id) : null
    prepared.push(row === null ? refusal({ kind: 'missing' }) : { element: quoteOver(row, write, codes) })
  }
  return prepared
}

/** Xero takes a change of a quote only together with its contact and date. */
function quoteOver(row: Quote, write: Exclude<Write, { readonly do: 'create' }>, codes: Codes): object {
  const head = { QuoteID: row.QuoteID, Contact: { ContactID: row.Contact.ContactID }, Date: dayOf(row.Date) }
  return write.do === 'remove'
    ? { ...head, Status: 'DELETED' }
    : { ...head, ...quoteElement(write, codes, 'update', row.CurrencyCode) }
}

function quoteElement({ fields, lines: told }: Told, codes: Codes, verb: Told['do'], currency: string | null): object {
  const lines = told?.map((line) => inCents(line, exponentOf(currency)))
  return {
    ...given(fields, { name: 'Title', date: 'Date', expiryDate: 'ExpiryDate', currency: 'CurrencyCode' }),
    ...lineElements(fields, lines, codes, verb),
    ...(lines || verb === 'create' ? { LineAmountTypes: 'EXCLUSIVE' } : {}),
  }
}

/** A quote knows prices to the cent only, whatever it is asked for: a finer one becomes one piece at the line's total. */
function inCents(line: Line, exponent: number): Line {
  const price = decimal(textOf(line.fields['price']))
  if (price === null || !/\.\d{3}/.test(price)) return line
  const piece = { quantity: '1', price: moneyText(lineTotal(line, exponent), exponent), discount: '0' }
  return { ...line, fields: { ...line.fields, ...piece } }
}

async function drafts(desk: Desk, writes: readonly Write[], codes: Codes): Promise<readonly Prepared[]> {
  const ids = writes.flatMap((write) => (write.do === 'create' ? [] : [write.id]))
  const query = { IDs: ids.join(','), page: '1', pageSize: String(Math.max(ids.length, 1)) }
  const known =
    ids.every((id) => /^[\da-f-]{36}$/i.test(id)) && ids.length > 0 ? (await desk.api.list(INVOICES, query)).rows : []
  const rows = new Map(known.map((row) => [row.InvoiceID, row]))
  return writes.map((write): Prepared => {
    if (write.do === 'create')
      return made(write, (customer) => ({
        ...customer,
        Type: 'ACCREC',
        Status: 'DRAFT',
        Reference: referenceOf(nameOf(write.fields), write.marker),
        ...draftElement(write, codes, 'create'),
        Date: write.fields['date'] ?? desk.today,
      }))
    const row = rows.get(write.id)
    return row ? { element: draftOver(row, write, codes) } : refusal({ kind: 'missing' })
  })
}

function draftOver(row: Invoice, write: Exclude<Write, { readonly do: 'create' }>, codes: Codes): object {
  if (write.do === 'remove') return { InvoiceID: row.InvoiceID, Status: 'DELETED' }
  const { marker } = marked(row.Reference)
  const renamed =
    'name' in write.fields && marker !== null ? { Reference: referenceOf(nameOf(write.fields), marker) } : {}
  return { InvoiceID: row.InvoiceID, ...renamed, ...draftElement(write, codes, 'update') }
}

function draftElement({ fields, lines }: Told, codes: Codes, verb: 'create' | 'update'): object {
  return {
    ...given(fields, { date: 'Date', currency: 'CurrencyCode' }),
    ...lineElements(fields, lines, codes, verb),
    ...(lines || verb === 'create' ? { LineAmountTypes: 'Exclusive' } : {}),
  }
}

const NO_CUSTOMER: Problem = { kind: 'rejected', field: 'parent:customer', detail: 'a document needs its customer' }

/** Known to the texts: Xero would put the sum of the lines in the place of the amount without a word. */
const AMOUNT_DIFFERS: Problem = { kind: 'rejected', field: 'netTotal', detail: 'amount-differs' }

function made(write: Told, element: (customer: object) => object): Prepared {
  const { customer } = write.parents
  if (customer === undefined) return refusal(NO_CUSTOMER)
  return addsUp(write) ? { element: element({ Contact: { ContactID: customer } }) } : refusal(AMOUNT_DIFFERS)
}

function addsUp({ fields, lines = [] }: Told): boolean {
  const net = fields['netTotal']
  if (lines.length === 0 || typeof net !== 'number') return true
  const exponent = exponentOf(textOf(fields['currency']))
  return lines.reduce((sum, line) => sum + lineTotal(line, exponent), 0) === net
}

const nameOf = ({ name }: Fields): string | null => (typeof name === 'string' ? name : null)

const given = (fields: Fields, names: Readonly<Record<string, string>>): object =>
  Object.fromEntries(Object.entries(names).flatMap(([key, name]) => (key in fields ? [[name, fields[key] ?? '']] : [])))

/** A document without lines would be refused: the deal itself is its one line. */
function lineElements(
  fields: Fields,
  lines: readonly Line[] | undefined,
  codes: Codes,
  verb: 'create' | 'update',
): object {
  if (lines && lines.length > 0) return { LineItems: lines.map((line) => lineElement(line, codes)) }
  if (verb === 'update') return {}
  const total = fields['netTotal'] ?? fields['total']
  const amount = typeof total === 'number' ? moneyText(total, exponentOf(textOf(fields['currency']))) : '0'
  return { LineItems: [{ Description: nameOf(fields) ?? '-', Quantity: 1, UnitAmount: Number(amount) }] }
}

function lineElement({ fields, parents }: Line, codes: Codes): object {
  const code = parents.product === undefined ? undefined : codes.get(parents.product)
  const discount = Number(fields['discount'] ?? 0)
  return {
    Description: textOf(fields['description']) ?? '-',
    Quantity: Number(fields['quantity'] ?? 1),
    UnitAmount: Number(fields['price'] ?? 0),
    ...(discount === 0 ? {} : { DiscountRate: discount }),
    ...(code === undefined ? {} : { ItemCode: code }),
  }
}

const textOf = (value: Value | undefined): string | null => (typeof value === 'string' ? value : null)
