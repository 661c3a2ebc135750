import { announce } from './announce'
import { writeContact } from './contacts'
import type { Site } from './index'
import { writeItem } from './items'
import { allocate, deletePayment, writePayment } from './money'
import { settledOf } from './organisation'
import type { Organisation, Table } from './organisation'
import type { Kind, Payment, RowOf } from './records'
import type { Verdict } from './refuse'
import { writeCreditNote, writeInvoice, writeQuote } from './sales'
import type { Manner } from './sales'
import * as show from './show'
import type { Wire } from './show'

/** What a person does in Xero's own pages, and knobs for tests; organisations and records are named by their ids. */
export function admin(site: Site) {
  const orgOf = (id: string): Organisation => {
    const found = site.organisations.get(id)
    if (!found) throw new Error(`No organisation ${id}`)
    return found
  }
  return { ...consents(site), ...people(site, orgOf), ...machine(site, orgOf) }
}

export type XeroAdmin = ReturnType<typeof admin>

function consents(site: Site) {
  const { admin: desk } = site.oauth
  return {
    ...desk,
    /** Tokens of consents given out of sight, one for each organisation: the app is connected to all of them. */
    grant(scopes?: readonly string[], company?: string) {
      for (const id of company === undefined ? site.organisations.keys() : [company]) site.connections.connect(id)
      return desk.grant(scopes, company)
    },
    /** The user disconnects the app from one organisation. */
    disconnect(id: string): void {
      const listed: unknown = JSON.parse(String(site.connections.list(null).body))
      const found = (listed as { readonly id: string; readonly tenantId: string }[]).find(
        (each) => each.tenantId === id,
      ) // our own list
      if (found) site.connections.remove(found.id)
    },
  }
}

function people(site: Site, orgOf: (id: string) => Organisation) {
  const { clock } = site
  const manner = (mode: Manner['mode']): Manner => ({ mode, now: clock.now(), decimals: 4 })
  return {
    list: <K extends Kind>(org: string, kind: K): readonly Wire[] =>
      [...tableOf(orgOf(org), kind).all()].map((row) => shown(orgOf(org), kind, row)),
    get: <K extends Kind>(org: string, kind: K, id: string): Wire =>
      shown(orgOf(org), kind, rowOf(orgOf(org), kind, id)),
    /** As the API would take it, but by hand: nothing is counted, and the document is not one of the app's. */
    create(org: string, kind: Kind, element: Wire): Wire {
      const into = orgOf(org)
      const row = done(made(into, kind, element, manner('create')))
      if (kind === 'invoices') tableOf(into, kind).put({ ...rowOf(into, kind, row.id), byApp: false })
      note(site, into, kind, row.id, 'CREATE')
      return shown(into, kind, rowOf(into, kind, row.id))
    },
    edit(org: string, kind: Kind, id: string, element: Wire): Wire {
      const into = orgOf(org)
      rowOf(into, kind, id)
      done(made(into, kind, { ...element, [IDS[kind]]: id }, manner('upsert')))
      note(site, into, kind, id, 'UPDATE')
      return shown(into, kind, rowOf(into, kind, id))
    },
    archive(org: string, contact: string): void {
      const into = orgOf(org)
      into.tables.contacts.put({ ...rowOf(into, 'contacts', contact), ContactStatus: 'ARCHIVED', updated: clock.now() })
      note(site, into, 'contacts', contact, 'UPDATE')
    },
    /** The due date of an invoice that is paid in part: the change that UpdatedDateUTC does not tell. */
    postpone(org: string, invoice: string, DueDate: string): void {
      const into = orgOf(org)
      into.tables.invoices.put({ ...rowOf(into, 'invoices', invoice), DueDate })
    },
    deleteItem: (org: string, item: string): void => orgOf(org).tables.items.drop(rowOf(orgOf(org), 'items', item).id),
    /** All that is due, or a part of it. */
    pay(org: string, invoice: string, Amount?: number): Wire {
      const into = orgOf(org)
      const due = settledOf(into, rowOf(into, 'invoices', invoice)).due
      const element = { Invoice: { InvoiceID: invoice }, Account: { Code: '090' }, Amount: Amount ?? due }
      const payment = done(writePayment(into, element, clock.now()))
      note(site, into, 'invoices', invoice, 'UPDATE')
      return show.payment(into, payment)
    },
    unpay(org: string, payment: string): void {
      done(deletePayment(orgOf(org), rowOf(orgOf(org), 'payments', payment), clock.now()))
    },
    reconcile(org: string, payment: string): void {
      const into = orgOf(org)
      into.tables.payments.put({ ...rowOf(into, 'payments', payment), IsReconciled: true, updated: clock.now() })
    },
    credit(org: string, note: string, invoice: string, Amount: number): void {
      const into = orgOf(org)
      const element = { Invoice: { InvoiceID: invoice }, Amount, Date: into.content.today() }
      done(allocate(into, rowOf(into, 'creditNotes', note), element, clock.now()))
    },
  }
}

