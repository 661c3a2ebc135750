import type { Company } from './company'
import { shown, stamp, stub } from './company'
import { check, displayName } from './check'
import { done, missing, refuse, required, stale } from './fault'
import type { Result } from './fault'
import { ownerOf, settle, totalled } from './ledger'
import { COMPUTED, KNOWN, OWN } from './properties'
import { LISTS, PEOPLE, TRANSACTIONS, linesOf, refOf } from './records'
import type { Doc, Json, Kind, Row } from './records'

export interface Manner {
  /** create, update, delete or void; a body with an Id updates. */
  readonly operation: string | null
  /** `void`, `allowduplicatedocnum` */
  readonly include: readonly string[]
}

/** One write, alone or out of a batch: the record as it then is, or its stub. */
export function write(into: Company, kind: Kind, body: Doc, manner: Manner, now: number): Result<Doc> {
  const id = typeof body['Id'] === 'string' || typeof body['Id'] === 'number' ? String(body['Id']) : null
  const operation = manner.operation ?? (id === null ? 'create' : 'update')
  if (!['create', 'update', 'delete', 'void'].includes(operation))
    return refuse('500', 'Unsupported Operation', `Operation ${operation} is not supported.`)
  if (operation === 'create') return create(into, kind, body, manner, now)
  if (id === null) return required('Id')
  const row = into.get(kind, id)
  if (!row) return missing(kind, id)
  if (body['SyncToken'] === undefined) return required('SyncToken')
  if (String(body['SyncToken']) !== String(row.token)) return stale()
  if (operation === 'delete') return remove(into, row, now)
  if (operation === 'void' || manner.include.includes('void')) return voided(into, row, now)
  return update(into, row, body, manner, now)
}

function create(into: Company, kind: Kind, body: Doc, manner: Manner, now: number): Result<Doc> {
  const checked = check(into, kind, given(kind, body), null, manner.include.includes('allowduplicatedocnum'))
  if (!checked.ok) return checked
  const row = into.add(kind, finished(into, kind, checked.value, now), now)
  settle(into, ownerOf(row), now)
  return done(shown(into, into.get(kind, row.id) ?? row))
}

/** Sparse: only what is given changes. Full: what is missing becomes null. */
function update(into: Company, row: Row, body: Doc, manner: Manner, now: number): Result<Doc> {
  const { kind } = row
  const computed = Object.fromEntries((COMPUTED[kind] ?? []).map((name) => [name, row.doc[name]]))
  const patch = given(kind, body)
  const kept =
    body['sparse'] === true || body['sparse'] === 'true' ? { ...row.doc, ...patch } : { ...patch, ...computed }
  const checked = check(into, kind, kept, row, manner.include.includes('allowduplicatedocnum'))
  if (!checked.ok) return checked
  const before = ownerOf(row)
  const next = into.edit(row, finished(into, kind, renamed(row, checked.value), now), now)
  settle(into, before, now)
  settle(into, ownerOf(next), now)
  return done(shown(into, into.get(kind, row.id) ?? next))
}

function remove(into: Company, row: Row, now: number): Result<Doc> {
  if (!TRANSACTIONS.includes(row.kind))
    return refuse('500', 'Unsupported Operation', `Operation delete is not supported for ${row.kind}.`)
  into.remove(row, now)
  settle(into, ownerOf(row), now)
  const { MetaData: _when, ...bare } = stub(into, row)
  return done(bare)
}

/** All amounts become zero and the note begins with the word; the record stays. */
export function voided(into: Company, row: Row, now: number): Result<Doc> {
  if (row.kind !== 'Invoice' && row.kind !== 'Payment')
    return refuse('500', 'Unsupported Operation', `Operation void is not supported for ${row.kind}.`)
  const note = typeof row.doc['PrivateNote'] === 'string' ? ` - ${row.doc['PrivateNote']}` : ''
  const zeroed = linesOf(row.doc).map((line): Doc => ({ ...line, Amount: 0 }))
  const sales: Doc = { Line: zeroed, TxnTaxDetail: { TotalTax: 0 } }
  const own: Doc = row.kind === 'Payment' ? { Line: [], TotalAmt: 0 } : sales
  const doc = totalled(row.kind, { ...row.doc, ...own, PrivateNote: `Voided${note}` })
  into.edit(row, doc, now, 'voided')
  settle(into, ownerOf(row), now)
  return done(shown(into, into.get(row.kind, row.id) ?? row))
}

/** The properties that a caller may set; unknown ones stay for `check` to refuse. */
function given(kind: Kind, body: Doc): Doc {
  const shut = [...OWN, ...(COMPUTED[kind] ?? [])]
  const kept = Object.entries(body).filter(([name]) => !shut.includes(name) || !KNOWN[kind].includes(name))
  return Object.fromEntries(kept.map(([name, value]) => [name, emptied(value)]))
}

/** Null and empty text both clear a property; so does an object of nothing but those. */
function emptied(value: Json | undefined): Json | undefined {
  if (value === '') return null
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
  const inner = Object.entries(value).filter(([, each]) => each !== null && each !== '')
  return inner.length === 0 ? null : Object.fromEntries(inner)
}

function finished(into: Company, kind: Kind, doc: Doc, now: number): Doc {
  return LISTS.includes(kind) ? listed(into, kind, doc) : sold(into, kind, doc, now)
}

function listed(into: Company, kind: Kind, doc: Doc): Doc {
  const { homeCurrency, multiCurrency } = into.settings
  const isPerson = PEOPLE.includes(kind)
  const name = isPerson ? displayName(doc) : String(doc['Name'])
  const parent = into.get(kind, refOf(doc, 'ParentRef') ?? '')
  const whole = parent ? `${String(parent.doc['FullyQualifiedName'])}:${name}` : name
  const named = isPerson ? { DisplayName: name, PrintOnCheckName: doc['PrintOnCheckName'] ?? name } : {}
  const currency = isPerson && multiCurrency ? { CurrencyRef: doc['CurrencyRef'] ?? { value: homeCurrency } } : {}
  const balance = kind === 'Customer' ? { Balance: doc['Balance'] ?? 0 } : {}
  return { Active: true, ...doc, ...named, ...currency, FullyQualifiedName: whole, ...balance }
}

function sold(into: Company, kind: Kind, doc: Doc, now: number): Doc {
  const { homeCurrency, multiCurrency } = into.settings
  const customer = into.get('Customer', refOf(doc, 'CustomerRef') ?? '')
  const name = String(customer?.doc['FullyQualifiedName'] ?? '')
  const currency = refOf(customer?.doc ?? {}, 'CurrencyRef') ?? homeCurrency
  const foreign = multiCurrency ? { CurrencyRef: { value: currency } } : {}
  const rate = multiCurrency && currency !== homeCurrency ? { ExchangeRate: doc['ExchangeRate'] ?? 1.1 } : {}
  const owner = { CustomerRef: { value: customer?.id ?? '', name } }
  const status = kind === 'Estimate' ? { TxnStatus: doc['TxnStatus'] ?? 'Pending' } : {}
  const usual = { TxnDate: stamp(into, now).slice(0, 10), EmailStatus: kind === 'Payment' ? null : 'NotSet' }
  return totalled(kind, { ...usual, ...doc, ...owner, ...foreign, ...rate, ...status })
}

/** An inactive name gives way, so that it can be used again. */
function renamed(row: Row, doc: Doc): Doc {
  if (!PEOPLE.includes(row.kind) || doc['Active'] !== false || row.doc['Active'] === false) return doc
  return { ...doc, DisplayName: `${displayName(doc)} (deleted)` }
}
