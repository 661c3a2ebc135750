import type { Snapshot } from '@/lib/model/record'
import { customerSnapshot, personSnapshot } from './map'
import type { Contact } from './wire'

export interface ContactMemory {
  snapshots(entity: 'customer' | 'contact', ids: readonly string[]): Promise<readonly Snapshot[]>
  /** The contacts as they were read just before this write, else as they are now. */
  take(ids: readonly string[]): Promise<ReadonlyMap<string, Contact>>
}

/** What `read` showed, for the write that follows it at once: addresses and phones are replaced whole, never in part. */
export function contactMemory(read: (ids: readonly string[]) => Promise<readonly Contact[]>): ContactMemory {
  const known = new Map<string, Contact>()
  const note = (rows: readonly Contact[]): readonly Contact[] => {
    for (const row of rows) known.set(row.ContactID, row)
    return rows
  }
  return {
    snapshots: async (entity, ids) =>
      note(await read(ids)).map((row) => (entity === 'customer' ? customerSnapshot(row) : personSnapshot(row))),
    async take(ids) {
      const unknown = ids.filter((id) => !known.has(id))
      if (unknown.length > 0) note(await read(unknown))
      const taken = new Map(
        ids
          .flatMap((id) => (known.has(id) ? [[id, known.get(id)] as const] : []))
          .flatMap(([id, row]) => (row ? [[id, row] as const] : [])),
      )
      // Used once: by the next write somebody may have moved it.
      known.clear()
      return taken
    },
  }
}
