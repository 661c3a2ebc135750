import type { Doc } from './records'

/**
 * `outside`: an address that was a contact and is no longer; `never`: one that never was, and never leaves the gateway.
 * `converted`: the prospect's half of a conversion.
 */
export type State = 'live' | 'removed' | 'converted' | 'outside' | 'never'

export interface Row {
  readonly doc: Doc
  readonly state: State
  /** Place in the change feed; 0 for a row that was never in it. */
  readonly seq: number
  /** When it took this state, ms UTC. */
  readonly at: number
}

/** The first content, made row by row when asked for, so that a million rows cost nothing until they are read. */
export interface Source {
  readonly count: number
  /** Rows from here on are in no feed (addresses of another type). */
  readonly visible: number
  make(index: number): Doc
  /** Where a value can be, when that is known without reading every row. */
  find?(field: string, value: string): readonly number[] | undefined
}

export interface Table {
  readonly first: number
  readonly count: number
  get(id: string): Row | undefined
  put(doc: Doc, state: State, at: number): void
  head(): number
  /** Current rows after a place in the change sequence, in its order. */
  after(seq: number): Generator<Row>
  all(): Generator<Row>
  find(field: string, value: string): readonly Row[]
}

const SEARCHED = ['code', 'siret', 'tvaIntra', 'email', 'ref']

export function table(source: Source, first = 1): Table {
  const changed = new Map<string, Row>()
  const log: string[] = []
  const changedBy = new Map(SEARCHED.map((field) => [field, new Map<string, Set<string>>()]))
  const baseBy = new Map<string, Map<string, number[]>>()

  const baseRow = (index: number): Row => {
    const seen = index < source.visible
    return { doc: source.make(index), state: seen ? 'live' : 'never', seq: seen ? index + 1 : 0, at: 0 }
  }
  const get = (id: string) => {
    const known = changed.get(id)
    if (known) return known
    const index = indexOf(id, first)
    return index >= 0 && index < source.count ? baseRow(index) : undefined
  }
  return {
    first,
    count: source.count,
    get,
    put(doc, state, at) {
      const before = changed.get(doc.id)
      if (before) forget(changedBy, before.doc)
      const silent = state === 'never'
      if (!silent) log.push(doc.id)
      changed.set(doc.id, { doc, state, seq: silent ? 0 : source.visible + log.length, at })
      remember(changedBy, doc)
    },
    head: () => source.visible + log.length,
    *after(seq) {
      for (let index = seq; index < source.visible; index += 1) {
        if (!changed.has(String(first + index))) yield baseRow(index)
      }
      for (let place = Math.max(seq - source.visible, 0); place < log.length; place += 1) {
        const row = changed.get(log[place] ?? '')
        // An older entry of a row that changed again: the row comes once, at its last change.
        if (row && row.seq === source.visible + place + 1) yield row
      }
    },
    *all() {
      for (let index = 0; index < source.count; index += 1) {
        if (!changed.has(String(first + index))) yield baseRow(index)
      }
      yield* changed.values()
    },
    find(field, value) {
      const wanted = normal(field, value)
      const base = source.find?.(field, value) ?? baseIndex(baseBy, source, field).get(wanted) ?? []
      const ids = [
        ...base.map((index) => String(first + index)).filter((id) => !changed.has(id)),
        ...(changedBy.get(field)?.get(wanted) ?? []),
      ]
      return ids.flatMap((id) => get(id) ?? []).filter((row) => valueOf(row.doc, field) === wanted)
    },
  }
}

function indexOf(id: string, first: number): number {
  return /^[1-9]\d{0,8}$/.test(id) ? Number(id) - first : -1
}

function baseIndex(known: Map<string, Map<string, number[]>>, source: Source, field: string): Map<string, number[]> {
  const built = known.get(field)
  if (built) return built
  const fresh = new Map<string, number[]>()
  for (let index = 0; index < source.count; index += 1) {
    const value = valueOf(source.make(index), field)
    if (value !== undefined) fresh.set(value, [...(fresh.get(value) ?? []), index])
  }
  known.set(field, fresh)
  return fresh
}

function remember(by: Map<string, Map<string, Set<string>>>, doc: Doc): void {
  for (const [field, ids] of by) {
    const value = valueOf(doc, field)
    if (value === undefined) continue
    const same = ids.get(value) ?? new Set<string>()
    ids.set(value, same.add(doc.id))
  }
}

function forget(by: Map<string, Map<string, Set<string>>>, doc: Doc): void {
  for (const [field, ids] of by) ids.get(valueOf(doc, field) ?? '')?.delete(doc.id)
}

function valueOf(doc: Doc, field: string): string | undefined {
  const value = doc[field]
  return typeof value === 'string' ? normal(field, value) : undefined
}

/** A code and a ref are searched as they are, the rest as people compare them. */
function normal(field: string, value: string): string {
  if (field === 'email') return value.toLowerCase()
  return field === 'siret' || field === 'tvaIntra' ? value.replace(/\s/g, '').toUpperCase() : value
}
