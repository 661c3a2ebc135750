import type { Company } from './company'
import { shown, stamp } from './company'
import { done, refuse } from './fault'
import type { Result } from './fault'
import type { Condition, Query } from './query'
import { parseQuery } from './query'
import { LISTS, at, isObject, kindOf } from './records'
import type { Doc, Json, Kind, Row } from './records'

const EVERYWHERE = ['Id', 'MetaData.CreateTime', 'MetaData.LastUpdatedTime']
const TRADE = ['DocNumber', 'TxnDate', 'CustomerRef', 'TotalAmt', 'Balance', 'DueDate']
const NAMES = ['Active', 'DisplayName', 'GivenName', 'MiddleName', 'FamilyName', 'CompanyName', 'PrimaryEmailAddr']

/** Any other field is refused: notes and memos cannot be searched. */
const FILTERS: Readonly<Record<Kind, readonly string[]>> = {
  Customer: [...NAMES, 'FullyQualifiedName', 'Balance', 'Job', 'PrintOnCheckName'],
  Vendor: NAMES,
  Employee: NAMES,
  Item: ['Active', 'Name', 'Sku', 'Type', 'FullyQualifiedName', 'UnitPrice', 'ParentRef'],
  Estimate: [...TRADE, 'TxnStatus', 'ExpirationDate'],
  Invoice: TRADE,
  CreditMemo: TRADE,
  Payment: ['TxnDate', 'CustomerRef', 'TotalAmt', 'PaymentRefNum', 'PaymentMethodRef'],
}

export function runQuery(from: Company, statement: string): Result<Doc> {
  const parsed = parseQuery(statement)
  if (!parsed.ok) return parsed
  const query = parsed.value
  const kind = kindOf(query.from)
  if (!kind) return refuse('4001', 'Invalid query', `QueryValidationError: Invalid context declaration: ${query.from}`)
  const asked = [...query.where.map(({ field }) => field), ...(query.order ? [query.order.field] : [])]
  const strange = asked.find((field) => ![...EVERYWHERE, ...FILTERS[kind]].includes(field))
  if (strange !== undefined)
    return refuse('4001', 'Invalid query', `QueryValidationError: Property ${strange} not found for Entity ${kind}`)
  const found = sorted(
    from,
    query,
    from.all(kind).filter((row) => fits(from, kind, query, row)),
  )
  if (query.count) return done({ totalCount: found.length })
  const page = found.slice(query.start - 1, query.start - 1 + query.most)
  if (page.length === 0) return done({})
  return done({ [kind]: page.map((row) => shown(from, row)), startPosition: query.start, maxResults: page.length })
}

function fits(from: Company, kind: Kind, query: Query, row: Row): boolean {
  const namesActive = query.where.some(({ field }) => field === 'Active')
  if (LISTS.includes(kind) && !namesActive && row.doc['Active'] === false) return false
  return query.where.every((condition) => holds(condition, valueAt(from, row, condition.field)))
}

function valueAt(from: Company, row: Row, field: string): Json | undefined {
  if (field === 'Id') return row.id
  if (field === 'MetaData.CreateTime') return stamp(from, row.madeAt)
  if (field === 'MetaData.LastUpdatedTime') return stamp(from, row.changedAt)
  if (field === 'Active') return row.doc['Active'] !== false
  const value = at(row.doc, field)
  return isObject(value) ? (value['value'] ?? value['Address']) : value
}

function holds({ operator, values }: Condition, value: Json | undefined): boolean {
  if (operator === 'in') return values.some((each) => compare(value, each) === 0)
  const [wanted = ''] = values
  if (operator === 'like') return value !== undefined && like(String(wanted)).test(String(value))
  const order = compare(value, wanted)
  if (order === null) return false
  if (operator === '=') return order === 0
  if (operator === '<') return order < 0
  if (operator === '>') return order > 0
  return operator === '<=' ? order <= 0 : order >= 0
}

const like = (pattern: string): RegExp =>
  new RegExp(`^${pattern.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replace(/%/g, '.*')}$`, 'isu')

/** Times as instants, numbers as numbers, text without case; null where there is nothing to compare. */
function compare(value: Json | undefined, wanted: string | boolean): number | null {
  if (value === undefined || value === null) return null
  if (typeof wanted === 'boolean') return value === wanted ? 0 : 1
  const mine = String(value)
  const numbers = [Number(mine), Number(wanted)] as const
  if (!numbers.some(Number.isNaN) && mine !== '') return numbers[0] - numbers[1]
  if (/^\d{4}-\d\d-\d\d/.test(mine) && /^\d{4}-\d\d-\d\d/.test(wanted)) return Date.parse(mine) - Date.parse(wanted)
  return mine.toLowerCase().localeCompare(wanted.toLowerCase(), 'en')
}

/** Without an order the newest come first, and nobody promises it. */
function sorted(from: Company, { order }: Query, rows: readonly Row[]): readonly Row[] {
  if (!order) return [...rows].sort((a, b) => Number(b.id) - Number(a.id))
  const text = (row: Row) => String(valueAt(from, row, order.field) ?? '')
  const upward = [...rows].sort((a, b) => (compare(text(a), text(b)) ?? 0) || Number(a.id) - Number(b.id))
  return order.down ? upward.reverse() : upward
}
