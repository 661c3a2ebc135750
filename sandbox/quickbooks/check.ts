import type { Company } from './company'
import { done, missing, refuse, required } from './fault'
import type { Fault, Result } from './fault'
import { LISTS, PEOPLE, amountOf, at, isObject, linesOf, refOf, sum } from './records'
import type { Doc, Kind, Row } from './records'
import { KNOWN, LENGTHS } from './properties'

/** What the service refuses before it writes; `before` is the row that is being changed. */
export function check(into: Company, kind: Kind, doc: Doc, before: Row | null, manyNumbers: boolean): Result<Doc> {
  const fault =
    unknown(kind, doc) ??
    tooLong(kind, doc) ??
    (PEOPLE.includes(kind) ? person(into, kind, doc, before) : null) ??
    (kind === 'Item' ? item(into, doc, before) : null) ??
    (LISTS.includes(kind) ? null : transaction(into, kind, doc)) ??
    (LISTS.includes(kind) || manyNumbers ? null : number(into, kind, doc, before))
  return fault ? { ok: false, fault } : done(doc)
}

function unknown(kind: Kind, doc: Doc): Fault | null {
  const strange = Object.keys(doc).find((name) => !KNOWN[kind].includes(name))
  if (strange === undefined) return null
  const detail = `Property Name:Can not instantiate value: Unrecognized field "${strange}"`
  return refuse('2010', 'Request has invalid or unsupported property', detail, strange).fault
}

function tooLong(kind: Kind, doc: Doc): Fault | null {
  for (const [path, most] of Object.entries(LENGTHS[kind] ?? {})) {
    const value = at(doc, path)
    if (typeof value !== 'string' || [...value].length <= most) continue
    const detail = `String length specified does not match the supported length. Min:0 Max:${most} supported. Supplied length:${[...value].length}`
    const message = 'String length is either shorter or longer than supported by specification'
    return refuse('2050', message, detail, path.split('.')[0]).fault
  }
  return null
}

const PARTS = ['Title', 'GivenName', 'MiddleName', 'FamilyName', 'Suffix'] as const

/** The name it is shown by: its own, else put together from the parts. */
export function displayName(doc: Doc): string {
  const own = doc['DisplayName']
  if (typeof own === 'string' && own.trim() !== '') return own.trim()
  const parts = PARTS.flatMap((part) => (typeof doc[part] === 'string' && doc[part] !== '' ? [doc[part]] : []))
  return parts.length > 0 ? parts.join(' ') : String(doc['CompanyName'] ?? '')
}

function person(into: Company, kind: Kind, doc: Doc, before: Row | null): Fault | null {
  const name = displayName(doc)
  if (name === '')
    return refuse(
      '6000',
      'A business validation error has occurred while processing your request',
      'At least one of Title, GivenName, MiddleName, FamilyName, Suffix, DisplayName must be given',
    ).fault
  if (/[:\t\n]/.test(name))
    return refuse('2040', 'Invalid String', 'DisplayName has a colon, a tab or a new line', 'DisplayName').fault
  const email = at(doc, 'PrimaryEmailAddr.Address')
  if (typeof email === 'string' && email !== '' && !/^[^\s@]+@[^\s@]+$/.test(email))
    return refuse(
      '2210',
      'Invalid Email Address format',
      'Email Address does not conform to the RFC 822 standard',
      'PrimaryEmailAddr',
    ).fault
  if (doc['Active'] === false) return null
  const taken = PEOPLE.flatMap((each) => into.all(each)).some(
    (row) => !(row.kind === kind && row.id === before?.id) && same(displayName(row.doc), name),
  )
  if (taken)
    return refuse(
      '6240',
      'Duplicate Name Exists Error',
      'The name supplied already exists. : Another customer, vendor or employee is already using this name. Please use a different name.',
    ).fault
  return currencyFault(into, refOf(doc, 'CurrencyRef'))
}

const same = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase()

function item(into: Company, doc: Doc, before: Row | null): Fault | null {
  const name = doc['Name']
  if (typeof name !== 'string' || name === '') return required('Name').fault
  if (doc['Type'] !== 'Category' && refOf(doc, 'IncomeAccountRef') === null) return required('IncomeAccountRef').fault
  const taken = into.all('Item').some((row) => row.id !== before?.id && same(String(row.doc['Name']), name))
  return taken ? refuse('6240', 'Duplicate Name Exists Error', 'The name supplied already exists. : null').fault : null
}

