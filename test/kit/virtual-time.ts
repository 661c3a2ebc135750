import type { Database } from '@/lib/store/db'

export interface VirtualTime {
  readonly now: () => number
  readonly sleep: (ms: number) => Promise<void>
  /** The same database; time stands still while it works. */
  over(db: Database): Database
  /** Lets time pass until all of it is done. */
  live(work: readonly Promise<unknown>[]): Promise<void>
}

/** A time in which several servers sleep side by side: when all of them do, the one that wakes first sets the clock. */
export function virtualTime(start: number): VirtualTime {
  let time = start
  let busy = 0
  let asleep: { readonly at: number; readonly wake: () => void }[] = []
  const settled = async (): Promise<void> => {
    for (let quiet = 0; quiet < 3; quiet = busy === 0 ? quiet + 1 : 0)
      await new Promise((resolve) => setImmediate(resolve))
  }
  return {
    now: () => time,
    sleep: (ms) => new Promise((wake) => asleep.push({ at: time + Math.max(0, Math.ceil(ms)), wake })),
    over(db) {
      const transaction: Database['drizzle']['transaction'] = async (...args) => {
        busy += 1
        try {
          return await db.drizzle.transaction(...args)
        } finally {
          busy -= 1
        }
      }
      // What JavaScript makes of a prototype has no type.
      const drizzle = Object.create(db.drizzle) as Database['drizzle']
      return { ...db, drizzle: Object.assign(drizzle, { transaction }) }
    },
    async live(work) {
      let done = false
      const all = Promise.all(work).finally(() => (done = true))
      while (!done) {
        await settled()
        const [next] = asleep.sort((a, b) => a.at - b.at)
        asleep = asleep.filter((each) => each !== next)
        if (!next) continue
        time = Math.max(time, next.at)
        next.wake()
      }
      await all
    },
  }
}
