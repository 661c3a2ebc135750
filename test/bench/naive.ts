import pg from 'pg'
import { plain, type Row } from './plain'
import type { Carry } from './candidate'
import type { Where } from './vendors'

/** The script everybody writes first: fetch, upsert row by row, write one by one. No plan, no base, no journal, no repair. */
export async function naive(database: string) {
  const client = new pg.Client({ connectionString: database })
  await client.connect()
  let count = 0
  return {
    async setUp(where: Where): Promise<Carry> {
      const table = `naive_${count++}`
      await client.query(
        `create table ${table} (kind text, id text, data jsonb, remote bigint, primary key (kind, id))`,
      )
      const vendors = plain(where)
      const carryOut = async () => {
        await vendors.signIn()
        for (const list of ['clients', 'contacts'] as const)
          for await (const page of vendors.pages(list))
            for (const row of page) await carry(client, table, vendors, list, row)
        return null
      }
      return { home: null, carryOut }
    },
  }
}

async function carry(
  client: pg.Client,
  table: string,
  vendors: ReturnType<typeof plain>,
  list: 'clients' | 'contacts',
  row: Row,
): Promise<void> {
  const { rows } = await client.query<{ remote: string | null }>(
    `insert into ${table} (kind, id, data) values ($1, $2, $3) on conflict (kind, id) do update set data = excluded.data returning remote`,
    [list, row.id, JSON.stringify(row)],
  )
  if (rows[0]?.remote) return
  const { id } =
    list === 'clients'
      ? await vendors.post('accounts', accountOf(row))
      : await vendors.post('contacts', contactOf(row, await ownerOf(client, table, row)))
  await client.query(`update ${table} set remote = $3 where kind = $1 and id = $2`, [list, row.id, id])
}

async function ownerOf(client: pg.Client, table: string, row: Row): Promise<number> {
  const found = await client.query<{ remote: string }>(
    `select remote from ${table} where kind = 'clients' and id = $1`,
    [row['tiersId']],
  )
  return Number(found.rows[0]?.remote)
}

const accountOf = (row: Row) => ({
  extId: row['code'],
  name: row['raisonSociale'],
  vatNumber: row['tvaIntra'],
  email: row['email'],
  phone: row['telephone'],
  phone2: row['portable'],
  fax: row['fax'],
  website: row['siteWeb'],
  ...placeOf(row),
  comment: row['notes'],
  statusId: 22,
  branchId: 438,
  salesRepId1: 501,
  readOnly: true,
})

const contactOf = (row: Row, accountId: number) => ({
  accountId,
  extId: row['code'],
  firstName: row['prenom'] ?? '-',
  lastName: row['nom'] ?? '-',
  email: row['email'],
  phone1: row['telephone'],
  phone2: row['portable'],
  ...placeOf(row),
})

function placeOf(row: Row) {
  const address = row['adresse'] as Readonly<Record<string, unknown>> // Sage's own nesting
  return { address1: address['l1'], postcode: address['codePostal'], city: address['ville'] }
}