function transaction(into: Company, kind: Kind, doc: Doc): Fault | null {
  const owner = refOf(doc, 'CustomerRef')
  if (owner === null) return required('CustomerRef').fault
  const customer = into.get('Customer', owner)
  if (!customer)
    return refuse(
      '2500',
      'Invalid Reference Id',
      `Invalid Reference Id : Names element id ${owner} not found`,
      'CustomerRef',
    ).fault
  if (customer.doc['Active'] === false) return missing('Customer', owner).fault
  const currency = refOf(doc, 'CurrencyRef')
  const own = refOf(customer.doc, 'CurrencyRef') ?? into.settings.homeCurrency
  const wrong = currencyFault(into, currency)
  if (wrong) return wrong
  if (currency !== null && currency !== own)
    return refuse(
      '6000',
      'A business validation error has occurred while processing your request',
      `Business Validation Error: The currency of the transaction must be the customer's (${own})`,
      'CurrencyRef',
    ).fault
  return kind === 'Payment' ? payment(into, doc) : lines(into, doc)
}

function currencyFault(into: Company, currency: string | null): Fault | null {
  if (currency === null || into.settings.multiCurrency || currency === into.settings.homeCurrency) return null
  return refuse(
    '6000',
    'A business validation error has occurred while processing your request',
    'Business Validation Error: Multi-currency is off in this company',
    'CurrencyRef',
  ).fault
}

function lines(into: Company, doc: Doc): Fault | null {
  const all = linesOf(doc)
  if (all.length === 0) return required('Line').fault
  for (const line of all) {
    const fault = lineFault(into, line)
    if (fault) return fault
  }
  return null
}

function lineFault(into: Company, line: Doc): Fault | null {
  const type = line['DetailType']
  if (type === 'DescriptionOnly' || type === 'SubTotalLineDetail') return null
  if (typeof line['Amount'] !== 'number') return required('Line.Amount').fault
  if (type === 'DiscountLineDetail') return null
  if (type !== 'SalesItemLineDetail' || !isObject(line['SalesItemLineDetail'])) return required('DetailType').fault
  const detail = line['SalesItemLineDetail']
  const product = refOf(detail, 'ItemRef')
  if (product === null) return required('ItemRef').fault
  if (!into.get('Item', product))
    return refuse(
      '2500',
      'Invalid Reference Id',
      `Invalid Reference Id : Item element id ${product} not found`,
      'ItemRef',
    ).fault
  const { Qty: quantity, UnitPrice: price } = detail
  const told = typeof quantity === 'number' && typeof price === 'number'
  if (told && Math.abs(quantity * price - line['Amount']) > 0.005)
    return refuse(
      '6070',
      'Amount calculation incorrect in the request',
      'Amount is not equal to UnitPrice * Qty',
      'Line',
    ).fault
  return null
}

function payment(into: Company, doc: Doc): Fault | null {
  if (typeof doc['TotalAmt'] !== 'number') return required('TotalAmt').fault
  for (const line of linesOf(doc)) {
    const [link] = Array.isArray(line['LinkedTxn']) ? line['LinkedTxn'].filter(isObject) : []
    const kind = link?.['TxnType'] === 'CreditMemo' ? 'CreditMemo' : 'Invoice'
    const id = String(link?.['TxnId'] ?? '')
    if (!into.get(kind, id))
      return refuse('2500', 'Invalid Reference Id', `Invalid Reference Id : Transaction ${id} not found`, 'LinkedTxn')
        .fault
  }
  const applied = sum(linesOf(doc).map((line) => amountOf(line['Amount']) * (isCredit(line) ? -1 : 1)))
  if (applied <= doc['TotalAmt'] + 0.0005) return null
  return refuse(
    '6000',
    'A business validation error has occurred while processing your request',
    'Business Validation Error: The amount applied is larger than the payment',
    'Line',
  ).fault
}

export const isCredit = (line: Doc): boolean =>
  Array.isArray(line['LinkedTxn']) &&
  line['LinkedTxn'].some((link) => isObject(link) && link['TxnType'] === 'CreditMemo')

function number(into: Company, kind: Kind, doc: Doc, before: Row | null): Fault | null {
  const own = doc['DocNumber']
  if (kind === 'Payment' || typeof own !== 'string' || own === '') return null
  const taken = into.all(kind).find((row) => row.id !== before?.id && row.doc['DocNumber'] === own)
  if (!taken) return null
  const detail = `Duplicate Document Number Error : You must specify a different number. This number has already been used. DocNumber=${own} is assigned to TxnType=${kind} with TxnId=${taken.id}`
  return refuse('6140', 'Duplicate Document Number Error', detail, 'DocNumber').fault
}
