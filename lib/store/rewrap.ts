import { sql } from 'drizzle-orm'
import { env, type SealingKey } from '@/lib/env'
import type { Here, Tx } from './db'
import { json, rowsOf } from './rows'
import { kidOf, rewrap } from './seal'

interface Envelope {
  readonly connection: string
  readonly version: number
  readonly sealed: Readonly<Record<string, string>>
}

/**
 * Moves a tenant's sealed secrets to the active key; how many rows were moved. Whatever was sealed anew meanwhile bears
 * another envelope, and its row is left alone.
 */
export async function rewrapTenant(
  tx: Tx,
  room: Pick<Here, 'tenant'>,
  ring: readonly SealingKey[] = env().CRED_KEYS,
): Promise<number> {
  const { tenant } = room
  const active = ring[0]?.kid
  const isOld = ({ sealed }: Envelope) => Object.values(sealed).some((envelope) => kidOf(envelope) !== active)
  const moved = ({ connection, version, sealed }: Envelope) =>
    Object.fromEntries(
      Object.entries(sealed).map(([field, envelope]) => [
        field,
        rewrap(envelope, { tenant, connection, field, version }, ring),
      ]),
    )
  const keys = await rowsOf<Envelope>(
    tx,
    sql`select id as connection, version, sealed from connections where tenant_id = ${tenant} and sealed <> '{}'`,
  )
  for (const row of keys.filter(isOld)) {
    await tx.execute(sql`update connections set sealed = ${json(moved(row))} where tenant_id = ${tenant}
      and id = ${row.connection} and sealed = ${json(row.sealed)}`)
  }
  const hooks = await rowsOf<Envelope>(
    tx,
    sql`select connection_id as connection, 1 as version, sealed from subscriptions
      where tenant_id = ${tenant} and sealed <> '{}'`,
  )
  for (const row of hooks.filter(isOld)) {
    await tx.execute(sql`update subscriptions set sealed = ${json(moved(row))} where tenant_id = ${tenant}
      and connection_id = ${row.connection} and sealed = ${json(row.sealed)}`)
  }
  const tokens = await rowsOf<Envelope>(
    tx,
    sql`select connection_id as connection, version,
        jsonb_strip_nulls(jsonb_build_object('access', access, 'refresh', refresh)) as sealed
      from tokens where tenant_id = ${tenant}`,
  )
  for (const row of tokens.filter(isOld)) {
    const { access, refresh = null } = moved(row)
    await tx.execute(sql`update tokens set access = ${access}, refresh = ${refresh} where tenant_id = ${tenant}
      and connection_id = ${row.connection} and version = ${row.version}`)
  }
  const installed = await rowsOf<Envelope>(
    tx,
    sql`select id as connection, 1 as version, jsonb_build_object('installation', sealed) as sealed
      from installations where tenant_id = ${tenant} and sealed is not null`,
  )
  for (const row of installed.filter(isOld)) {
    await tx.execute(sql`update installations set sealed = ${moved(row)['installation']} where tenant_id = ${tenant}
      and id = ${row.connection} and sealed = ${row.sealed['installation']}`)
  }
  return [keys, hooks, tokens, installed].flat().filter(isOld).length
}
