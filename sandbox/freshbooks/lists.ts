import type { Account } from './account'
import { placeOf } from './records'
import type { Doc, Kind, Row } from './records'
import { shown } from './show'
import { eastern } from './stamps'

const MOST = 100
const USUAL = 15

/** A page of one list. What it does not know, be it a filter or an order, it passes over in silence. */
export function listed(from: Account, kind: Kind, query: URLSearchParams): Doc {
  const found = sorted(
    query.get('sort'),
    from.all(kind).filter((row) => fits(from, row, query)),
    from,
  )
  const size = Math.min(MOST, Math.max(1, Number(query.get('per_page') ?? USUAL) || USUAL))
  const page = Math.max(1, Number(query.get('page') ?? 1) || 1)
  const include = query.getAll('include[]')
  return {
    [placeOf(kind).many]: found.slice((page - 1) * size, page * size).map((row) => shown(from, row, include)),
    page,
    pages: Math.ceil(found.length / size),
    per_page: size,
    total: found.length,
  }
}

function fits(from: Account, row: Row, query: URLSearchParams): boolean {
  const wanted = query.get('search[vis_state]')
  if (wanted === null ? row.doc['vis_state'] === 1 : String(row.doc['vis_state']) !== wanted) return false
  const doc = shown(from, row, [])
  if (!isAmong(row, doc, query)) return false
  return [...query].every(([key, value]) => {
    const [, name = ''] = /^search\[(\w+)\]$/.exec(key) ?? []
    return name === '' || holds(row, doc, name, value)
  })
}

/** Several ids at once, one question each. */
const IDS: Readonly<Partial<Record<Kind, string>>> = {
  client: 'userid',
  invoice: 'invoiceid',
  estimate: 'estimateid',
}

function isAmong(row: Row, doc: Doc, query: URLSearchParams): boolean {
  const name = IDS[row.kind]
  const asked = name === undefined ? [] : query.getAll(`search[${name}s][]`)
  return name === undefined || asked.length === 0 || asked.includes(String(doc[name]))
}

const CLIENT_LIKES: Readonly<Record<string, string>> = {
  fname_like: 'fname',
  lname_like: 'lname',
  organization_like: 'organization',
  note_like: 'note',
}
const EQUALS: Readonly<Partial<Record<Kind, readonly string[]>>> = {
  client: ['email', 'userid'],
  invoice: ['invoiceid', 'customerid', 'invoice_number'],
  estimate: ['estimateid', 'estimate_number'],
}

function holds(row: Row, doc: Doc, name: string, value: string): boolean {
  const day = eastern(row.changedAt).slice(0, 10)
  if (row.kind === 'client' && name === 'updated_min') return day >= value.slice(0, 10)
  if (row.kind === 'client' && name === 'updated_max') return day < value.slice(0, 10)
  const like = row.kind === 'client' ? CLIENT_LIKES[name] : undefined
  if (like !== undefined) return String(doc[like]).toLowerCase().includes(value.toLowerCase())
  if (EQUALS[row.kind]?.includes(name)) return String(doc[name]).toLowerCase() === value.toLowerCase()
  return true
}

/** Unasked, and where the order is not understood, the newest id comes first. */
function sorted(asked: string | null, rows: readonly Row[], from: Account): readonly Row[] {
  const newest = [...rows].sort((a, b) => b.id - a.id)
  const [, field = '', way] = /^(\w+)_(asc|desc)$/.exec(asked ?? '') ?? []
  if (way === undefined || !newest[0] || !(field in shown(from, newest[0], []))) return newest
  const keyed = newest.map((row) => ({ row, key: shown(from, row, [])[field] }))
  const upward = keyed.sort((a, b) => compared(a.key, b.key))
  const rowsUp = upward.map(({ row }) => row)
  return way === 'asc' ? rowsUp : rowsUp.reverse()
}

function compared(a: unknown, b: unknown): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b
  return String(a) < String(b) ? -1 : String(a) > String(b) ? 1 : 0
}
