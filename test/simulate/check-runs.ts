import { sql } from 'drizzle-orm'
import { rowsOf } from '@/lib/store/rows'
import { broken, type Found, type Violation } from './check'
import { neighbourOf } from './neighbour'

/** I9, I14: what was seen while it happened, and the rows of somebody else. */
export async function keptApart({ world }: Found): Promise<Violation | null> {
  const [seen] = world.broken
  if (seen) return seen
  const { neighbour } = world
  const now = await neighbourOf(world.db, neighbour?.tenant ?? null)
  return now?.rows === neighbour?.rows ? null : broken('I14', `rows of ${neighbour?.tenant} changed in our history`)
}

interface Sent {
  readonly id: string
  readonly fingerprint: string
  readonly record: string
}

/** I11: a run of what Ana approved sent nothing else; what she took back, and a stop kept from going, she asked for, too. */
export async function onlyApproved({ world }: Found): Promise<Violation | null> {
  const sent = await world.within((tx) =>
    rowsOf<Sent>(
      tx,
      sql`select o.id, o.fingerprint, o.record from outbox o join runs r on r.tenant_id = o.tenant_id and r.id = o.run_id
        where o.tenant_id = ${world.desk.tenant} and o.integration_id = ${world.integration} and r.trigger = 'approved'
        and o.why <> 'undone' and o.state in ('released', 'started', 'done', 'refused')`,
    ),
  )
  const silent = sent.find(({ id, fingerprint }) => world.approved.get(id) !== fingerprint)
  return silent ? broken('I11', `nobody approved this write of ${silent.record}`) : null
}

/** I4: nothing is sent that was decided under rules which are no longer in force; what a stop kept an undo from is decided anew. */
export async function underRules({ world }: Found): Promise<Violation | null> {
  // A clock that was set tells nothing about what came first.
  if (world.done.includes('our-clock')) return null
  for (const { at, version } of world.published) {
    const old = await world.within((tx) =>
      rowsOf<{ id: string; record: string }>(
        tx,
        sql`select id, record from outbox where tenant_id = ${world.desk.tenant} and integration_id = ${world.integration} and planned_at < ${at}::bigint
          and greatest(started_at, repeated_at) > ${at}::bigint and (version < ${version} or why <> 'undone') order by id`,
      ),
    )
    const wrong = old.find(({ id }) => !world.approved.has(id))
    if (wrong) return broken('I4', `${wrong.record} was sent as decided before rules ${version}`)
  }
  return null
}
