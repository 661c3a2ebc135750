import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { sql } from 'drizzle-orm'
import type { Tx } from './db'
import { rowsOf } from './rows'

// Any constant does: two servers that start at once queue behind it.
const migrationLock = 727_001

/** Applies drizzle/migrations/*.sql that this database has not seen, in name order, in one transaction. */
export async function migrate(drizzle: Tx, folder = join(process.cwd(), 'drizzle/migrations')): Promise<void> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.sql')).sort()
  await drizzle.transaction(async (tx) => {
    await tx.execute(sql`select pg_advisory_xact_lock(${migrationLock}::bigint)`)
    await tx.execute(sql`create table if not exists migrations (name text primary key)`)
    const done = new Set((await rowsOf<{ name: string }>(tx, sql`select name from migrations`)).map(({ name }) => name))
    for (const name of names.filter((each) => !done.has(each))) {
      const script = await readFile(join(folder, name), 'utf8')
      for (const statement of script.split('--> statement-breakpoint')) {
        if (statement.trim()) await tx.execute(sql.raw(statement))
      }
      await tx.execute(sql`insert into migrations (name) values (${name})`)
    }
  })
}
