import { mkdir } from 'node:fs/promises'
import type { Logger } from 'drizzle-orm'
import type { Database } from './db'
import { lockFolder } from './lock'

type Opened = Pick<Database, 'drizzle' | 'close' | 'warnings' | 'dump'>

const int8 = 20

/** Embedded PostgreSQL in `folder`, or in memory. It has one session: inside a transaction only `tx` may be used. */
export async function openPglite(folder: string, logger: Logger | false, dump?: Blob): Promise<Opened> {
  const { PGlite } = await import('@electric-sql/pglite')
  const { drizzle } = await import('drizzle-orm/pglite')
  const parsers = { [int8]: Number }
  if (folder === 'memory') {
    const client = await PGlite.create({ parsers, ...(dump ? { loadDataDir: dump } : {}) })
    return {
      drizzle: drizzle(client, { logger }),
      close: () => client.close(),
      warnings: [],
      dump: () => client.dumpDataDir('none'),
    }
  }
  await mkdir(folder, { recursive: true })
  const unlock = await lockFolder(folder)
  try {
    const client = await PGlite.create(folder, { parsers })
    return { drizzle: drizzle(client, { logger }), close: () => client.close().finally(unlock), warnings: [] }
  } catch (error) {
    await unlock()
    throw error
  }
}

export async function openPostgres(url: string, logger: Logger | false): Promise<Opened> {
  const { default: pg } = await import('pg')
  const { drizzle } = await import('drizzle-orm/node-postgres')
  // drizzle asks the global parsers for every type it does not know better.
  pg.types.setTypeParser(int8, Number)
  const pool = new pg.Pool({ connectionString: url, connectionTimeoutMillis: 15_000 })
  const warnings = listen(pool)
  return { drizzle: drizzle(pool, { logger }), close: () => pool.end(), warnings }
}

/** Neon over WebSocket: its HTTP driver has no interactive transactions. */
export async function openNeon(url: string, logger: Logger | false): Promise<Opened> {
  const { neonConfig, Pool, types } = await import('@neondatabase/serverless')
  const { drizzle } = await import('drizzle-orm/neon-serverless')
  if (typeof WebSocket === 'undefined') neonConfig.webSocketConstructor = (await import('ws')).WebSocket
  types.setTypeParser(int8, Number)
  const pool = new Pool({ connectionString: url, connectionTimeoutMillis: 15_000 })
  const warnings = listen(pool)
  return { drizzle: drizzle(pool, { logger }), close: () => pool.end(), warnings }
}

/** A lost idle connection must not end the process: the pool opens another; the last ones are kept for the operator. */
function listen(pool: { on(event: 'error', listener: (error: Error) => void): unknown }): string[] {
  const warnings: string[] = []
  pool.on('error', (error) => {
    warnings.push(`A database connection was lost: ${error.message}`)
    if (warnings.length > 20) warnings.shift()
  })
  return warnings
}
