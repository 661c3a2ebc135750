import { sql } from 'drizzle-orm'
import type { Database } from '@/lib/store/db'

export interface Crowd {
  readonly tenant: string
  readonly integration: string
  readonly crmConnection: string
  readonly now: number
  readonly links: number
  readonly entries: number
  readonly runs: number
}

const day = 86_400_000

/** Fills an integration by SQL with as many records, runs and journal entries as a big customer has after a year. */
export async function crowd(db: Database, given: Crowd): Promise<void> {
  await addLinks(db, given)
  await addRuns(db, given)
  await addEntries(db, given)
  await addWrites(db, given)
  await db.drizzle.execute(sql`vacuum analyze`)
}

/** 96 in a hundred in step, the rest waiting, left out, parked for three causes, on their way or removed. */
async function addLinks(db: Database, { tenant, integration, crmConnection, now, links }: Crowd): Promise<void> {
  await db.drizzle.execute(sql`
    insert into links (tenant_id, id, integration_id, crm_connection_id, space, crm_id, crm_entity, crm_seen, crm_base,
      crm_read_at, books_id, books_entity, books_seen, books_base, books_read_at, news, planned, reason, because, gone,
      born_at, changed_at)
    select ${tenant}, 'link-' || lpad(n::text, 8, '0'), ${integration}, ${crmConnection}, space,
      'c' || n, entity, seen, seen, ${now}::bigint - n * 1000,
      case when reason is null then 'b' || n end, case when reason is null then entity end,
      case when reason is null then seen end, case when reason is null then seen end,
      case when reason is null then ${now}::bigint - n * 1000 end,
      case when n % 400 = 7 then 2 else 1 end, 1, reason,
      case when reason is not null then jsonb_build_object('reason', reason, 'field', case when n % 100 = 1 then 'vatNumber' else 'email' end) end,
      n % 500 = 9, ${now - 300 * day}::bigint, ${now}::bigint - n * 1000
    from (select n, e.entity, e.space,
        case n % 100 when 0 then 'waits-for-parent' when 1 then 'rejected' when 2 then 'out-of-scope'
          when 3 then case n % 3 when 0 then 'ambiguous' when 1 then 'surprise' else 'rejected' end end as reason,
        jsonb_build_object('name', 'Company ' || n || ' of ' || chr(65 + (n % 26)::int) || 'town', 'code', 'C' || lpad(n::text, 7, '0'),
          'email', 'office' || n || '@example.test', 'phone', '+3314268' || lpad((n % 10000)::text, 4, '0'), 'street', n || ', rue de la Paix',
          'city', 'Paris', 'postcode', '75002', 'country', 'FR', 'vatNumber', 'FR' || n, 'notes', repeat('Visited in autumn. ', 8)) as seen
      from generate_series(1, ${links}::int) n
      join lateral (select * from (values (0, 'customer', 'account'), (1, 'contact', 'contact'), (2, 'product', 'product'),
        (3, 'invoice', 'invoice')) e(at, entity, space) where e.at = n % 4) e on true) made`)
}

/** Spread evenly over the past year; every hundredth did not end well. */
async function addRuns(db: Database, { tenant, integration, now, runs }: Crowd): Promise<void> {
  await db.drizzle.execute(sql`
    insert into runs (tenant_id, id, integration_id, trigger, actor, phase, started_at, counts, calls, version, taken, steps)
    select ${tenant}, 'run-' || lpad(n::text, 8, '0'), ${integration}, 'schedule', '{"kind":"schedule"}', 'open',
      ${now}::bigint - n::bigint * ${Math.floor((365 * day) / runs)}::bigint, '{"customer:crm":{"updated":28}}', '{"sage-sales":12,"sage-50-fr":8}', 1, 0, 1
    from generate_series(1, ${runs}::int) n`)
  await db.drizzle.execute(sql`update runs set phase = 'closed', ended_at = started_at + 9000,
    result = case when right(id, 2) = '00' then '{"kind":"stopped","vendor":"sage-50-fr","problem":{"kind":"unreachable"}}'::jsonb
      else '{"kind":"done"}'::jsonb end
    where tenant_id = ${tenant} and phase <> 'closed'`)
}

async function addEntries(db: Database, { tenant, integration, now, links, entries, runs }: Crowd): Promise<void> {
  await db.drizzle.execute(sql`
    insert into journal (tenant_id, id, integration_id, at, run_id, link_id, kind, actor, entity, side, verb, why, version,
      record, sets, remote_id, problem)
    select ${tenant}, 'entry-' || lpad(n::text, 9, '0'), ${integration},
      ${now}::bigint - n::bigint * ${Math.floor((365 * day) / entries)}::bigint,
      'run-' || lpad((1 + n::bigint * ${runs}::bigint / ${entries + 1}::bigint)::text, 8, '0'),
      'link-' || lpad((1 + n % ${links}::int)::text, 8, '0'),
      case when n % 50 = 0 then 'refused' else 'written' end, '{"kind":"schedule"}',
      (array['customer', 'contact', 'product', 'invoice'])[1 + (1 + n % ${links}::int) % 4], 'crm',
      (array['update', 'update', 'update', 'create', 'remove'])[1 + n % 5], 'edited-there', 1,
      'Company ' || (1 + n % ${links}::int) || ' of ' || chr(65 + (n % 26)::int) || 'town',
      '[{"key":"phone","value":"+33142685300","before":null,"from":"phone","origin":"+33142685300","why":"edited-there","base":null,"lost":null}]',
      'c' || n, case when n % 50 = 0 then '{"kind":"rejected","field":"vatNumber","detail":"not known"}'::jsonb end
    from generate_series(1, ${entries}::int) n`)
}

/** What was sent stays in the outbox; a few writes are on their way. */
async function addWrites(db: Database, { tenant, integration, now, links, runs }: Crowd): Promise<void> {
  await db.drizzle.execute(sql`
    insert into outbox (tenant_id, id, integration_id, link_id, run_id, side, verb, entity, record, why, sets, waits_for, state,
      news, version, fingerprint, epoch, attempts, rank, planned_at)
    select ${tenant}, 'row-' || lpad(n::text, 9, '0'), ${integration}, 'link-' || lpad(n::text, 8, '0'),
      'run-' || lpad((1 + n % ${runs}::int)::text, 8, '0'), 'crm', 'update',
      (array['customer', 'contact', 'product', 'invoice'])[1 + n % 4], 'Company ' || n, 'edited-there', '[]', '{}',
      case when n % 1000 = 0 then 'released' else 'done' end, 1, 1, 'f', 0, 1, 0, ${now}::bigint - n
    from generate_series(1, ${links}::int) n`)
}
