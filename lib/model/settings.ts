import { z } from 'zod'
import { entities, lanes, verbs } from './words'
import { transforms } from './rule'

const verbList = z.array(z.enum(verbs))

const value = z.union([z.string(), z.number(), z.boolean()])

/** One part of a filter: what a field must say for a record to travel. */
export const condition = z.object({
  field: z.string().min(1),
  is: z.enum(['one-of', 'none-of', 'contains', 'starts-with', 'filled', 'empty']),
  values: z.array(value),
})
export type Condition = z.infer<typeof condition>

/** A fixed time by somebody's clock: every day, or on one day of the week (1 is Monday). */
export const appointment = z.object({
  at: z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/),
  zone: z.string().min(1),
  day: z.number().int().min(1).max(7).nullable(),
})
export type Appointment = z.infer<typeof appointment>

export const join = z.object({
  crm: z.string().nullable(),
  books: z.string().nullable(),
  constant: value.optional(),
  as: z.enum(transforms).optional(),
  lane: z.enum(lanes).optional(),
  on: z.literal('create').optional(),
  when: z.literal('empty').optional(),
  /** Which picklist value stands for which on the other side; a value that is not listed does not travel. */
  values: z.array(z.object({ crm: value, books: value })).optional(),
})
export type ChosenJoin = z.infer<typeof join>

const perEntity = z.object({
  /** Off: this entity does not travel at all. */
  on: z.boolean(),
  /** Verbs kept per lane; absent keeps the pair's. */
  toCrm: verbList.optional(),
  toBooks: verbList.optional(),
  wins: z.enum(['crm', 'books']).optional(),
  /** Only records of which all of it is true; the others stay as they are, in both systems. */
  filter: z.array(condition).optional(),
  /** The field map; from the live schemas of both sides, drafts until published. */
  joins: z.array(join),
  maxLength: z.object({ crm: z.record(z.string(), z.number()), books: z.record(z.string(), z.number()) }),
})

/** What the administrator chose. It narrows the pair's rules and never widens them. */
export const settings = z.object({
  entities: z.partialRecord(z.enum(entities), perEntity),
  switches: z.record(z.string(), z.boolean()),
  /** Minutes between runs; never below the pair's. */
  every: z.number().int().positive(),
  /** Instead of every so many minutes. */
  appointment: appointment.optional(),
  /** CRM user that owns what nobody owns. */
  administrator: z.string().nullable(),
  /** Books' sales rep (id or full name, folded) to CRM user id; null: nobody, on purpose. */
  people: z.array(z.object({ books: z.string(), crm: z.string().nullable() })),
  /** Where several companies share one CRM: records born there that belong to this one; all of it must be true. */
  belongs: z.array(condition).optional(),
})
export type Settings = z.infer<typeof settings>
export type EntitySettings = z.infer<typeof perEntity>

/** Before anything was chosen. */
export const noSettings: Settings = { entities: {}, switches: {}, every: 15, administrator: null, people: [] }
