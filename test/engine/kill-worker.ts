import { randomUUID } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'
import { runToEnd } from '@/lib/engine/run'
import type { Engine } from '@/lib/engine/workshop'
import { inTenant, openDatabase } from '@/lib/store/db'
import { inboxSize } from '@/lib/store/inbox'
import { openRows } from '@/lib/store/outbox'
import { run as readRun } from '@/lib/store/runs'
import { total } from '@/lib/sync/count'

/** A worker in a process of its own, made to be killed. It works until nothing is left, says so and ends. */
const [database = '', tenant = '', integration = ''] = process.argv.slice(2)
const db = await openDatabase(database, { migrate: false })
const engine: Engine = {
  db,
  tenant,
  actor: { kind: 'schedule' },
  role: 'house',
  now: () => Date.now() + db.clockOffset,
  newId: randomUUID,
  emit: async () => undefined,
  timings: { lease: 1_500, request: 1_000, step: 300 },
  sleep: (ms) => wait(ms),
  allowPrivate: true,
}
process.stdout.write('working\n')
for (let done = false; !done;) {
  const pass = await runToEnd(engine, integration, 'first')
  done = pass !== null && (await isOver(pass.run))
  if (!done) await wait(200)
}
process.stdout.write('over\n')
await db.close()

async function isOver(id: string): Promise<boolean> {
  return inTenant(engine, async (tx) => {
    const run = await readRun(tx, engine, id)
    const { created, updated, removed } = total(run?.counts ?? {})
    const left = (await openRows(tx, engine, integration)).length + (await inboxSize(tx, engine, integration))
    return run?.result?.kind === 'done' && created + updated + removed + left === 0
  })
}
