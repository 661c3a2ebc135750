import { execFile } from 'node:child_process'
import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import pg from 'pg'

const run = promisify(execFile)
const debian = '/usr/lib/postgresql'

export interface ClusterOptions {
  /** Settings of the server, as `name=value`. */
  readonly settings?: readonly string[]
  /** The one core it may use. */
  readonly core?: number
}

export interface Cluster {
  /** The server's own process; its backends are its children. */
  readonly pid: number
  /** A new empty database in it. */
  fresh(): Promise<string>
  stop(): Promise<void>
}

/** Starts a real PostgreSQL server with a data directory of its own; as root it runs as the user postgres. */
export async function startPostgres({ settings = [], core }: ClusterOptions = {}): Promise<Cluster> {
  const folder = await mkdtemp(join(tmpdir(), 'concord-postgres-'))
  const data = join(folder, 'data')
  const port = await freePort()
  const bin = await newestBin()
  const asRoot = userInfo().uid === 0
  const call = (program: string, args: readonly string[]) => {
    const pinned = core === undefined ? [] : ['taskset', '-c', String(core)]
    const [first = '', ...rest] = [
      ...(asRoot ? ['runuser', '-u', 'postgres', '--'] : []),
      ...pinned,
      join(bin, program),
    ]
    return run(first, [...rest, ...args], { cwd: folder })
  }
  if (asRoot) await run('chown', ['postgres', folder])
  await call('initdb', ['-D', data, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--locale=C.UTF-8', '--no-sync'])
  const flags = `-p ${port} -k ${folder} -c listen_addresses=127.0.0.1 -c fsync=off -c max_connections=60 ${settings.map((each) => `-c ${each}`).join(' ')}`
  await call('pg_ctl', ['-D', data, '-w', '-l', join(folder, 'log'), '-o', flags, 'start'])
  const server = `postgres://postgres@127.0.0.1:${port}`
  const [pid] = (await readFile(join(data, 'postmaster.pid'), 'utf8')).split('\n')
  let count = 0
  return {
    pid: Number(pid),
    async fresh() {
      const name = `concord_${process.pid}_${count++}`
      const client = new pg.Client({ connectionString: `${server}/postgres` })
      await client.connect()
      await client.query(`create database ${name}`)
      await client.end()
      return `${server}/${name}`
    },
    async stop() {
      await call('pg_ctl', ['-D', data, '-m', 'immediate', 'stop'])
      await rm(folder, { recursive: true, force: true })
    },
  }
}

async function newestBin(): Promise<string> {
  const [newest] = (await readdir(debian)).sort((a, b) => Number(b) - Number(a))
  return join(debian, newest ?? '', 'bin')
}

export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() =>
        address && typeof address === 'object' ? resolve(address.port) : reject(new Error('no port')),
      )
    })
  })
}
