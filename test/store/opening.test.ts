import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { sql } from 'drizzle-orm'
import { openDatabase, type Database } from '@/lib/store/db'
import { rowsOf } from '@/lib/store/rows'
import { startPostgres, type Cluster } from '../kit/postgres'

describe('a database is opened', () => {
  let cluster: Cluster
  let db: Database
  beforeAll(async () => {
    cluster = await startPostgres()
  })
  afterAll(async () => {
    await db.close()
    await cluster.stop()
  })
  it('two servers that start at once on an empty database migrate it once', async () => {
    const url = await cluster.fresh()
    const [first, second] = await Promise.all([openDatabase(url), openDatabase(url)])
    db = first
    const names = await rowsOf<{ name: string }>(second.drizzle, sql`select name from migrations order by name`)
    expect(names.map(({ name }) => name).slice(0, 3)).toEqual([
      '0000_roles.sql',
      '0001_corridor.sql',
      '0002_guards.sql',
    ])
    await second.close()
  })
})
