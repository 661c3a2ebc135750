import type { Trigger } from './run'
import type { Actor } from './words'

interface Asked {
  readonly tenant: string
  readonly integration: string
  /** Who asked; runs, verifications and their journal lines name them. */
  readonly actor: Actor
}

export interface RunAsked extends Asked {
  readonly name: 'run.asked'
  readonly trigger: Trigger
  /** The run to open under this id, where a page waits for it; the job makes one where it is null. */
  readonly run: string | null
}

/** Complete listings of both sides are to be compared with memory; the row that will hold the result is there. */
export interface VerifyAsked extends Asked {
  readonly name: 'verify.asked'
  readonly reconciliation: string
}

/** Something may have begun or ended that people are told of by mail; `alerts.due` comes by the hour. */
export interface LookAsked {
  readonly name: 'run.closed' | 'connection.lost' | 'alerts.due'
  readonly tenant: string
  readonly integration: string
}

/** A connection is over; what it gave us goes back to the vendor, and what we keep of it is destroyed. */
export interface ConnectionEnded {
  readonly name: 'connection.ended'
  readonly tenant: string
  readonly connection: string
  /** Of its keys: one that somebody has connected anew since bears another. */
  readonly version: number
  /** First unlock what these integrations keep locked in the CRM. */
  readonly unlock: readonly string[]
}

/** Mail was written that should not wait for the hour. */
export interface MailDue {
  readonly name: 'mail.due'
  readonly tenant: string
}

/** Something the job room should act on; services and engine only emit it, so nothing imports upwards. */
export type HouseEvent = RunAsked | VerifyAsked | LookAsked | ConnectionEnded | MailDue

/** Who asks, and where time and identity come from. Nothing in the house reads a clock or makes an id by itself. */
export interface Context {
  readonly tenant: string
  readonly actor: Actor
  /** What the caller may do: `house` is the schedule and the engine itself. */
  readonly role: 'admin' | 'viewer' | 'house'
  /** Milliseconds UTC; in production the database's clock, so that leases of several servers agree. */
  readonly now: () => number
  readonly newId: () => string
  readonly emit: (event: HouseEvent) => Promise<void>
}
