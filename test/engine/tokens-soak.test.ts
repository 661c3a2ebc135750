import { randomUUID } from 'node:crypto'
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { saveConnection } from '@/lib/store/connections'
import { inTenant, openDatabase, type Database } from '@/lib/store/db'
import { registerInstall } from '@/lib/store/tenants'
import { keptTokens, saveTokens } from '@/lib/store/tokens'
import { vendorId } from '../kit/oauth-vendor'
import { startPostgres, type Cluster } from '../kit/postgres'

/** A second each; `SOAK_SECONDS=1400` is the thousand expiries that were measured. */
const seconds = Number(process.env['SOAK_SECONDS'] ?? 25)

let cluster: Cluster
let db: Database
let url: string
const children: ChildProcess[] = []
beforeAll(async () => {
  cluster = await startPostgres()
  url = await cluster.fresh()
  db = await openDatabase(url)
})
afterAll(async () => {
  for (const each of children) each.kill('SIGKILL')
  await db.close()
  await cluster.stop()
})

test(
  'four processes with twenty-five callers each: one call for tokens per expiry, and nobody has to sign in again',
  async () => {
    const vendor = z
      .object({ url: z.string(), access: z.string(), refresh: z.string() })
      .parse(JSON.parse(await (await child('test/engine/soak-vendor.ts')).line()))
    const { room, connection } = await aGrant(vendor)
    const given = [url, room.tenant, connection, vendor.url, '25', String(seconds * 1_000)]
    const workers = await Promise.all(Array.from({ length: 4 }, () => child('test/engine/soak-worker.ts', ...given)))
    for (const worker of workers) expect(await worker.line()).toBe('ready')
    const told = await Promise.all(workers.map(async (worker) => report.parse(JSON.parse(await worker.line()))))
    const counts = z
      .object({ tokenCalls: z.number(), api: z.number() })
      .parse(await (await fetch(`${vendor.url}/_counts`)).json())
    const kept = await inTenant(room, (tx) => keptTokens(tx, room, connection))
    expect(told.flatMap(({ errors }) => errors)).toEqual([])
    expect(kept).toMatchObject({ refusedAt: null, doubtfulAt: null })
    expect(counts.tokenCalls).toBe((kept?.version ?? 0) - 1)
    expect(counts.tokenCalls).toBeGreaterThan(seconds * 0.6)
    const calls = told.reduce((sum, { calls: made }) => sum + made, 0)
    expect(calls).toBeGreaterThan(seconds * 15)
    process.stdout.write(
      `refresh soak: ${calls} calls, ${counts.tokenCalls} expiries, ${counts.tokenCalls} token calls\n`,
    )
  },
  (seconds + 60) * 1_000,
)

const report = z.object({ calls: z.number(), errors: z.array(z.string()) })

async function aGrant(vendor: { url: string; access: string; refresh: string }) {
  const fresh = { newTenant: randomUUID(), newId: randomUUID(), newKey: randomUUID(), at: 1 }
  const given = { vendor: 'sage-sales', crmTenantId: randomUUID(), name: 'Soak', origins: [], locale: 'en' } as const
  const { tenant } = await registerInstall(db, { ...given, ...fresh })
  const room = { db, tenant, now: () => Date.now() + db.clockOffset, newId: randomUUID }
  const connection = randomUUID()
  await inTenant(room, async (tx) => {
    await saveConnection(tx, room, {
      ...{ id: connection, vendor: vendorId, side: 'books', baseUrl: vendor.url, account: null, secrets: {} },
    })
    await saveTokens(tx, room, connection, {
      ...{ access: vendor.access, refresh: vendor.refresh, accessUntil: room.now(), refreshUntil: null },
      ...{ scopes: null, kept: {} },
    })
  })
  return { room, connection }
}

/** A process of its own, read line by line. */
async function child(script: string, ...given: readonly string[]) {
  const started = spawn(process.execPath, ['--import', 'tsx', script, ...given], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  children.push(started)
  const lines = createInterface({ input: started.stdout })[Symbol.asyncIterator]()
  await once(started, 'spawn')
  return {
    async line(): Promise<string> {
      const next = await lines.next()
      if (next.done) throw new Error(`${script} ended with ${started.exitCode}`)
      return String(next.value)
    },
  }
}
