import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openDatabase } from '@/lib/store/db'
import { slowProcessor } from '../kit/slowness'
import { built } from './build'
import type { Ran, Settled } from './candidate'
import { treeCpu } from './meter'
import { hire, type Servant } from './orders'
import type { Where } from './vendors'

/** Two contacts each: ten thousand records and a few more. */
const clients = 3_334
const home = mkdtempSync(join(tmpdir(), 'concord-dry-run-'))

let vendors: Servant
let candidate: Servant
beforeAll(async () => {
  const scripts = await built()
  const database = `pglite:${join(home, 'data')}`
  await (await openDatabase(database)).close()
  vendors = hire(scripts.vendors, [], null)
  candidate = hire(scripts.candidate, [], null)
  await candidate.order('open', { name: 'concord', database })
  await dryRun(200)
})
afterAll(async () => {
  await candidate.kill()
  await vendors.kill()
  rmSync(home, { recursive: true, force: true })
})

async function dryRun(size: number): Promise<Ran & { readonly vendors: number }> {
  const { where } = await vendors.order<{ where: Where }>('serve', { books: { size }, crm: {} })
  const { place } = await candidate.order<Settled>('setUp', where)
  const before = treeCpu(vendors.pid)
  const ran = await candidate.order<Ran>('run', { place, trigger: 'preview', id: randomUUID() })
  return { ...ran, vendors: treeCpu(vendors.pid) - before }
}

it('a dry run of ten thousand records is complete in ten seconds, embedded database and vendors included', async () => {
  const ran = await dryRun(clients)
  expect(ran.isDone).toBe(true)
  process.stdout.write(
    `dry run of ${String(3 * clients)} records: ${ran.wall.toFixed(0)} ms by the clock, ${ran.cpu.toFixed(0)} ms of our CPU, ${String(ran.vendors)} ms of the simulators'\n`,
  )
  // We and the vendors take turns, so that this is what the clock shows where nobody else needs the cores.
  expect(ran.cpu + ran.vendors).toBeLessThan(10_000 * slowProcessor())
}, 120_000)
