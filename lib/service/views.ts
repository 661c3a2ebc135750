import type { Usage } from '@/lib/engine/usage'
import type { Choice } from '@/lib/model/choice'
import type { AskedKey, Company, Person } from '@/lib/model/connector'
import type { Appointment } from '@/lib/model/settings'
import type { SetField, Hold } from '@/lib/model/decision'
import type { Problem } from '@/lib/model/problem'
import type { Because } from '@/lib/model/record'
import type { Run, Trigger } from '@/lib/model/run'
import type { RecordClass, Standing, State } from '@/lib/model/state'
import type { Entity, Side, Verb } from '@/lib/model/words'

/** What pages show: the return types of the readers in this room. Instants are milliseconds UTC. */

export interface VendorView {
  readonly id: string
  readonly name: string
}

/** Head of every page: which two systems, which company, which state. */
export interface HeadView {
  readonly integration: string | null
  readonly crm: VendorView
  readonly books: VendorView | null
  readonly company: string | null
  /** All companies on this CRM, the default one first. */
  readonly companies: readonly CompanyName[]
  readonly state: State
  readonly parked: number
}

export interface CompanyName {
  readonly integration: string
  readonly name: string | null
  readonly shown: boolean
  readonly isDefault: boolean
}

export interface ConnectionView {
  readonly id: string
  readonly vendor: VendorView
  readonly side: Side
  /** Public part of what was typed in (key name, gateway address). */
  readonly account: string
  readonly company: string | null
  readonly problem: Problem | null
}

/** One thing that was tested when connecting. */
export interface Check {
  readonly what: 'reach' | 'rights' | 'clock' | 'fields' | 'companies' | 'people'
  readonly ok: boolean
  readonly detail: string | null
  readonly problem: Problem | null
}

export type Direction = 'both-ways' | 'to-crm' | 'to-books' | 'none'

export interface RuleView {
  readonly entity: Entity
  readonly on: boolean
  readonly direction: Direction
  readonly toCrm: readonly Verb[]
  readonly toBooks: readonly Verb[]
  /** Whose value stays where both sides changed a field. */
  readonly wins: Side
  readonly locked: boolean
  readonly switches: readonly { readonly name: string; readonly on: boolean }[]
}

/** Everything the set-up page needs; `step` is the first question without an answer. */
export interface SetupView {
  readonly step: 'crm' | 'books' | 'company' | 'choices' | 'review' | 'done'
  readonly crmVendor: VendorView & {
    readonly asks: readonly AskedKey[]
  }
  readonly booksVendor: VendorView & {
    readonly asks: readonly AskedKey[]
  }
  readonly crm: ConnectionView | null
  readonly books: ConnectionView | null
  readonly companies: readonly Company[]
  readonly choices: readonly (Choice & { readonly chosen: readonly string[] })[]
  /** CRM users, to choose the administrator who owns what nobody owns. */
  readonly people: readonly Person[]
  readonly administrator: string | null
  /** Whom we would suggest for that. */
  readonly proposedOwner: string | null
  readonly matchedPeople: readonly { readonly books: string; readonly crm: Person | null }[]
  readonly rules: readonly RuleView[]
  readonly every: number
  readonly appointment: Appointment | null
  /** Near real time besides the schedule. */
  readonly live: boolean
  /** A vendor that does not answer right now: the page says so and offers to try again. */
  readonly problem: { readonly vendor: VendorView; readonly problem: Problem } | null
}

/** Planned writes of a dry run, by entity and side. */
export interface PlanView {
  readonly run: string
  readonly at: number
  readonly ready: boolean
  /** False: the settings changed since, so it must be planned again before it can be approved. */
  readonly current: boolean
  /** Approved, it also puts in force what was saved since. */
  readonly publishes: boolean
  readonly problem: { readonly vendor: VendorView; readonly problem: Problem } | null
  readonly totals: Readonly<Record<'create' | 'update' | 'remove' | 'nothing' | 'blocked', number>>
  readonly byEntity: readonly {
    readonly entity: Entity
    readonly side: Side
    readonly create: number
    readonly update: number
    readonly remove: number
  }[]
  readonly blocked: readonly { readonly entity: Entity; readonly reason: Because['reason']; readonly count: number }[]
  /** Vendor calls needed for these writes, how the vendor's limit stands before them, and seconds at the vendor's own pace. */
  readonly calls: readonly { readonly vendor: VendorView; readonly calls: number; readonly usage: Usage | null }[]
  readonly seconds: number
  readonly sample: readonly PlannedRow[]
}

export interface PlannedRow {
  readonly id: string
  readonly entity: Entity
  readonly side: Side
  readonly verb: Verb
  readonly record: string
  readonly why: string
  readonly sets: readonly SetField[]
}

export interface ProgressView {
  readonly run: string
  readonly phase: Run['phase']
  readonly entity: Entity | null
  readonly done: number
  readonly total: number
  /** Per second: while it is written, since writing began; before, over the run so far. */
  readonly speed: number
  readonly secondsLeft: number | null
  /** While both systems are read: what each has shown so far. */
  readonly read: readonly { readonly side: Side; readonly entity: Entity; readonly count: number }[]
}

export interface OverviewView {
  readonly head: HeadView
  readonly progress: ProgressView | null
  readonly lastSuccess: number | null
  /** Since when the oldest change that is on its way waits; null if none is. */
  readonly oldest: number | null
  readonly nextRun: number | null
  readonly lastRun: RunView | null
  readonly every: number
  /** Instead of every so many minutes. */
  readonly appointment: Appointment | null
  readonly facts: {
    readonly inBoth: number
    readonly waiting: number
    readonly excluded: number
    readonly parked: number
  }
  readonly entities: readonly {
    readonly rule: RuleView
    readonly inBoth: number
    readonly changedToday: number
    readonly parked: number
    readonly waiting: number
    readonly excluded: number
  }[]
  readonly hold: Hold | null
  /** Calls of this day to each vendor; `usage` where it keeps a limit that lasts. */
  readonly calls: readonly { readonly vendor: VendorView; readonly today: number; readonly usage: Usage | null }[]
}

export interface RunView {
  readonly id: string
  readonly trigger: Trigger
  readonly by: string | null
  readonly startedAt: number
  readonly endedAt: number | null
  readonly created: number
  readonly updated: number
  readonly removed: number
  readonly parked: number
  readonly result: Run['result']
  readonly calls: Readonly<Record<string, number>>
}

export interface EntryView {
  readonly id: string
  readonly at: number
  readonly kind: 'written' | 'refused' | 'overruled' | 'noted' | 'decided'
  readonly entity: Entity | null
  readonly side: Side | null
  readonly verb: Verb | null
  readonly record: string | null
  readonly link: string | null
  readonly why: string | null
  readonly by: string | null
  readonly sets: readonly SetField[]
  readonly problem: Problem | null
  readonly run: string | null
  /** Of the rules it was decided under. */
  readonly version: number
}

export interface Paged<T> {
  readonly rows: readonly T[]
  /** Hand back to read on; null at the end. */
  readonly next: string | null
}

export interface RecordView {
  readonly link: string
  readonly entity: Entity
  readonly name: string
  readonly code: string | null
  readonly standing: Standing
  readonly class: RecordClass
  readonly because: Because | null
  readonly crmId: string | null
  readonly booksId: string | null
  readonly changedAt: number
}
