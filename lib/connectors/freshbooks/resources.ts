import type { z } from 'zod'
import * as wire from './wire'

/** A list of the accounting service: its address, its names in answers, and what a consent must hold for it. */
export interface Resource<T> {
  readonly path: string
  readonly many: string
  readonly one: string
  readonly row: z.ZodType<T>
  readonly scope: string
  readonly lines: boolean
}

const resource = <T>(path: string, one: string, row: z.ZodType<T>, scope: string, lines: boolean): Resource<T> => ({
  path,
  many: path.slice(path.indexOf('/') + 1),
  one,
  row,
  scope,
  lines,
})

export const CLIENTS = resource('users/clients', 'client', wire.client, 'user:clients', false)
export const ITEMS = resource('items/items', 'item', wire.item, 'user:billable_items', false)
export const INVOICES = resource('invoices/invoices', 'invoice', wire.invoice, 'user:invoices', true)
export const ESTIMATES = resource('estimates/estimates', 'estimate', wire.estimate, 'user:estimates', true)
export const PAYMENTS = resource('payments/payments', 'payment', wire.payment, 'user:payments', false)
export const CREDIT_NOTES = resource(
  'credit_notes/credit_notes',
  'credit_notes',
  wire.creditNote,
  'user:credit_notes',
  true,
)
