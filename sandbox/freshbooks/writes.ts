import type { Account } from './account'
import { money, settled, totalled } from './ledger'
import { decimal } from '../kit/decimal'
import { amountOf, textOf } from './records'
import type { Doc, Kind, Row } from './records'
import { done, missing, refused } from './refuse'
import type { Result } from './refuse'

const LONGEST = 255

/** POST: a new record. */
export function create(into: Account, kind: Kind, body: Doc, now: number): Result<Row> {
  const checked = check(into, kind, body)
  if (!checked.ok) return checked
  return done(arranged(into, into.add(kind, { ...checked.value, madeAt: now }, now), now))
}

/** PUT: only what is given changes; a deletion is a change of vis_state, and repeating it is harmless. */
export function update(into: Account, row: Row, patch: Doc, now: number): Result<Row> {
  const checked = check(into, row.kind, { ...row.doc, ...patch })
  if (!checked.ok) return checked
  const sent = patch['action_mark_as_sent'] === true || patch['action_email'] === true ? { status: 2 } : {}
  return done(arranged(into, into.edit(row, { ...checked.value, ...sent }, now), now))
}

function check(into: Account, kind: Kind, doc: Doc): Result<Doc> {
  const long = Object.entries(doc).find(
    ([name, value]) => typeof value === 'string' && value.length > LONGEST && !ROOMY.includes(name),
  )
  if (long) return refused(1001, `${long[0]} is too long.`, kind, long[0])
  if (kind === 'client') return client(into, doc)
  if (kind === 'item')
    return textOf(doc['name']) === ''
      ? refused(1003, 'A name is required.', kind, 'name')
      : done({ unit_cost: { amount: '0.00', code: into.currency }, ...doc })
  if (kind === 'payment') return payment(into, doc)
  return kind === 'tax' ? done(doc) : sale(into, kind, doc)
}

const ROOMY = ['note', 'notes', 'terms', 'description']

function client(into: Account, doc: Doc): Result<Doc> {
  const named = ['fname', 'lname', 'organization', 'email'].some((name) => textOf(doc[name]).trim() !== '')
  if (!named)
    return refused(7012, 'At least one of these is required: fname, lname, organization, email', 'client', 'email')
  return done({ ...doc, currency_code: textOf(doc['currency_code']) || into.currency })
}

function sale(into: Account, kind: Kind, doc: Doc): Result<Doc> {
  const field = kind === 'credit_note' ? 'clientid' : 'customerid'
  const owner = into.get('client', Number(doc[field]))
  if (!owner) return missing('client', field, String(doc[field] ?? ''))
  const code = textOf(doc['currency_code']) || String(owner.doc['currency_code'])
  const day = textOf(doc['create_date']) || '2026-01-01'
  const due = kind === 'invoice' ? { due_date: textOf(doc['due_date']) || day } : {}
  return done({ status: 1, ...totalled({ ...doc, [field]: owner.id }, code), create_date: day, ...due })
}

function payment(into: Account, doc: Doc): Result<Doc> {
  const invoice = into.get('invoice', Number(doc['invoiceid']))
  if (!invoice) return missing('invoice', 'invoiceid', String(doc['invoiceid'] ?? ''))
  const code = String(invoice.doc['currency_code'])
  const amount = money(decimal(amountOf(doc['amount'])), code)
  return done({ ...doc, amount, clientid: invoice.doc['customerid'] })
}

const NUMBERS: Readonly<Partial<Record<Kind, string>>> = {
  invoice: 'invoice_number',
  estimate: 'estimate_number',
  credit_note: 'credit_number',
}

/** Numbers with zeros, states by payments; an invoice or a payment moves the stamp of its client, too. */
function arranged(into: Account, row: Row, now: number): Row {
  const name = NUMBERS[row.kind]
  const number = name === undefined || textOf(row.doc[name]) !== '' ? {} : { [name]: String(row.id).padStart(7, '0') }
  const states = row.kind === 'invoice' ? settled(into, row) : {}
  const changes = { ...number, ...states }
  const arrangedRow = Object.keys(changes).length === 0 ? row : into.edit(row, changes, now)
  if (row.kind === 'payment') {
    const invoice = into.get('invoice', Number(row.doc['invoiceid']))
    if (invoice) into.edit(invoice, settled(into, invoice), now)
  }
  const owner = into.get('client', Number(row.doc[row.kind === 'payment' ? 'clientid' : 'customerid']))
  if (owner && (row.kind === 'invoice' || row.kind === 'payment')) into.edit(owner, {}, now)
  return arrangedRow
}
