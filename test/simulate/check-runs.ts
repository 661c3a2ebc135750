import { sql } from 'drizzle-orm'
import { rowsOf } from '@/lib/store/rows'
import { limits } from '@/lib/sync/brake'
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

/** I11: a run of what Ana approved sent nothing else. */
export async function onlyApproved({ world }: Found): Promise<Violation | null> {
  const sent = await world.within((tx) =>
    rowsOf<Sent>(
      tx,
      sql`select o.id, o.fingerprint, o.record from outbox o join runs r on r.tenant_id = o.tenant_id and r.id = o.run_id
        where o.tenant_id = ${world.desk.tenant} and r.trigger = 'approved'
        and o.state in ('released', 'started', 'done', 'refused')`,
    ),
  )
  const silent = sent.find(({ id, fingerprint }) => world.approved.get(id) !== fingerprint)
  return silent ? broken('I11', `nobody approved this write of ${silent.record}`) : null
}

const day = 24 * 3_600_000

/** I12: a held run sends nothing; nobody removes half a company within a day without being asked. */
export async function braked(found: Found): Promise<Violation | null> {
  const { world, journal } = found
  const runs = await world.within((tx) =>
    rowsOf<{ id: string; held: boolean; trigger: string }>(
      tx,
      sql`select id, coalesce(result ->> 'kind' = 'held', false) as held, trigger from runs
        where tenant_id = ${world.desk.tenant}`,
    ),
  )
  const byId = new Map(runs.map((run) => [run.id, run]))
  const written = journal.filter(({ kind }) => kind === 'written')
  const early = written.find(({ run }) => run !== null && byId.get(run)?.held)
  if (early) return broken('I12', `a held run wrote ${JSON.stringify(early)}`)
  for (const last of written.filter(
    ({ verb, run }) => verb === 'remove' && byId.get(run ?? '')?.trigger !== 'approved',
  )) {
    const alike = written.filter(
      ({ verb, entity, side, at }) =>
        verb === 'remove' && entity === last.entity && side === last.side && at <= last.at && at > last.at - day,
    )
    const all = found.links.filter((link) => last.side !== null && link[last.side]?.entity === last.entity)
    const live = all.filter((link) => last.side !== null && link[last.side]?.removed === false)
    const share = live.length >= limits.smallest && alike.length > all.length * limits.removalShare
    if (alike.length > limits.removals || share)
      return broken(
        'I12',
        `${alike.length} of ${all.length} ${last.entity} were removed within a day and nobody was asked`,
      )
  }
  return null
}

/** I4: nothing is sent that was decided under rules which are no longer in force. */
export async function underRules({ world }: Found): Promise<Violation | null> {
  for (const { at, version } of world.published) {
    const old = await world.within((tx) =>
      rowsOf<{ id: string; record: string }>(
        tx,
        sql`select id, record from outbox where tenant_id = ${world.desk.tenant} and planned_at < ${at}::bigint
          and started_at > ${at}::bigint order by id`,
      ),
    )
    const wrong = old.find(({ id }) => !world.approved.has(id))
    if (wrong) return broken('I4', `${wrong.record} was sent as decided before rules ${version}`)
  }
  return null
}
