import { randomUUID } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'
import { meetAgain } from '@/lib/engine/meet'
import type { Engine } from '@/lib/engine/workshop'
import { openDatabase } from '@/lib/store/db'
import { client, paperBooks, redirectUri, register } from '../kit/oauth-vendor'

/** One process of many callers that all use the same grant, again and again, while its tokens end every second. */
const [database = '', tenant = '', connection = '', vendor = '', callers = '25', lasts = '1000'] = process.argv.slice(2)
const db = await openDatabase(database, { migrate: false })
register(paperBooks({ graceSeconds: 0 }))
const engine: Engine = {
  ...{ db, tenant, actor: { kind: 'schedule' }, role: 'house' },
  ...{ now: () => Date.now() + db.clockOffset, newId: randomUUID, emit: async () => undefined },
  ...{ timings: { lease: 60_000, request: 10_000, step: 20_000 }, sleep: (ms) => wait(ms), allowPrivate: true },
  clientOf: () => ({ ...client, redirectUri, origin: vendor }),
}
process.stdout.write('ready\n')
const until = Date.now() + Number(lasts)
const done = await Promise.all(Array.from({ length: Number(callers) }, (_, at) => call(at)))
await db.close()
process.stdout.write(
  `${JSON.stringify({ calls: done.flatMap(({ calls }) => calls).reduce((sum, n) => sum + n, 0), errors: done.flatMap(({ errors }) => errors) })}\n`,
)

async function call(at: number): Promise<{ calls: number; errors: readonly string[] }> {
  await wait(at * 7)
  const { session } = await meetAgain(engine, connection)
  const errors: string[] = []
  let calls = 0
  while (Date.now() < until) {
    await session.companies().catch((error: unknown) => errors.push(String(error)))
    calls += 1
    await wait(120 + at)
  }
  return { calls, errors }
}
