import { createHash, randomUUID } from 'node:crypto'
import { mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import { openDatabase, type Database, type OpenOptions } from '@/lib/store/db'

/** A migrated database in memory. The first opening of a schema takes seconds; its dump serves all later ones. */
export async function openEmbedded(options: Omit<OpenOptions, 'dump' | 'driver'> = {}): Promise<Database> {
  const folder = join(tmpdir(), `concord-dumps-${userInfo().uid}`)
  const path = join(folder, await schemaHash())
  const kept = await readFile(path).catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
    throw error
  })
  if (kept) return openDatabase('pglite:memory', { ...options, dump: new Blob([new Uint8Array(kept)]) })
  const db = await openDatabase('pglite:memory', options)
  const dump = await db.dump?.()
  if (dump) {
    await mkdir(folder, { recursive: true, mode: 0o700 })
    const aside = join(folder, randomUUID())
    await writeFile(aside, Buffer.from(await dump.arrayBuffer()))
    await rename(aside, path)
  }
  return db
}

async function schemaHash(): Promise<string> {
  const migrations = join(process.cwd(), 'drizzle/migrations')
  const names = (await readdir(migrations)).filter((name) => name.endsWith('.sql')).sort()
  const hash = createHash('sha256')
  for (const name of [
    ...names.map((each) => join(migrations, each)),
    'node_modules/@electric-sql/pglite/package.json',
  ]) {
    hash.update(await readFile(name))
  }
  return hash.digest('hex').slice(0, 24)
}
