import type { Quota } from '../model/quota'
import type { Database, Room, Tx } from '../store/db'
import { lockQuota, saveQuota, swapQuota, type KeptQuota } from '../store/quotas'

/** What follows for the company's row, if anything does, and what whoever asked is told. */
export interface Change<T> {
  readonly quota: Quota | null
  readonly result: T
}

export interface Tally {
  change<T>(work: (quota: Quota) => Change<T>): Promise<T>
  /** As we left it. */
  known(): Quota | null
}

type Within = <T>(work: (tx: Tx) => Promise<T>) => Promise<T>

/** Rows as this process left them; of use while nobody else changed them, which their version tells. */
const memory = new WeakMap<Database, Map<string, KeptQuota>>()
/** Enough for all that is under way; what is forgotten is read again. */
const most = 1_000

/**
 * A company's row of calls, open to all servers. As long as nobody else wrote to it one statement is enough: what follows from
 * the row as we left it replaces that very row. Otherwise it is read under a lock.
 */
export function tallyOf(room: Room, key: string, within: Within, heard: (quota: Quota) => Quota): Tally {
  const { known, keep } = shelfOf(room, key)
  return {
    known,
    async change(work) {
      const before = known()
      const { kept, result } = await within(async (tx) => {
        const guess = before && work(heard(before))
        if (before && guess?.quota && (await swapQuota(tx, room, key, before.version, guess.quota)))
          return { kept: next(before, guess.quota), result: guess.result }
        const locked = await lockQuota(tx, room, key)
        const change = work(heard(locked))
        if (change.quota) await saveQuota(tx, room, key, change.quota)
        return { kept: change.quota ? next(locked, change.quota) : locked, result: change.result }
      })
      // Only what is committed may be built upon.
      keep(kept)
      return result
    },
  }
}

const next = ({ version }: KeptQuota, quota: Quota): KeptQuota => ({ ...quota, version: version + 1 })

function shelfOf({ db, tenant }: Room, key: string) {
  const rows = memory.get(db) ?? new Map<string, KeptQuota>()
  memory.set(db, rows)
  const name = `${tenant} ${key}`
  return {
    known: () => rows.get(name) ?? null,
    keep(quota: KeptQuota) {
      rows.delete(name)
      rows.set(name, quota)
      const [oldest] = rows.keys()
      if (rows.size > most && oldest !== undefined) rows.delete(oldest)
    },
  }
}
