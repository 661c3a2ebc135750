import { createHash } from 'node:crypto'
import pg from 'pg'
import { plain } from './plain'
import type { Carry } from './candidate'
import type { Where } from './vendors'

/** The least that any synchroniser must do to know what changed: fetch pages, hash, one upsert per page. It writes nothing. */
export async function floor(database: string) {
  const client = new pg.Client({ connectionString: database })
  await client.connect()
  let count = 0
  return {
    async setUp(where: Where): Promise<Carry> {
      const table = `floor_${count++}`
      await client.query(`create table ${table} (kind text, id text, hash text, data json, primary key (kind, id))`)
      const vendors = plain(where)
      const carryOut = async () => {
        for (const list of ['clients', 'contacts'] as const)
          for await (const page of vendors.pages(list)) {
            const rows = page.map((row) => {
              const data = JSON.stringify(row)
              return { id: row.id, hash: createHash('sha256').update(data).digest('base64'), data: row }
            })
            await client.query(
              `insert into ${table} (kind, id, hash, data)
               select $1, id, hash, data from json_to_recordset($2) as page(id text, hash text, data json)
               on conflict (kind, id) do update set hash = excluded.hash, data = excluded.data
               where ${table}.hash <> excluded.hash`,
              [list, JSON.stringify(rows)],
            )
          }
        return null
      }
      return { home: null, carryOut }
    },
  }
}