function machine(site: Site, orgOf: (id: string) => Organisation) {
  return {
    /** The developer's tier: 5,000 calls a day, or 1,000 on the free one. */
    setPerDay(org: string, calls: number): void {
      orgOf(org).perDay = calls
    },
    spend: (org: string, calls: number): void => site.gate.spend(orgOf(org).id, calls),
    liftLimits: (): void => site.gate.lift(),
    restoreLimits: (): void => site.gate.restore(),
    /** What moved since, as one signed call. */
    takeWebhook: () => site.webhooks.take(),
    saveWebhook: (url: string): Promise<boolean> => site.webhooks.save(url),
    async deliverWebhooks(): Promise<number | null> {
      const call = site.webhooks.isOn() ? site.webhooks.take() : null
      return call && site.webhooks.send(call)
    },
  }
}

const IDS: Readonly<Record<Kind, string>> = {
  contacts: 'ContactID',
  items: 'ItemID',
  invoices: 'InvoiceID',
  creditNotes: 'CreditNoteID',
  payments: 'PaymentID',
  quotes: 'QuoteID',
  users: 'UserID',
}

function made(org: Organisation, kind: Kind, element: Wire, manner: Manner): Verdict<{ readonly id: string }> {
  switch (kind) {
    case 'contacts':
      return writeContact(org, element, manner.mode, manner.now)
    case 'items':
      return writeItem(org, element, manner.mode, manner.now)
    case 'invoices':
      return writeInvoice(org, element, manner)
    case 'creditNotes':
      return writeCreditNote(org, element, manner)
    case 'quotes':
      return writeQuote(org, element, manner)
    case 'payments':
      return writePayment(org, element, manner.now)
    case 'users':
      throw new Error('Users are invited, not made')
  }
}

function done<T>(verdict: Verdict<T>): T {
  if (verdict.ok) return verdict.row
  throw new Error(verdict.messages.join(' '))
}

/** Kinds and tables go together by construction, which the compiler cannot see through the index. */
const tableOf = <K extends Kind>(org: Organisation, kind: K): Table<RowOf<K>> => org.tables[kind]

function rowOf<K extends Kind>(org: Organisation, kind: K, id: string): RowOf<K> {
  const found = tableOf(org, kind).get(id)
  if (!found) throw new Error(`No ${kind} ${id} in ${org.content.name}`)
  return found
}

const full = { lines: 'with-lines', decimals: 4 } as const

function shown<K extends Kind>(org: Organisation, kind: K, row: RowOf<K>): Wire {
  const { id } = row
  switch (kind) {
    case 'contacts':
      return show.contact(org, rowOf(org, 'contacts', id))
    case 'items':
      return show.item(rowOf(org, 'items', id))
    case 'invoices':
      return show.invoice(org, rowOf(org, 'invoices', id), full)
    case 'creditNotes':
      return show.creditNote(org, rowOf(org, 'creditNotes', id), full)
    case 'quotes':
      return show.quote(org, rowOf(org, 'quotes', id))
    case 'payments':
      return show.payment(org, paymentOf(org, id))
    default:
      return show.user(rowOf(org, 'users', id))
  }
}

const paymentOf = (org: Organisation, id: string): Payment => rowOf(org, 'payments', id)

const CATEGORIES = { contacts: 'CONTACT', invoices: 'INVOICE', creditNotes: 'CREDITNOTE' } as const

function note(site: Site, org: Organisation, kind: Kind, id: string, eventType: 'CREATE' | 'UPDATE'): void {
  if (kind !== 'contacts' && kind !== 'invoices' && kind !== 'creditNotes') return
  announce(site.webhooks, org, CATEGORIES[kind], id, eventType)
}
