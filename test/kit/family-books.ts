import type { Clock } from '../../sandbox/kit/clock'
import type { Simulator } from '../../sandbox/kit/simulator'
import type { Connector, WebhookCall } from '@/lib/model/connector'
import type { Entity } from '@/lib/model/words'
import { freshBooksBooks } from './freshbooks-books'
import { quickBooksBooks } from './quickbooks-books'
import { xeroBooks } from './xero-books'

export interface BooksOptions {
  readonly size?: number
  /** A folder of CSV files instead of the seed. */
  readonly data?: string
  readonly unlimited?: boolean
  readonly seed?: number
  /** Calls that a day has, where the vendor counts by the day. */
  readonly perDay?: number
}

/** A record as a person sees it in the books; `mark`: who else's it says it is. */
export interface Shown extends Readonly<Record<string, string | null>> {
  readonly id: string
}

/** What stands in the books; the one person of a customer bears the customer's id. */
export type Kept = Exclude<Entity, 'prospect'>

/** What people do in the books of a pair, in words that every system understands. */
export interface FamilyBooks {
  readonly connector: Connector
  readonly base: string
  readonly client: { readonly id: string; readonly secret: string }
  readonly company: string
  readonly consent: Readonly<Record<string, string>>
  readonly simulator: Simulator
  grant(): { readonly access: string; readonly refresh: string }
  /** The user takes the consent back; the next `grant` is of a new one. */
  revoke(): void
  expire(): void
  /** What is in use: of invoices those to customers, of documents quotes and what our deals became. */
  list(kind: Kept): readonly Shown[]
  /** Fields of a customer, a contact (an empty place for one is filled) or a product; an empty text clears. */
  edit(kind: 'customer' | 'contact' | 'product', id: string, fields: Readonly<Record<string, string>>): void
  addCustomer(name: string): string
  addProduct(name: string): string
  addInvoice(customer: string, amount: number): string
  pay(invoice: string, amount: number): void
  retire(id: string): void
  /** As far as these books let one: out of every list, or out of use for good. */
  remove(customer: string): void
  /** Where these books have it: what the first customer had is the second one's, and the first goes. */
  readonly merge?: (customer: string, into: string) => void
  /** As far as these books let one take an invoice back: it stays as void, or it goes. */
  voidInvoice(id: string): void
  readonly voids: 'kept' | 'gone'
  /** Whether a name can be given to one customer only. */
  readonly namesAreUnique: boolean
  /** The number of the person in a customer, as the two sides call it. */
  readonly personPhone: 'phone' | 'mobile'
  /** What moved since, as the vendor's signed calls. */
  webhooks(): Promise<readonly { readonly call: WebhookCall; readonly key: string }[]>
}

export const familyBooks = {
  xero: xeroBooks,
  quickbooks: quickBooksBooks,
  freshbooks: freshBooksBooks,
} as const satisfies Readonly<Record<string, (clock: Clock, options: BooksOptions) => FamilyBooks>>

export type FamilyVendor = keyof typeof familyBooks

/** Every pair of the family; a new one joins by its name. */
export const familyVendors = Object.keys(familyBooks) as readonly FamilyVendor[] // the keys of the object above
