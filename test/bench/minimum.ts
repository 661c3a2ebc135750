import type { Connector } from '@/lib/model/connector'
import type { Entity, Side } from '@/lib/model/words'

type Manifest = Pick<Connector, 'feeds' | 'limits' | 'entities'>

/** What a job must move. `reads`: records each side shows; `writes`: records each side must be told. */
export interface Job {
  readonly reads: Readonly<Partial<Record<Side, Counts>>>
  readonly writes: Readonly<Partial<Record<Side, Counts>>>
  /** Documented calls that no batch spares, each named. */
  readonly extras?: readonly { readonly what: string; readonly calls: number }[]
}

type Counts = Readonly<Partial<Record<Entity, number>>>

/** Calls the best documented endpoints need for a job: full pages per feed (an empty one still has to be asked), full batches. */
export function minimum(job: Job, vendors: Readonly<Record<Side, Manifest>>): number {
  const sides = ['crm', 'books'] as const
  const calls = sides.map((side) => {
    const read = job.reads[side]
    const written = job.writes[side]
    return (read ? readsOf(read, vendors[side]) : 0) + (written ? writesOf(written, vendors[side]) : 0)
  })
  return sum(calls) + sum((job.extras ?? []).map((extra) => extra.calls))
}

const readsOf = (counts: Counts, { feeds, limits, entities }: Manifest): number =>
  sum(
    feeds.map((feed) => {
      const records = sum(feed.map((entity) => counts[entity] ?? 0))
      const page = Math.max(...feed.map((entity) => entities[entity]?.page ?? limits.page))
      return Math.max(1, Math.ceil(records / page))
    }),
  )

const writesOf = (counts: Counts, { limits, entities }: Manifest): number =>
  sum(
    (Object.keys(counts) as Entity[]) // keys of our own literal
      .map((entity) => Math.ceil((counts[entity] ?? 0) / (entities[entity]?.batch ?? limits.batch))),
  )

/** 1: not one call too many. */
export const efficiency = (least: number, actual: number): number => (actual === 0 ? 1 : least / actual)

const sum = (numbers: readonly number[]): number => numbers.reduce((total, each) => total + each, 0)
