import type { SetField, Why } from '@/lib/model/decision'
import type { Value } from '@/lib/model/record'

/** A set as stored: what says nothing new is left out, because most sets are a key and its value. */
export interface StoredSet {
  readonly key: string
  readonly value?: Value
  readonly before?: Value
  /** Absent: the origin calls the field alike. */
  readonly from?: string | null
  /** Absent: the origin holds the value itself. */
  readonly origin?: Value
  /** Absent: the reason of the whole write. */
  readonly why?: Why
  readonly base?: Value
  readonly lost?: Value
  readonly again?: true
}

export const storedSets = (sets: readonly SetField[], why: string | null): readonly StoredSet[] =>
  sets.map(({ key, value, before, from, origin, why: own, base, lost, ...rest }) => ({
    ...rest,
    key,
    ...(value === null ? {} : { value }),
    ...(before === null ? {} : { before }),
    ...(from === key ? {} : { from }),
    ...(origin === value ? {} : { origin }),
    ...(own === why ? {} : { why: own }),
    ...(base === null ? {} : { base }),
    ...(lost === null ? {} : { lost }),
  }))

/** `why`: of the whole write; where it has none, each set says its own. */
export const setsOf = (stored: readonly StoredSet[], why: string | null): readonly SetField[] =>
  stored.map((set) => {
    const { key, value = null, before = null, from = key, base = null, lost = null, ...rest } = set
    // Written above: absent only where it is the write's own.
    const { origin = value, why: own = why as Why, ...more } = rest
    return { ...more, key, value, before, from, origin, why: own, base, lost }
  })
