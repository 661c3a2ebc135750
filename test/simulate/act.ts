import type { Side } from '@/lib/model/words'
import type { FamilyVendor } from '../kit/family-books'

export type FamilyPair = `freshsales.${FamilyVendor}`

/** Records as people know them; `third` is a client or a prospect of the books, an account of the CRM. */
export const kinds = ['third', 'contact', 'product', 'invoice'] as const
export type Kind = (typeof kinds)[number] | 'payment' | 'deal'

/** What an administrator presses on our pages. */
export const presses = ['approve', 'reject', 'pause', 'resume', 'retry', 'undo', 'switch-on', 'switch-off'] as const
export type Press = (typeof presses)[number]

/** What people and operators do. `nth` counts the live records of that kind and wraps, so that an act always means something. */
export type Deed =
  | {
      readonly do: 'edit'
      readonly side: Side
      readonly kind: Kind
      readonly nth: number
      readonly field: string
      readonly value: string | null
    }
  | {
      readonly do: 'type-in'
      readonly side: Side
      readonly kind: Kind
      readonly nth: number
      readonly as: string
      readonly value: string
    }
  | { readonly do: 'type-in-twice'; readonly value: string }
  | { readonly do: 'remove'; readonly side: Side; readonly kind: Kind; readonly nth: number }
  | { readonly do: 'convert'; readonly nth: number; readonly code: string | null }
  | { readonly do: 'status'; readonly nth: number; readonly status: number }
  | { readonly do: 'unlock'; readonly nth: number }
  | { readonly do: 'clone'; readonly kind: Kind; readonly nth: number }
  | { readonly do: 'address-type'; readonly nth: number; readonly type: 'contact' | 'livraison' }
  | { readonly do: 'pay'; readonly nth: number }
  | { readonly do: 'touch'; readonly side: Side; readonly kind: Kind; readonly nth: number }
  | { readonly do: 'pause' }
  | { readonly do: 'resume' }
  | { readonly do: 'switch'; readonly on: boolean }
  | {
      readonly do: 'map'
      readonly entity: 'customer' | 'prospect' | 'contact'
      readonly field: string
      readonly on: boolean
    }
  /** Two records that are one: what stood under the second goes to the first, the second goes. */
  | { readonly do: 'merge'; readonly side: Side; readonly nth: number; readonly into: number }
  /** A field becomes shorter or longer than it was. */
  | { readonly do: 'schema'; readonly field: 'notes' | 'adresse.l1'; readonly longest: number }
  | { readonly do: 'expire-tokens' }
  /** The keys are worth nothing any more; `reconnect` types in the new ones. */
  | { readonly do: 'revoke'; readonly side: Side }
  | { readonly do: 'reconnect'; readonly side: Side }
  /** Ana has everything looked at again that a vendor refused. */
  | { readonly do: 'retry' }
  /** Ana takes the last run but `nth` that wrote something back. */
  | { readonly do: 'undo'; readonly nth: number }
  | { readonly do: 'expire-cursors' }
  | { readonly do: 'search-lag'; readonly ms: number }
  | { readonly do: 'clock'; readonly ms: number }
  /** The clock of our own machine is set, while time goes on everywhere as usual. */
  | { readonly do: 'our-clock'; readonly ms: number }
  /** A webhook names a record, twice; a forged one names what is not there. */
  | {
      readonly do: 'hint'
      readonly side: Side
      readonly kind: 'third' | 'contact'
      readonly nth: number
      readonly forged: boolean
    }
  | { readonly do: 'approve' }
  /** Two administrators press at the same time. */
  | { readonly do: 'together'; readonly presses: readonly Press[] }
  /** Somebody gets a record of the CRM back from its bin. */
  | { readonly do: 'restore'; readonly kind: Kind; readonly nth: number }
  /** The books' gateway opens another company's folder under the same name, or the right one again. */
  | { readonly do: 'open-instead'; readonly on: boolean }
  /** People at work in the books of the other company. */
  | { readonly do: 'elsewhere'; readonly deed: Deed }
  /** The CRM's next job ends before it did anything, or half-way. */
  | { readonly do: 'job-ends'; readonly after: 'nothing' | 'half' }
  /** Ana ends a connection; `reconnect` brings it back. */
  | { readonly do: 'disconnect'; readonly side: Side }

/** What strikes a worker at one point of its run. */
export type Blow =
  | { readonly do: 'crash'; readonly then: 'delivered-again' | 'lease-runs-out' }
  | { readonly do: 'abort' }
  /** The line to our own store breaks: before anything was done, or after it was done and before we heard so. */
  | { readonly do: 'unplug' }
  | { readonly do: 'refuse'; readonly status: number; readonly after: number | null }
  | { readonly do: 'reset' }
  | { readonly do: 'lose' }
  | { readonly do: 'late'; readonly ms: number }
  | { readonly do: 'twice' }
  | { readonly do: 'cut' }
  /** Of a batch every second record is done; of the others nothing is said, or that they are refused. */
  | { readonly do: 'half'; readonly says: 'nothing' | 'refused' }
  /** The answers of a batch come in another order than they were asked. */
  | { readonly do: 'reordered' }
  | { readonly do: 'html' }
  | { readonly do: 'delivered-twice' }
  | { readonly do: 'taken-over' }
  /** The other company's run comes and goes meanwhile. */
  | { readonly do: 'sibling-runs' }

export type Act = Deed | Blow

/** Where in a worker's life something happens: around a vendor call, around a transaction. */
export type Place = 'call' | 'answer' | 'begin' | 'commit'

export interface Struck {
  readonly at: number
  readonly act: Act
}

export type How = 'schedule' | 'preview' | 'approved'

/** One run and what happened right before it and while it was under way. */
export interface Pass {
  readonly how: How
  /** Milliseconds until the next run may start; a hint brings it soon. */
  readonly gap: number
  readonly before: readonly Deed[]
  readonly during: readonly Struck[]
}

/** How the world is made; nothing else is random in a replay. */
export interface Setting {
  /** Whose histories these are; without it Sage's own. */
  readonly pair?: FamilyPair
  /** When it begins; in September, unless it is about the night in which clocks go back. */
  readonly start?: number
  readonly seed: number
  readonly customers: number
  readonly prospects: number
  readonly contacts: number
  readonly products: number
  readonly invoices: number
  readonly accounts: number
  readonly step: number
  readonly page: number
  readonly planBatch: number
  readonly seconds: boolean
  /** Only companies and contacts travel: twice as many histories an hour. */
  readonly narrow: boolean
  /** Milliseconds by which the vendors' clocks are wrong. */
  readonly skew: Readonly<Record<Side, number>>
  /** The CRM keeps towns in capitals and says so nowhere. */
  readonly shouts: boolean
  /** The brakes take hold of a handful of records, so that short histories meet them. */
  readonly tight?: boolean
  /** A second company of the same CRM is kept in step, too: the same codes, names and numbers as the first one's. */
  readonly second?: boolean
}

export interface History {
  readonly setting: Setting
  /** The first run comes before all passes, with points of its own. */
  readonly passes: readonly Pass[]
}
