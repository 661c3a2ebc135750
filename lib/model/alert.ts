import { z } from 'zod'
import { brakes } from './decision'
import { problem } from './problem'
import { reasons } from './record'
import { entities, sides } from './words'

/** What somebody should know about; one mail per cause, however many records it holds. */
export const about = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('records'),
    entity: z.enum(entities),
    reason: z.enum(reasons),
    field: z.string().nullable(),
    /** Who refused them. */
    side: z.enum(sides).nullable(),
  }),
  z.object({ kind: z.literal('signed-out'), vendor: z.string(), problem }),
  /** A sign-in ends at a known time, in so many days at most. */
  z.object({ kind: z.literal('expiring'), vendor: z.string(), until: z.number(), days: z.number() }),
  /** Three runs in a row did not end well. */
  z.object({ kind: z.literal('missed'), vendor: z.string().nullable(), problem: problem.nullable() }),
  /** More than one in twenty records of a run were set aside. */
  z.object({ kind: z.literal('degraded'), run: z.string(), failed: z.number(), of: z.number() }),
  z.object({
    kind: z.literal('held'),
    run: z.string(),
    hold: z.object({
      brake: z.enum(brakes),
      entity: z.enum(entities),
      side: z.enum(sides),
      count: z.number(),
      of: z.number(),
      field: z.string().nullable(),
    }),
  }),
])
export type About = z.infer<typeof about>

/** A cause as it stands right now. */
export interface Cause {
  readonly about: About
  readonly count: number
  /** Names and codes of the first few of its records. */
  readonly sample: readonly string[]
}

/** A cause from its first error to its end. */
export interface Incident extends Cause {
  readonly id: string
  readonly cause: string
  /** The most records it held at once. */
  readonly most: number
  readonly openedAt: number
  readonly announcedAt: number | null
  readonly toldAt: number | null
  readonly toldCount: number
  readonly resolvedAt: number | null
  readonly recoveryToldAt: number | null
  /** When a mail last announced this cause, in this incident or an earlier one. */
  readonly lastAnnouncedAt: number | null
}

/** The same cause has the same name, in the store and in addresses. */
export function causeOf(given: About): string {
  switch (given.kind) {
    case 'records':
      return [given.entity, given.reason, given.side ?? '', given.field ?? ''].join('.').replace(/\.+$/, '')
    case 'signed-out':
      return `signed-out.${given.vendor}`
    case 'expiring':
      return `expiring.${given.vendor}.${given.days}`
    case 'missed':
      return 'missed'
    case 'degraded':
      return 'degraded'
    case 'held':
      return `held.${given.run}`
  }
}

/** A person must act at once, whatever the hour. */
export const isUrgent = ({ kind }: About): boolean => kind === 'signed-out' || kind === 'missed'
