import type { Row, Value } from './model'

/** Rows that may match: those touched since an instant, and those named. */
export interface Candidates {
  readonly since: number
  readonly ids: ReadonlySet<number>
}

export interface Table {
  /** Ascending by id; rows are never taken out. */
  rows(): readonly Row[]
  get(id: number): Row | undefined
  nextId(): number
  put(row: Row): void
  /** Grows with every change. */
  version(): number
  withValue(field: string, value: Value): Iterable<number>
  candidates(wanted: Candidates): readonly Row[]
}

const DATES = ['dateCreated', 'dateUpdated', 'dateDeleted']

export function table(firstId: number): Table {
  const rows: Row[] = []
  const touches = touchLog()
  const indexes = new Map<string, Map<Value, number[]>>()
  let version = 0

  const get = (id: number) => rows[id - firstId]
  const indexOf = (field: string) => {
    const known = indexes.get(field)
    if (known) return known
    const built = new Map<Value, number[]>()
    for (const row of rows) enlist(built, row[field] ?? null, row.id)
    indexes.set(field, built)
    return built
  }

  return {
    rows: () => rows,
    get,
    nextId: () => firstId + rows.length,
    version: () => version,
    put(row) {
      const before = get(row.id)
      rows[row.id - firstId] = row
      version += 1
      touches.add(row.id, touchedAt(row), rows.length)
      for (const [field, index] of indexes) {
        const value = row[field] ?? null
        if (!before || (before[field] ?? null) !== value) enlist(index, value, row.id)
      }
    },
    // May name rows that held the value once; the caller tests every row anyway.
    withValue: (field, value) => (field === 'id' ? [Number(value)] : (indexOf(field).get(value) ?? [])),
    candidates({ since, ids }) {
      if (since === -Infinity) return rows
      const wanted = new Set([...ids, ...touches.since(since)])
      return [...wanted].sort((a, b) => a - b).flatMap((id) => get(id) ?? [])
    },
  }
}

function enlist(index: Map<Value, number[]>, value: Value, id: number): void {
  const ids = index.get(value)
  if (ids) ids.push(id)
  else index.set(value, [id])
}

function touchedAt(row: Row): number {
  return Math.max(...DATES.map((field) => Number(row[field] ?? 0)))
}

/** Who was touched when, oldest first, so that a poll for what is new does not look at a million rows. */
function touchLog() {
  let times: number[] = []
  let ids: number[] = []
  return {
    add(id: number, at: number, rows: number) {
      // A clock that steps back must not hide a row: it then counts as touched with the one before it.
      times.push(Math.max(at, times.at(-1) ?? at))
      ids.push(id)
      if (ids.length > 2 * rows + 1000) compact()
    },
    *since(instant: number): Iterable<number> {
      for (let at = times.length - 1; at >= 0 && (times[at] ?? 0) >= instant; at -= 1) yield ids[at] ?? 0
    },
  }

  function compact() {
    const last = new Map(ids.map((id, at) => [id, at]))
    const kept = ids.map((id, at) => last.get(id) === at)
    times = times.filter((_, at) => kept[at])
    ids = ids.filter((_, at) => kept[at])
  }
}
