import { z } from 'zod'
import { entities, lanes, verbs } from './words'
import { transforms } from './rule'

const verbList = z.array(z.enum(verbs))

const join = z.object({
  crm: z.string().nullable(),
  books: z.string().nullable(),
  constant: z.union([z.string(), z.number(), z.boolean()]).optional(),
  as: z.enum(transforms).optional(),
  lane: z.enum(lanes).optional(),
  on: z.literal('create').optional(),
  when: z.literal('empty').optional(),
})

const perEntity = z.object({
  /** Off: this entity does not travel at all. */
  on: z.boolean(),
  /** Verbs kept per lane; absent keeps the pair's. */
  toCrm: verbList.optional(),
  toBooks: verbList.optional(),
  wins: z.enum(['crm', 'books']).optional(),
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
  /** CRM user that owns what nobody owns. */
  administrator: z.string().nullable(),
  /** Books' sales rep (id or full name, folded) to CRM user id. */
  people: z.array(z.object({ books: z.string(), crm: z.string() })),
})
export type Settings = z.infer<typeof settings>
export type EntitySettings = z.infer<typeof perEntity>

/** Before anything was chosen. */
export const noSettings: Settings = { entities: {}, switches: {}, every: 15, administrator: null, people: [] }
