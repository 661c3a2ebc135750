import type { Flat, Parents, Snapshot } from '../model/record'
import { canonicalLines, linesOf, parentKey, parentPrefix } from '../model/value'
import { entities, type Entity } from '../model/words'

export { canonicalLines, linesOf, parentKey }

/** The parent's entity if the key is a parent's, else null. */
export function parentOf(key: string): Entity | null {
  if (!key.startsWith(parentPrefix)) return null
  const name = key.slice(parentPrefix.length)
  return entities.find((entity) => entity === name) ?? null
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
