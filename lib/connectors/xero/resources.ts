import { SETTINGS } from './client'
import type { Resource } from './client'
import { contact, creditNote, invoice, item, payment, quote, user } from './wire'
import type { Contact, CreditNote, Invoice, Item, Payment, Quote, User } from './wire'

export const CONTACTS: Resource<Contact> = { name: 'Contacts', row: contact, scope: 'accounting.contacts.read' }
export const ITEMS: Resource<Item> = { name: 'Items', row: item, scope: SETTINGS, exact: true }
export const INVOICES: Resource<Invoice> = {
  name: 'Invoices',
  row: invoice,
  scope: 'accounting.invoices.read',
  exact: true,
}
export const CREDIT_NOTES: Resource<CreditNote> = {
  name: 'CreditNotes',
  row: creditNote,
  scope: 'accounting.invoices.read',
  exact: true,
}
export const QUOTES: Resource<Quote> = { name: 'Quotes', row: quote, scope: 'accounting.invoices.read' }
export const PAYMENTS: Resource<Payment> = { name: 'Payments', row: payment, scope: 'accounting.payments.read' }
export const USERS: Resource<User> = { name: 'Users', row: user, scope: SETTINGS }
