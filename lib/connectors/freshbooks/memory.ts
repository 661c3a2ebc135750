import type { Client } from './wire'

/** What was read of clients for the write that follows at once: a write needs to see what its record holds. */
export interface ClientMemory {
  note(rows: readonly Client[]): void
  /** The clients as they were read just before this write, else as they are now; each is used once. */
  take(ids: readonly string[]): Promise<Map<string, Client>>
}

export function clientMemory(read: (ids: readonly string[]) => Promise<readonly Client[]>): ClientMemory {
  const known = new Map<string, Client>()
  const note: ClientMemory['note'] = (rows) => {
    for (const row of rows) known.set(String(row.userid), row)
  }
  return {
    note,
    async take(ids) {
      const unknown = [...new Set(ids)].filter((id) => !known.has(id))
      // One alone is asked for by itself, which shows it even where it was deleted.
      if (unknown.length > 1) note(await read(unknown))
      const taken = new Map(ids.flatMap((id) => [[id, known.get(id)] as const]))
      known.clear()
      return new Map([...taken].flatMap(([id, row]) => (row ? [[id, row] as const] : [])))
    },
  }
}
