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
  return { text, entity, side, verb, cursor: text('cursor') }
}

type Given<T> = { readonly [K in keyof T]?: Exclude<T[K], undefined> }

/** Leaves out what was not asked. The cast says what the filter did, which the type of `fromEntries` cannot. */
export const given = <T extends object>(all: T): Given<T> =>
  Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined)) as Given<T>
