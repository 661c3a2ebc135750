import type { Entity, Side, Verb } from '../model/words'

/** A planned write as far as choosing goes. */
export interface Choosable {
  readonly id: string
  readonly link: string
  readonly side: Side
  readonly verb: Verb
  readonly entity: Entity
  readonly waitsFor: readonly string[]
}

/**
 * A few rows that stand for a whole plan: every kind of record, side and verb in turn, and with each row the parents that
 * must exist before it. Never more than `size`.
 */
export function sample<T extends Choosable>(rows: readonly T[], size: number): readonly T[] {
  const creates = new Map(
    rows.flatMap((row) => (row.verb === 'create' ? [[placeOf(row.link, row.side), row] as const] : [])),
  )
  const chosen = new Map<string, T>()
  for (const row of inTurn(rows)) {
    if (chosen.size >= size) break
    const whole = withParents(row, creates).filter(({ id }) => !chosen.has(id))
    const complete = whole.length > 0 && chosen.size + whole.length <= size
    for (const each of complete ? whole : []) chosen.set(each.id, each)
  }
  return rows.filter(({ id }) => chosen.has(id))
}

function inTurn<T extends Choosable>(rows: readonly T[]): readonly T[] {
  const kinds = new Map<string, T[]>()
  for (const row of rows) {
    const kind = `${row.entity}:${row.side}:${row.verb}`
    const known = kinds.get(kind)
    if (known) known.push(row)
    else kinds.set(kind, [row])
  }
  const turns = [...kinds.values()]
  const longest = turns.reduce((most, all) => Math.max(most, all.length), 0)
  return Array.from({ length: longest }, (_, turn) => turns.flatMap((all) => all[turn] ?? [])).flat()
}

const placeOf = (link: string, side: Side): string => `${side}:${link}`

/** The row after what it waits for; none where a parent is not in the plan. */
function withParents<T extends Choosable>(row: T, creates: ReadonlyMap<string, T>): readonly T[] {
  const parents = row.waitsFor.map((link) => {
    const parent = creates.get(placeOf(link, row.side))
    return parent ? withParents(parent, creates) : []
  })
  return parents.some((part) => part.length === 0) ? [] : [...new Set([...parents.flat(), row])]
}
