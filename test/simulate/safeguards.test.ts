import { afterEach, describe, expect, test, vi } from 'vitest'
import type * as EngineReread from '@/lib/engine/reread'
import type * as StoreJournal from '@/lib/store/journal'
import type * as EnginePull from '@/lib/engine/pull'
import type * as StoreOutbox from '@/lib/store/outbox'
import type * as StoreOrphans from '@/lib/store/orphans'
import type * as StoreDb from '@/lib/store/db'
import type * as StoreInbox from '@/lib/store/inbox'
import type * as Connectors from '@/lib/connectors'
import type * as StoreApproved from '@/lib/store/approved'
import type * as EngineRecord from '@/lib/engine/record'
import type * as StoreGate from '@/lib/store/gate'
import { sql } from 'drizzle-orm'
import type { Send, SendAnswer, SendRequest } from '@/lib/model/connector'
import type { Side } from '@/lib/model/words'
import type { Here, Tx } from '@/lib/store/db'
import { rowsOf } from '@/lib/store/rows'
import { directed } from './fate'
import { live } from './live'
import { safeguards, setting } from './safeguards'

/**
 * Every safeguard can be taken away here, by a variant of the function that is it; nothing of this is in the product. The
 * history of each row breaks a promise without its safeguard and keeps all of them with it.
 */
const off = vi.hoisted(() => new Set<string>())

vi.mock('@/lib/engine/reread', async (load) => {
  const real = await load<typeof EngineReread>()
  return {
    ...real,
    reread: (...[work, rows]: Parameters<typeof real.reread>) =>
      off.has('re-read') ? Promise.resolve(rows) : real.reread(work, rows),
  }
})

vi.mock('@/lib/store/journal', async (load) => {
  const real = await load<typeof StoreJournal>()
  return {
    ...real,
    appendEntries: (...[tx, room, integration, entries]: Parameters<typeof real.appendEntries>) =>
      real.appendEntries(
        tx,
        room,
        integration,
        off.has('journal of what lost') ? entries.filter(({ kind }) => kind !== 'overruled') : entries,
      ),
  }
})

vi.mock('@/lib/engine/pull', async (load) => {
  const real = await load<typeof EnginePull>()
  return {
    ...real,
    listedIn: (...given: Parameters<typeof real.listedIn>) =>
      off.has('waiting for the other listing') ? () => true : real.listedIn(...given),
    pull: async (...[work, until]: Parameters<typeof real.pull>) => {
      if (!off.has('a first run that lists the books only') || work.run.trigger !== 'first')
        return real.pull(work, until)
      const { crm, books } = work.benches
      const unlisted = { ...crm, connector: { ...crm.connector, feeds: [] } }
      return real.pull({ ...work, benches: { crm: unlisted, books } }, until)
    },
  }
})

vi.mock('@/lib/store/outbox', async (load) => {
  const real = await load<typeof StoreOutbox>()
  const { withdrawRows } = await import('@/lib/store/gate')
  return {
    ...real,
    saveRequests: (...given: Parameters<typeof real.saveRequests>) =>
      off.has('request stored before it is sent') ? Promise.resolve() : real.saveRequests(...given),
    openRows: async (...[tx, room, integration]: Parameters<typeof real.openRows>) => {
      const rows = await real.openRows(tx, room, integration)
      if (!off.has('intent kept across a crash')) return rows
      await withdrawRows(
        tx,
        room,
        rows.map(({ id }) => id),
      )
      return []
    },
  }
})

vi.mock('@/lib/store/orphans', async (load) => {
  const real = await load<typeof StoreOrphans>()
  const { sql } = await import('drizzle-orm')
  return {
    ...real,
    endOrphans: async (...[tx, room, integration, run]: Parameters<typeof real.endOrphans>) => {
      if (!off.has('plans of an interrupted run')) return real.endOrphans(tx, room, integration, run)
      await tx.execute(sql`update runs set phase = 'closed' where tenant_id = ${room.tenant} and id <> ${run}`)
    },
  }
})

vi.mock('@/lib/store/db', async (load) => {
  const real = await load<typeof StoreDb>()
  return {
    ...real,
    inLease: (...[room, held, work]: Parameters<typeof real.inLease>) =>
      off.has('fencing token') ? real.inTenant(room, work) : real.inLease(room, held, work),
  }
})

vi.mock('@/lib/store/inbox', async (load) => {
  const real = await load<typeof StoreInbox>()
  return {
    ...real,
    foldPage: async (...[tx, room, integration, side, rows, readAt]: Parameters<typeof real.foldPage>) => {
      const same = off.has('what differs is news, whatever its version') ? await sameVersion(tx, room, side) : null
      const fresh = rows.filter(({ snapshot: { id, version } }) => same === null || same.get(id) !== version)
      return real.foldPage(tx, room, integration, side, fresh, readAt)
    },
  }
})

