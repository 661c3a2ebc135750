import type { Request } from '../kit/server'
import type { Category } from './announce'
import { writeContact } from './contacts'
import { writeItem } from './items'
import { among } from './lists'
import type { Shelf } from './lists'
import { writePayment } from './money'
import { settledOf, statusOf } from './organisation'
import type { Organisation, Table } from './organisation'
import type { RowOf } from './records'
import type { Verdict } from './refuse'
import { writeCreditNote, writeInvoice, writeQuote } from './sales'
import type { Manner } from './sales'
import * as show from './show'
import type { Wire } from './show'

/** A resource of api.xro/2.0 that can be listed, shown by id and, mostly, written. */
export interface Room<T extends { readonly id: string; readonly updated: number }> {
  readonly table: Table<T>
  readonly shelf: Shelf<T>
  readonly find?: (key: string) => T | undefined
  readonly write?: (element: Wire, manner: Manner) => Verdict<T>
  readonly category?: Category
}

const fits = (words: readonly (string | null)[], term: string): boolean =>
  words.some((word) => word?.toLowerCase().includes(term.toLowerCase()))

export function contactRoom(org: Organisation, request: Request): Room<RowOf<'contacts'>> {
  const { contacts } = org.tables
  const light = request.query.get('summaryOnly') === 'true'
  return {
    table: contacts,
    find: (number) => [...contacts.all()].find(({ ContactNumber }) => ContactNumber === number),
    category: 'CONTACT',
    write: (element, { mode, now }) => writeContact(org, element, mode, now),
    shelf: {
      name: 'Contacts',
      rows: contacts.all(),
      paging: 'page-and-size',
      updatedOf: ({ updated }) => updated,
      idOf: ({ id }) => id,
      show: (row) => show.contact(org, row, light),
      // Asked for by id, an archived contact shows itself all the same.
      hides: ({ ContactStatus }, query) =>
        ContactStatus !== 'ACTIVE' && query.get('includeArchived') !== 'true' && !query.get('IDs'),
      filters: {
        IDs: ({ id }, ids) => among(ids, id),
        searchTerm: (row, term) =>
          fits([row.Name, row.FirstName, row.LastName, row.ContactNumber, row.EmailAddress, row.CompanyNumber], term),
      },
    },
  }
}

export const itemRoom = (org: Organisation): Room<RowOf<'items'>> => ({
  table: org.tables.items,
  find: (code) => [...org.tables.items.all()].find(({ Code }) => Code === code),
  write: (element, { mode, now }) => writeItem(org, element, mode, now),
  shelf: {
    name: 'Items',
    rows: org.tables.items.all(),
    paging: 'none',
    updatedOf: ({ updated }) => updated,
    idOf: ({ id }) => id,
    show: (row) => show.item(row),
  },
})

export const invoiceRoom = (org: Organisation, decimals: 2 | 4): Room<RowOf<'invoices'>> => ({
  table: org.tables.invoices,
  find: (number) => [...org.tables.invoices.all()].find((each) => each.number === number),
  category: 'INVOICE',
  write: (element, manner) => writeInvoice(org, element, manner),
  shelf: {
    name: 'Invoices',
    rows: org.tables.invoices.all(),
    paging: 'page-and-size',
    updatedOf: ({ updated }) => updated,
    idOf: ({ id }) => id,
    show: (row, withLines) => show.invoice(org, row, { lines: withLines ? 'with-lines' : 'without-lines', decimals }),
    filters: {
      IDs: ({ id }, ids) => among(ids, id),
      InvoiceNumbers: ({ number }, numbers) => among(numbers, number),
      ContactIDs: ({ contact }, ids) => among(ids, contact),
      Statuses: (row, statuses) => among(statuses, statusOf(row, settledOf(org, row).due)),
      createdByMyApp: ({ byApp }, asked) => asked !== 'true' || byApp,
      searchTerm: (row, term) =>
        fits([row.number, row.Reference, org.tables.contacts.get(row.contact)?.Name ?? null], term),
    },
  },
})

export const creditNoteRoom = (org: Organisation, decimals: 2 | 4): Room<RowOf<'creditNotes'>> => ({
  table: org.tables.creditNotes,
  find: (number) => [...org.tables.creditNotes.all()].find((each) => each.number === number),
  category: 'CREDITNOTE',
  write: (element, manner) => writeCreditNote(org, element, manner),
  shelf: {
    name: 'CreditNotes',
    rows: org.tables.creditNotes.all(),
    paging: 'page-and-size',
    updatedOf: ({ updated }) => updated,
    idOf: ({ id }) => id,
    show: (row, withLines) =>
      show.creditNote(org, row, { lines: withLines ? 'with-lines' : 'without-lines', decimals }),
  },
})

/** The parameter for four decimals is none of theirs: unit amounts are rounded to two. xero_accounting.yaml, /Quotes */
export const quoteRoom = (org: Organisation): Room<RowOf<'quotes'>> => ({
  table: org.tables.quotes,
  write: (element, manner) => writeQuote(org, element, { ...manner, decimals: 2 }),
  shelf: {
    name: 'Quotes',
    rows: org.tables.quotes.all(),
    paging: 'page',
    updatedOf: ({ updated }) => updated,
    idOf: ({ id }) => id,
    show: (row) => show.quote(org, row),
    filters: {
      ContactID: ({ contact }, id) => contact === id,
      QuoteNumber: ({ number }, part) => number.includes(part),
      Status: ({ Status }, status) => Status === status,
      DateFrom: ({ Date }, day) => Date >= day,
      DateTo: ({ Date }, day) => Date <= day,
      ExpiryDateFrom: ({ ExpiryDate }, day) => ExpiryDate !== null && ExpiryDate >= day,
      ExpiryDateTo: ({ ExpiryDate }, day) => ExpiryDate !== null && ExpiryDate <= day,
    },
  },
})

export const userRoom = (org: Organisation): Room<RowOf<'users'>> => ({
  table: org.tables.users,
  shelf: {
    name: 'Users',
    rows: org.tables.users.all(),
    paging: 'none',
    updatedOf: ({ updated }) => updated,
    idOf: ({ id }) => id,
    show: (row) => show.user(row),
  },
})

export const paymentRoom = (org: Organisation): Room<RowOf<'payments'>> => ({
  table: org.tables.payments,
  write: (element, { now }) => writePayment(org, element, now),
  shelf: {
    name: 'Payments',
    rows: org.tables.payments.all(),
    paging: 'page-and-size',
    updatedOf: ({ updated }) => updated,
    idOf: ({ id }) => id,
    show: (row) => show.payment(org, row),
  },
})
