import type { Flat, Line, Parents, Snapshot, Value } from '../model/record'
import { entities, type Entity } from '../model/words'

const parentPrefix = 'parent:'

export const parentKey = (entity: Entity): string => parentPrefix + entity

/** The parent's entity if the key is a parent's, else null. */
export function parentOf(key: string): Entity | null {
  if (!key.startsWith(parentPrefix)) return null
  const name = key.slice(parentPrefix.length)
  return entities.find((entity) => entity === name) ?? null
}

/** Same lines, same text: keys sorted, nothing else. */
export function canonicalLines(lines: readonly Line[]): string {
  return JSON.stringify(lines.map((line) => [sorted(line.fields), sorted(line.parents)]))
}

/** Reads back what `canonicalLines` wrote. */
export function linesOf(value: Value | undefined): readonly Line[] {
  if (typeof value !== 'string') return []
  const rows = JSON.parse(value) as [Record<string, Value>, Record<string, string>][] // our own text, written above
  return rows.map(([fields, parents]) => ({ fields, parents }))
}

/** A snapshot as one flat row: fields, `entity`, `parent:<entity>` and `lines`. */
export function flatten(snapshot: Snapshot): Flat {
  return {
    ...snapshot.fields,
    entity: snapshot.entity,
    ...flatParents(snapshot.parents),
    ...(snapshot.lines ? { lines: canonicalLines(snapshot.lines) } : {}),
  }
}

function flatParents(parents: Parents): Flat {
  return Object.fromEntries(Object.entries(parents).map(([entity, id]) => [parentPrefix + entity, id]))
}

function sorted<T>(record: Readonly<Record<string, T>>): Record<string, T> {
  return Object.fromEntries(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1)))
}
