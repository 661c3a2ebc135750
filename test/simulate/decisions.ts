import { revert } from '@/lib/engine/revert'
import { inTenant } from '@/lib/store/db'
import { sql } from 'drizzle-orm'
import { approveRows } from '@/lib/store/outbox'
import { rowsOf } from '@/lib/store/rows'
import type { World } from './world'

/** The last run but `nth` that wrote something is to be taken back before the next one. */
export async function takeBack(world: World, nth: number): Promise<boolean> {
  const target = await lastWriter(world, nth)
  if (target === null) return false
  await noteUndone(world, target)
  world.undone.runs.push({
    id: await inTenant(world.engine, (tx) => revert(tx, world.engine, world.integration, target)),
    target,
  })
  return true
}

/** What the undo of a run is about; that run may be under way, so it is looked at again when its undo begins. */
export async function noteUndone(world: World, target: string): Promise<void> {
  const about = await world.within((tx) =>
    rowsOf<{ link: string }>(
      tx,
      sql`select link_id as link from outbox where tenant_id = ${world.desk.tenant} and run_id = ${target}
        union select link_id from journal where tenant_id = ${world.desk.tenant} and run_id = ${target} and kind = 'written'`,
    ),
  )
  for (const { link } of about) world.undone.links.add(link)
}

export async function lastWriter(world: World, nth: number): Promise<string | null> {
  const rows = await world.within((tx) =>
    rowsOf<{ run: string }>(
      tx,
      sql`select run_id as run from journal where tenant_id = ${world.desk.tenant} and integration_id = ${world.integration}
        and kind = 'written' and why <> 'undone' group by run_id order by max(id) desc limit ${nth + 1}`,
    ),
  )
  return rows[nth]?.run ?? null
}

export interface UndecidedRow {
  readonly id: string
  readonly fingerprint: string
  readonly link: string
}

/** What a page would show for a yes or a no. Nobody decides on a plan while another company's books are open. */
export async function undecidedRows(world: World): Promise<readonly UndecidedRow[]> {
  if (world.stranger.now) return []
  return world.within((tx) =>
    rowsOf<UndecidedRow>(
      tx,
      sql`select id, fingerprint, link_id as link from outbox where tenant_id = ${world.desk.tenant}
        and integration_id = ${world.integration} and state in ('held', 'proposed')
        and exists (select 1 from runs r where r.tenant_id = outbox.tenant_id and r.id = outbox.run_id and r.phase = 'closed')
        order by id`,
    ),
  )
}

/** Ana says yes to everything that is held or proposed; how many rows that were. */
export async function approve(world: World): Promise<number> {
  const rows = await undecidedRows(world)
  for (const { id, fingerprint } of rows) world.approved.set(id, fingerprint)
  return world.within((tx) =>
    approveRows(
      tx,
      world.desk,
      rows.map(({ id }) => id),
    ),
  )
}

export const approvedLeft = (world: World): Promise<boolean> =>
  world.within(async (tx) => {
    const rows = await rowsOf(
      tx,
      sql`select id from outbox where tenant_id = ${world.desk.tenant}
        and integration_id = ${world.integration} and state = 'approved' limit 1`,
    )
    return rows.length > 0
  })
