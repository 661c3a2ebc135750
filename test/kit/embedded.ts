import { createHash, randomUUID } from 'node:crypto'
import { mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import { openDatabase, type Database } from '@/lib/store/db'

const root = join(import.meta.dirname, '../..')
const migrations = join(root, 'drizzle/migrations')
const engine = join(root, 'node_modules/@electric-sql/pglite/package.json')

let template: Promise<Blob> | undefined

/** An empty database in memory. Migrating takes seconds, so that it is done once per set of migrations and kept. */
export async function openEmbedded(): Promise<Database> {
  template ??= kept()
  return openDatabase('pglite:memory', { dump: await template, migrate: false })
}

async function kept(): Promise<Blob> {
  const folder = join(tmpdir(), `concord-dumps-${userInfo().uid}`)
  const path = join(folder, await hash())
  const known = await readFile(path).catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
    throw error
  })
  if (known) return new Blob([new Uint8Array(known)])
  const made = await migrated()
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const aside = join(folder, randomUUID())
  await writeFile(aside, new Uint8Array(await made.arrayBuffer()))
  await rename(aside, path)
  return made
}

async function hash(): Promise<string> {
  const sum = createHash('sha256')
  const names = (await readdir(migrations)).filter((name) => name.endsWith('.sql')).sort()
  for (const path of [...names.map((name) => join(migrations, name)), engine])
    sum.update(path.slice(root.length)).update(await readFile(path))
  return sum.digest('hex').slice(0, 24)
}

async function migrated(): Promise<Blob> {
  const db = await openDatabase('pglite:memory')
  try {
    if (!db.dump) throw new Error('This database cannot be dumped')
    return await db.dump()
  } finally {
    await db.close()
  }
}
