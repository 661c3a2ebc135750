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

type Filling = { -readonly [Name in keyof StoredSet]: StoredSet[Name] }

// Dozens of sets a record: both ways are spelled out, because objects in between cost more than all else about them.
export const storedSets = (sets: readonly SetField[], why: string | null): readonly StoredSet[] =>
  sets.map((set) => {
    const stored: Filling = { key: set.key }
    if (set.value !== null) stored.value = set.value
    if (set.before !== null) stored.before = set.before
    if (set.from !== set.key) stored.from = set.from
    if (set.origin !== set.value) stored.origin = set.origin
    if (set.why !== why) stored.why = set.why
    if (set.base !== null) stored.base = set.base
    if (set.lost !== null) stored.lost = set.lost
    if (set.again) stored.again = true
    return stored
  })

/** `why`: of the whole write; where it has none, each set says its own. */
export const setsOf = (stored: readonly StoredSet[], why: string | null): readonly SetField[] =>
  stored.map((set) => {
    const value = set.value ?? null
    const told: SetField = {
      key: set.key,
      value,
      before: set.before ?? null,
      from: set.from === undefined ? set.key : set.from,
      origin: set.origin === undefined ? value : set.origin,
      // Written above: absent only where it is the write's own.
      why: set.why ?? (why as Why),
      base: set.base ?? null,
      lost: set.lost ?? null,
    }
    return set.again ? { ...told, again: true } : told
  })
