import { createHash } from 'node:crypto'
import { sql } from 'drizzle-orm'
import type { Database } from '@/lib/store/db'

/** Milliseconds that each yardstick takes at rest on a machine that runs the whole of `npm test` in its 25 minutes. */
const usual = { database: 60, processor: 30 }

/** No machine is faster than usual, and on one that is slower still a bar is no more than this many times as wide. */
const within = (slow: number): number => Math.min(3, Math.max(1, slow))

/**
 * Milliseconds that `work` on PostgreSQL would take on such a machine: the best of three, each beside the yardstick. Bars
 * are for a machine as people have it; one of half the speed, or one that is shared, says nothing about a statement
 * that takes twice as long there.
 */
export async function usualTime(db: Database, work: () => Promise<unknown>): Promise<number> {
  const yardstick = () =>
    db.drizzle.execute(sql`select count(*), max(hashtext(n::text)) from generate_series(1, 300000) n`)
  const times: number[] = []
  for (let turn = 0; turn < 3; turn++) {
    const [taken, slow] = [await timed(work), (await timed(yardstick)) / usual.database]
    times.push(taken / within(slow))
  }
  return Math.min(...times)
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now()
  await work()
  return performance.now() - started
}

/** How many times slower a process's own work is here, by its CPU and not by the clock: 1 to 3. */
export function slowProcessor(): number {
  const times = [1, 2, 3].map(() => {
    const before = process.cpuUsage()
    readAndHash()
    const { user, system } = process.cpuUsage(before)
    return (user + system) / 1000
  })
  return within(Math.min(...times) / usual.processor)
}

/** What a run does most: texts become records, are compared and hashed. */
function readAndHash(): void {
  const page = JSON.stringify(Array.from({ length: 100 }, (_, at) => ({ code: `C${at}`, name: `Company ${at}`, at })))
  for (let turn = 0; turn < 100; turn++) {
    const records = JSON.parse(page) as readonly Readonly<Record<string, unknown>>[]
    for (const record of records) createHash('sha256').update(JSON.stringify(record)).digest('hex')
  }
}