vi.mock('@/lib/connectors', async (load) => {
  const real = await load<typeof Connectors>()
  let sent = 0
  return {
    ...real,
    connectorOf: (id: string) => {
      const connector = real.connectorOf(id)
      return {
        ...connector,
        // So many seconds less than a lease and the longest request: nothing is waited for.
        visibleAfter: off.has('settle time') ? -90 : connector.visibleAfter,
        open: (...[grant, send]: Parameters<typeof connector.open>) => {
          const watch = watched(send)
          const session = connector.open(grant, watch.send)
          return {
            ...session,
            changes: async (...asked: Parameters<typeof session.changes>) => {
              watch.newest = null
              const page = await session.changes(...asked)
              return page.more || connector.side === 'books' ? page : { ...page, next: stampOf(page.next, watch) }
            },
            find: (...asked: Parameters<typeof session.find>) =>
              off.has('marker') ? Promise.resolve([]) : session.find(...asked),
            write: (...[entity, writes]: Parameters<typeof session.write>) =>
              session.write(
                entity,
                writes.map((write) => ({
                  ...write,
                  ...(off.has('marker') && write.do === 'create' ? { marker: `unknown-${++sent}` } : {}),
                  ...(off.has('precondition') && write.do !== 'create' ? { ifMatch: null } : {}),
                  ...(off.has('same key on retry') ? { idempotencyKey: `${write.idempotencyKey}-${++sent}` } : {}),
                })),
              ),
          }
        },
      }
    },
  }
})

vi.mock('@/lib/engine/record', async (load) => {
  const real = await load<typeof EngineRecord>()
  return {
    ...real,
    record: async (...[work, rows, outcomes]: Parameters<typeof real.record>) => {
      if (!off.has('base from what was sent')) return real.record(work, rows, outcomes)
      const found = await Promise.all(
        outcomes.map(async (outcome, at) => {
          const row = rows[at]
          if (!outcome.ok || outcome.receipt.shown || row?.verb !== 'create') return outcome
          const [shown = null] = await work.benches[row.side].session.read(row.entity, [outcome.receipt.id])
          return { ...outcome, receipt: { ...outcome.receipt, shown } }
        }),
      )
      return real.record(work, rows, found)
    },
  }
})

vi.mock('@/lib/store/gate', async (load) => {
  const real = await load<typeof StoreGate>()
  const { sql } = await import('drizzle-orm')
  return {
    ...real,
    startBatch: async (...[tx, room, ask]: Parameters<typeof real.startBatch>) => {
      const mine = sql`tenant_id = ${room.tenant}`
      if (off.has('gate: paused')) await tx.execute(sql`update integrations set paused_at = null where ${mine}`)
      // New rules are news to every link they are about, too.
      if (off.has('gate: rules in force'))
        await tx.execute(sql`update outbox o set version = i.version, news = l.news from integrations i, links l
          where o.tenant_id = ${room.tenant} and i.tenant_id = o.tenant_id and o.state = 'released'
          and l.tenant_id = o.tenant_id and l.id = o.link_id`)
      return real.startBatch(tx, room, ask)
    },
  }
})

vi.mock('@/lib/store/approved', async (load) => {
  const real = await load<typeof StoreApproved>()
  const { sql } = await import('drizzle-orm')
  return {
    ...real,
    approvedRows: async (...[tx, room, integration, limit]: Parameters<typeof real.approvedRows>) => {
      if (!off.has('planning again at the approval')) return real.approvedRows(tx, room, integration, limit)
      await tx.execute(sql`update outbox o set state = 'released', news = l.news from links l
        where o.tenant_id = ${room.tenant} and o.state = 'approved' and l.tenant_id = o.tenant_id and l.id = o.link_id`)
      return { rows: [], links: [] }
    },
  }
})

/** What is known of a side's versions. */
async function sameVersion(tx: Tx, room: Here, side: Side): Promise<ReadonlyMap<string, string | null>> {
  const rows = await rowsOf<{ id: string; version: string | null }>(
    tx,
    sql`select ${sql.raw(`${side}_id`)} as id, ${sql.raw(`${side}_version`)} as version from links
      where tenant_id = ${room.tenant} and ${sql.raw(`${side}_id`)} is not null`,
  )
  return new Map(rows.map(({ id, version }) => [id, version]))
}

interface Watch {
  readonly send: Send
  newest: string | null
}

/** Notes the newest date that the vendor shows. */
function watched(send: Send): Watch {
  const watch: { send: Send; newest: string | null } = { send, newest: null }
  const seeing = async (request: SendRequest): Promise<SendAnswer> => {
    const answer = await send(request)
    for (const [, date = ''] of Buffer.from(answer.body)
      .toString()
      .matchAll(/"date(?:Created|Updated)":"([^"]+)"/g))
      if (watch.newest === null || date > watch.newest) watch.newest = date
    return answer
  }
  watch.send = Object.assign(seeing, { now: send.now, sleep: send.sleep })
  return watch
}

function stampOf(next: string, watch: Watch): string {
  const place = JSON.parse(next) as Readonly<Record<string, unknown>> // the CRM's cursor
  if (off.has("the vendor's clock in the cursor"))
    return JSON.stringify({ ...place, since: new Date(watch.send.now()).toISOString() })
  const newest = off.has('overlap instead of the newest stamp seen') ? watch.newest : null
  return newest === null ? next : JSON.stringify({ ...place, since: newest })
}

afterEach(() => off.clear())

describe('Without its safeguard a promise is broken, with it none is', () => {
  for (const row of safeguards.filter((each) => each.in === 'shell'))
    test(row.off, { timeout: 240_000 }, async () => {
      const fate = () => directed({ ...setting, ...row.world }, row.passes)
      if (row.under) off.add(row.under)
      const kept = await live(fate())
      expect(kept.violation, kept.told.join('\n')).toBeNull()
      off.add(row.off)
      const broken = await live(fate())
      expect(broken.violation, broken.told.join('\n')).not.toBeNull()
    })
})
