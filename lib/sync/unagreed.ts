import type { Link } from '../model/record'
import { sides, type Entity, type Side } from '../model/words'

type Keys = Readonly<Record<Side, readonly string[]>>

/** The link as it will be planned once nothing counts as agreed about these keys of its kind of record. */
export function unagreed(link: Link, changed: Readonly<Partial<Record<Entity, Keys>>>): Link {
  const half = link.books ?? link.crm
  const keys = half && changed[half.entity]
  if (!keys) return link
  const [crm, books] = sides.map((side) => {
    const half = link[side]
    return half?.base ? { ...half, base: without(half.base, keys[side]) } : half
  })
  return { ...link, crm: crm ?? null, books: books ?? null }
}

const without = <T>(flat: Readonly<Record<string, T>>, keys: readonly string[]): Readonly<Record<string, T>> =>
  Object.fromEntries(Object.entries(flat).filter(([key]) => !keys.includes(key)))
