import { randomUUID } from 'node:crypto'
import { spawn, type ChildProcess } from 'node:child_process'
import { setTimeout as wait } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { openRun } from '@/lib/engine/open'
import { verify } from '@/lib/engine/verify'
import { load } from '@/lib/engine/workshop'
import { engineAt, type Desk } from '@/lib/service/desk'
import { inTenant, openDatabase, type Database } from '@/lib/store/db'
import { lastRuns } from '@/lib/store/runs'
import { registerInstall } from '@/lib/store/tenants'
import { startPostgres, type Cluster } from '../kit/postgres'
import { setUpCorridor } from '../kit/set-up'
import { main, twice, type Row } from './kit'

const Where = z.object({ crm: z.string(), books: z.string() })
const Rows = z.array(z.record(z.string(), z.unknown()))

let cluster: Cluster
let db: Database
let url: string
let vendors: z.infer<typeof Where>
const children: ChildProcess[] = []
beforeAll(async () => {
  cluster = await startPostgres()
  url = await cluster.fresh()
  db = await openDatabase(url)
  vendors = Where.parse(JSON.parse((await child('test/engine/kill-vendors.ts')).line))
})
afterAll(async () => {
  for (const each of children) each.kill('SIGKILL')
  await db.close()
  await cluster.stop()
})

test('a worker killed five times at random during the first run: then it completes, nothing twice and nothing lost', async () => {
  const desk = await aDesk()
  const integration = await setUpCorridor(desk, vendors)
  for (let life = 0; life < 5; life++) {
    const worker = await child('test/engine/kill-worker.ts', url, desk.tenant, integration)
    await wait(100 + Math.random() * 900)
    worker.kill()
  }
  const lives = await inTenant(desk, (tx) => lastRuns(tx, desk, integration, 20))
  // The last one killed is still open: nobody has taken over yet.
  expect(lives.filter(({ result }) => result === null || result.kind === 'interrupted').length).toBeGreaterThanOrEqual(
    3,
  )
  const survivor = await child('test/engine/kill-worker.ts', url, desk.tenant, integration)
  expect(await survivor.until('over')).toBe(true)
  await expectWhole(desk, integration)
}, 180_000)

async function expectWhole(desk: Desk, integration: string): Promise<void> {
  const crm = new Map<string, readonly Row[]>()
  for (const resource of ['accounts', 'contacts', 'products', 'salesorders', 'salesordersLines'])
    crm.set(
      resource,
      (await list(vendors.crm, resource)).filter((row) => row.deleted !== true),
    )
  for (const [resource, rows] of crm)
    for (const field of ['Z_SyncRef', 'Z_BooksInvoiceId', 'extId']) expect(twice(rows, resource, field)).toEqual([])
  const books = new Map<string, readonly Row[]>()
  for (const entity of ['clients', 'prospects', 'contacts', 'articles', 'factures'])
    books.set(entity, await list(vendors.books, main, entity))
  for (const entity of ['clients', 'prospects', 'contacts'])
    expect(twice(books.get(entity) ?? [], entity, 'ref')).toEqual([])
  const codes = new Set(crm.get('accounts')?.map((row) => row.extId))
  const lost = [...(books.get('clients') ?? []), ...(books.get('prospects') ?? [])].filter(
    ({ code }) => !codes.has(code),
  )
  expect(lost).toEqual([])
  // 4 clients and 4 prospects of the CRM's own were born in the books.
  expect([books.get('clients')?.length, books.get('prospects')?.length]).toEqual([44, 14])
  expect(crm.get('salesorders')).toHaveLength(60)
  const lines = (books.get('factures') ?? []).reduce(
    (sum, { lignes }) => sum + (Array.isArray(lignes) ? lignes.length : 0),
    0,
  )
  expect(crm.get('salesordersLines')).toHaveLength(lines)
  expect(await unexplained(desk, integration)).toEqual([])
}

async function unexplained(desk: Desk, integration: string) {
  const engine = engineAt(desk)
  const pass = await openRun(engine, integration, 'asked', desk.newId())
  if (!pass) throw new Error('The integration is busy')
  const accounts = await verify(await load(engine, pass))
  return accounts.filter((each) => ['unexplained', 'in-flight'].includes(each.class.kind))
}

async function aDesk(): Promise<Desk> {
  const installed = await registerInstall(db, {
    vendor: 'sage-sales',
    crmTenantId: randomUUID(),
    name: 'Batidis',
    origins: ['https://crm.example'],
    locale: 'en',
    newTenant: randomUUID(),
    newId: randomUUID(),
    newKey: randomUUID(),
    at: Date.now(),
  })
  const timings = { lease: 1_500, request: 30_000, step: 20_000 }
  return {
    db,
    tenant: installed.tenant,
    installation: installed.id,
    actor: { kind: 'person', id: 'ana', name: 'Ana' },
    role: 'admin',
    now: () => Date.now() + db.clockOffset,
    newId: randomUUID,
    emit: async () => undefined,
    way: { timings, sleep: (ms) => wait(ms), allowPrivate: true },
  }
}

async function list(origin: string, ...given: readonly string[]): Promise<readonly Row[]> {
  const answer = await fetch(`${origin}/_admin/list`, { method: 'POST', body: JSON.stringify(given) })
  return Rows.parse(await answer.json())
}

/** A process of its own; `line` is the first it prints. */
async function child(script: string, ...given: readonly string[]) {
  const started = spawn(process.execPath, ['--import', 'tsx', script, ...given], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  children.push(started)
  let printed = ''
  started.stdout.on('data', (chunk: Buffer) => (printed += chunk.toString()))
  const until = async (word: string): Promise<boolean> => {
    while (!printed.includes(word)) {
      if (started.exitCode !== null && !printed.includes(word)) return false
      await wait(20)
    }
    return true
  }
  if (!(await until('\n'))) throw new Error(`${script} ended with ${started.exitCode}`)
  return { line: printed.split('\n')[0] ?? '', until, kill: () => started.kill('SIGKILL') }
}
