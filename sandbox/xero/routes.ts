import type { Answer, Request } from '../kit/server'
import type { Category } from './announce'
import { bodyOf, elementsOf, wrapped, written } from './envelope'
import { list } from './lists'
import { allocate, deletePayment } from './money'
import type { Organisation } from './organisation'
import { badBody, badQuery, notFound, validation } from './refuse'
import { contactRoom, creditNoteRoom, invoiceRoom, itemRoom, paymentRoom, quoteRoom, userRoom } from './rooms'
import type { Room } from './rooms'
import { SETTINGS } from './settings'
import type { Manner } from './sales'
import * as show from './show'
import type { Wire } from './show'

export interface Visit {
  readonly org: Organisation
  readonly request: Request
  readonly now: number
  /** Tells the webhooks what moved. */
  readonly moved: (category: Category, id: string, type: 'CREATE' | 'UPDATE') => void
}

/** `/api.xro/2.0/<Name>[/<id>[/<part>]]`; null where there is no such path. */
export function route(visit: Visit): Answer | null {
  const [name = '', id, part] = visit.request.path.split('/').slice(3).map(decodeURIComponent)
  const { request, org, now } = visit
  const fixed = SETTINGS[name]
  if (fixed) return id === undefined && request.method === 'GET' ? wrapped(now, fixed.name, fixed.rows(org)) : null
  if (name === 'Payments') return payments(visit, id)
  if (name === 'CreditNotes' && id !== undefined && part === 'Allocations') return allocations(visit, id)
  const decimals = request.query.get('unitdp') === '4' ? 4 : 2
  switch (name) {
    case 'Contacts':
      return part === undefined ? answer(visit, contactRoom(org, request), id) : null
    case 'Items':
      return part === undefined ? answer(visit, itemRoom(org), id) : null
    case 'Invoices':
      return part === undefined ? answer(visit, invoiceRoom(org, decimals), id) : null
    case 'CreditNotes':
      return part === undefined ? answer(visit, creditNoteRoom(org, decimals), id) : null
    case 'Quotes':
      return part === undefined ? answer(visit, quoteRoom(org), id) : null
    case 'Users':
      return answer(visit, userRoom(org), id)
    default:
      return null
  }
}

function answer<T extends { readonly id: string; readonly updated: number }>(
  visit: Visit,
  room: Room<T>,
  id: string | undefined,
): Answer | null {
  const { request, now } = visit
  const { shelf } = room
  const found = id === undefined ? undefined : (room.table.get(id) ?? room.find?.(id))
  if (id !== undefined && !found) return notFound()
  if (request.method === 'GET') {
    if (found) return wrapped(now, shelf.name, [shelf.show(found, true)])
    const listed = list(shelf, request)
    return listed.ok ? wrapped(now, shelf.name, listed.rows, listed.pagination) : badQuery(listed.message)
  }
  if (request.method === 'DELETE' && found && shelf.name === 'Items') {
    room.table.drop(found.id)
    return { status: 204 }
  }
  const { write } = room
  return write && /^(PUT|POST)$/.test(request.method) ? writeMany(visit, { ...room, write }, found) : null
}

function writeMany<T extends { readonly id: string; readonly updated: number }>(
  visit: Visit,
  room: Room<T> & Required<Pick<Room<T>, 'write'>>,
  one: T | undefined,
): Answer {
  const { request, now, moved } = visit
  const before = new Map([...room.table.all()].map((row) => [row.id, row]))
  const manner: Manner = {
    mode: request.method === 'PUT' ? 'create' : 'upsert',
    now,
    decimals: request.query.get('unitdp') === '4' ? 4 : 2,
  }
  const idKey = `${room.shelf.name.slice(0, -1)}ID`
  const changed: T[] = []
  const given = written(
    request,
    now,
    {
      name: room.shelf.name,
      write(element) {
        const verdict = room.write(one ? { ...element, [idKey]: one.id } : element, manner)
        if (verdict.ok) changed.push(verdict.row)
        return verdict
      },
      show: (row) => room.shelf.show(row, true),
      undo() {
        for (const row of changed.splice(0)) {
          const old = before.get(row.id)
          if (old) room.table.put(old)
          else room.table.drop(row.id)
        }
      },
    },
    one ? 'alone' : 'many',
  )
  for (const { id } of changed) if (room.category) moved(room.category, id, before.has(id) ? 'UPDATE' : 'CREATE')
  return given
}

/** PUT takes many, POST one; `/Payments/{id}` takes nothing but `Status: DELETED`. */
function payments(visit: Visit, id: string | undefined): Answer | null {
  const { org, request, now, moved } = visit
  const { payments: table } = org.tables
  if (id === undefined || request.method === 'GET') {
    const before = new Set([...table.all()].map((each) => each.id))
    const given = answer(visit, paymentRoom(org), id)
    for (const made of table.all())
      if (!before.has(made.id) && made.invoice !== null) moved('INVOICE', made.invoice, 'UPDATE')
    return given
  }
  const found = table.get(id)
  if (!found) return notFound()
  if (bodyOf(request)?.['Status'] !== 'DELETED') return badBody('Only Status DELETED can be set')
  const gone = deletePayment(org, found, now)
  if (!gone.ok) return validation([{ PaymentID: id, ValidationErrors: gone.messages.map((Message) => ({ Message })) }])
  if (found.invoice !== null) moved('INVOICE', found.invoice, 'UPDATE')
  return wrapped(now, 'Payments', [show.payment(org, gone.row)])
}

function allocations(visit: Visit, id: string): Answer | null {
  const { org, request, now, moved } = visit
  const note = org.tables.creditNotes.get(id)
  if (!note) return notFound()
  const elements = elementsOf(request, 'Allocations')
  if (request.method !== 'PUT') return null
  if (elements === null) return badBody('The body cannot be read')
  const made: Wire[] = []
  for (const element of elements) {
    const verdict = allocate(org, org.tables.creditNotes.get(id) ?? note, element, now)
    if (!verdict.ok)
      return validation([{ ...element, ValidationErrors: verdict.messages.map((Message) => ({ Message })) }])
    const { AllocationID, Amount, Date: day, invoice } = verdict.row
    moved('CREDITNOTE', id, 'UPDATE')
    moved('INVOICE', invoice, 'UPDATE')
    made.push({ AllocationID, Amount, Date: show.msDate(Date.parse(day)), Invoice: { InvoiceID: invoice } })
  }
  return wrapped(now, 'Allocations', made)
}
