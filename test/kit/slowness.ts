import { sql } from 'drizzle-orm'
import type { Database } from '@/lib/store/db'

/** What the yardstick takes at rest on a machine that runs the whole of `npm test` in its 25 minutes. */
const usual = 60

/**
 * How many times slower than such a machine PostgreSQL is on this one, now: at least 1. Bars in milliseconds are for a
 * machine as people have it; one of half the speed, or one that is shared, says nothing about a statement that
 * takes twice as long there.
 */
export async function slowness(db: Database): Promise<number> {
  const yardstick = () =>
    db.drizzle.execute(sql`select count(*), max(hashtext(n::text)) from generate_series(1, 300000) n`)
  return Math.max(1, (await bestOfThree(yardstick)) / usual)
}

/** Milliseconds of the fastest of three: other programs share the machine, and what is asked is what the work costs. */
export async function bestOfThree(work: () => Promise<unknown>): Promise<number> {
  const times: number[] = []
  for (let turn = 0; turn < 3; turn++) {
    const started = performance.now()
    await work()
    times.push(performance.now() - started)
  }
  return Math.min(...times)
}
