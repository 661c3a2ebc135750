import { decimal, minus, plus, rounded, written } from '../kit/decimal'
import type { Decimal } from '../kit/decimal'
import type { Answer } from '../kit/server'
import { guid } from './guid'
import type { Content, CreditNote, Invoice, Item, Kind, Payment, RowOf } from './records'

/** A row table whose rows are replaced, never changed. */
export interface Table<T> {
  get(id: string): T | undefined
  all(): Iterable<T>
  put(row: T): void
  drop(id: string): void
}

export type Tables = { readonly [K in Kind]: Table<RowOf<K>> }

export interface Remembered {
  readonly asked: string
  readonly answer: Answer
  readonly at: number
}

export interface Organisation {
  readonly id: string
  readonly content: Content
  readonly tables: Tables
  readonly keys: Map<string, Remembered>
  /** The next number of each kind that numbers itself. */
  readonly next: { invoices: number; creditNotes: number; quotes: number }
  /** An id for what is made here: of the same history the same ones. */
  newId(): string
  /** Calls a day that its tier allows. */
  perDay: number
  /** Payments and credits by what they settle; kept by `settlements`. */
  settled: ReturnType<typeof settlementsOf> | null
  /** Items by code; kept by `itemByCode`. */
  codes: ReadonlyMap<string, Item> | null
}

export function organisation(content: Content): Organisation {
  let made = 0
  const changed = () => {
    opened.settled = null
  }
  const opened: Organisation = {
    id: content.id,
    content,
    tables: {
      contacts: table(content.contacts, () => undefined),
      items: table(content.items, () => {
        opened.codes = null
      }),
      invoices: table(content.invoices, changed),
      creditNotes: table(content.creditNotes, changed),
      payments: table(content.payments, changed),
      quotes: table(content.quotes, () => undefined),
      users: table(content.users, () => undefined),
    },
    keys: new Map(),
    newId: () => guid(`made in ${content.id}`, (made += 1)),
    next: {
      invoices: content.invoices.length + 1,
      creditNotes: content.creditNotes.length + 1,
      quotes: content.quotes.length + 1,
    },
    perDay: 5_000,
    settled: null,
    codes: null,
  }
  return opened
}

function table<T extends { readonly id: string }>(rows: readonly T[], changed: () => void): Table<T> {
  const byId = new Map(rows.map((row) => [row.id, row]))
  return {
    get: (id) => byId.get(id),
    all: () => byId.values(),
    put(row) {
      byId.set(row.id, row)
      changed()
    },
    drop(id) {
      byId.delete(id)
      changed()
    },
  }
}

export function itemByCode(org: Organisation, code: string): Item | undefined {
  org.codes ??= new Map([...org.tables.items.all()].map((item) => [item.Code, item]))
  return org.codes.get(code)
}

const NONE: readonly never[] = []

export function settlements(org: Organisation) {
  org.settled ??= settlementsOf(org)
  return org.settled
}

function settlementsOf({ tables }: Organisation) {
  const payments = new Map<string, Payment[]>()
  for (const payment of tables.payments.all()) {
    const target = payment.invoice ?? payment.creditNote
    if (payment.Status === 'AUTHORISED' && target !== null) push(payments, target, payment)
  }
  const credits = new Map<string, { readonly note: CreditNote; readonly Amount: number; readonly Date: string }[]>()
  for (const note of tables.creditNotes.all())
    for (const { invoice, Amount, Date } of note.allocations) push(credits, invoice, { note, Amount, Date })
  const invoices = new Map<string, Invoice[]>()
  for (const invoice of tables.invoices.all()) push(invoices, invoice.contact, invoice)
  return {
    paymentsOf: (id: string): readonly Payment[] => payments.get(id) ?? NONE,
    creditsOf: (id: string) => credits.get(id) ?? NONE,
    invoicesOf: (contact: string): readonly Invoice[] => invoices.get(contact) ?? NONE,
  }
}

function push<T>(groups: Map<string, T[]>, key: string, value: T): void {
  const group = groups.get(key)
  if (group) group.push(value)
  else groups.set(key, [value])
}

export interface Settled {
  readonly paid: number
  readonly credited: number
  readonly due: number
}

export function settledOf(org: Organisation, invoice: Invoice): Settled {
  const paid = sum(
    settlements(org)
      .paymentsOf(invoice.id)
      .map(({ Amount }) => Amount),
  )
  const credited = sum(
    settlements(org)
      .creditsOf(invoice.id)
      .map(({ Amount }) => Amount),
  )
  const open = invoice.Status === 'VOIDED' || invoice.Status === 'DELETED' ? 0 : invoice.Total
  return { paid, credited, due: less(less(open, paid), credited) }
}

export function remainingOf(org: Organisation, note: CreditNote): number {
  const used = sum(note.allocations.map(({ Amount }) => Amount))
  const refunded = sum(
    settlements(org)
      .paymentsOf(note.id)
      .map(({ Amount }) => Amount),
  )
  const open = note.Status === 'VOIDED' || note.Status === 'DELETED' ? 0 : note.Total
  return less(less(open, used), refunded)
}

/** PAID follows from nothing being due on an approved document. */
export const statusOf = ({ Status }: Pick<Invoice, 'Status'>, due: number): string =>
  Status === 'AUTHORISED' && due <= 0 ? 'PAID' : Status

/** Numbers of the wire are read by their shortest text, so that adding them up stays exact. */
export const exact = (value: number): Decimal => decimal(String(value))
export const shown = (value: Decimal, scale = 2): number => Number(written(rounded(value, scale)))
export const sum = (values: readonly number[]): number => shown(values.map(exact).reduce(plus, decimal('0')), 4)
export const less = (from: number, amount: number): number => shown(minus(exact(from), exact(amount)), 4)
