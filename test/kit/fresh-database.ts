import { createHash, randomUUID } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { readFile, rename, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openDatabase, type Database } from '@/lib/store/db'

const migrations = join(import.meta.dirname, '../../drizzle/migrations')

let template: Promise<Blob> | undefined

/** An empty database in memory. Migrating takes seconds, so that it is done once per set of migrations and kept. */
export async function freshDatabase(): Promise<Database> {
  template ??= kept()
  return openDatabase('pglite:memory', { dump: await template, migrate: false })
}

let shared: Promise<Database> | undefined

/** One database for all tests of a file: every corridor is a tenant of its own. It ends with the process. */
export function sharedDatabase(): Promise<Database> {
  shared ??= freshDatabase()
  return shared
}

async function kept(): Promise<Blob> {
  const path = join(tmpdir(), `concord-empty-${hash()}.tar`)
  const known = await readFile(path).catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
    throw error
  })
  if (known) return new Blob([new Uint8Array(known)])
  const made = await migrated()
  const aside = `${path}.${randomUUID()}`
  await writeFile(aside, new Uint8Array(await made.arrayBuffer()))
  await rename(aside, path)
  return made
}

function hash(): string {
  const sum = createHash('sha256')
  for (const file of readdirSync(migrations)
    .filter((name) => name.endsWith('.sql'))
    .sort())
    sum.update(file).update(readFileSync(join(migrations, file)))
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
