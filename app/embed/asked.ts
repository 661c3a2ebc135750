import { journalKinds, type JournalKind } from '@/lib/model/run'
import { entities, sides, verbs } from '@/lib/model/words'
import type { Entity, Side, Verb } from '@/lib/model/words'

export type Query = Promise<Readonly<Record<string, string | readonly string[] | undefined>>>

/** What the address asks for; anything it should not hold counts as not asked. */
export async function asked(query: Query) {
  const all = await query
  const text = (key: string): string | undefined => {
    const value = all[key]
    return typeof value === 'string' && value !== '' && value.length <= 500 ? value : undefined
  }
  const entity: Entity | undefined = entities.find((one) => one === text('entity'))
  const side: Side | undefined = sides.find((one) => one === text('side'))
  const verb: Verb | undefined = verbs.find((one) => one === text('verb'))
  const kind: JournalKind | undefined = journalKinds.find((one) => one === text('kind'))
  return { text, entity, side, verb, kind, from: dayIn(text('from')), to: dayIn(text('to')), cursor: text('cursor') }
}

/** A calendar date as days since 1970, UTC. */
function dayIn(date: string | undefined): number | undefined {
  const at = date !== undefined && /^\d{4}-\d{2}-\d{2}$/.test(date) ? Date.parse(`${date}T00:00:00Z`) : NaN
  return Number.isNaN(at) ? undefined : at / 86_400_000
}

/** The same day as an address holds it. */
export const dateOf = (day: number): string => new Date(day * 86_400_000).toISOString().slice(0, 10)

type Given<T> = { readonly [K in keyof T]?: Exclude<T[K], undefined> }

/** Leaves out what was not asked. The cast says what the filter did, which the type of `fromEntries` cannot. */
export const given = <T extends object>(all: T): Given<T> =>
  Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined)) as Given<T>

/** The question word for word, as lists hand it on; what stands there twice counts as not asked. */
export async function worded(query: Query): Promise<Readonly<Record<string, string>>> {
  const all = Object.entries(await query)
  return Object.fromEntries(all.flatMap(([key, value]) => (typeof value === 'string' ? [[key, value]] : [])))
}
