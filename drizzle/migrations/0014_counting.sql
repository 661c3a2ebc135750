do $$ declare each text; begin
  foreach each in array array['incidents', 'alert_settings', 'recipients', 'mails', 'daily', 'daily_calls', 'daily_lags']
  loop
    execute format('alter table %I force row level security', each);
    execute format('grant select, insert, update, delete on %I to app_user', each);
  end loop;
end $$;
--> statement-breakpoint
-- Per statement, so that a batch of a thousand entries costs two upserts. Both halves are kept by then (record.ts).
create function count_entries() returns trigger
language plpgsql set search_path = public, pg_temp as $$
begin
  insert into daily as d (tenant_id, integration_id, day, entity, side, created, updated, removed, refused, others)
  select f.tenant_id, f.integration_id, (f.at / 86400000)::integer, f.entity, coalesce(f.side, ''),
    count(*) filter (where f.kind = 'written' and f.verb = 'create'),
    count(*) filter (where f.kind = 'written' and f.verb = 'update'),
    count(*) filter (where f.kind = 'written' and f.verb = 'remove'),
    count(*) filter (where f.kind = 'refused'),
    count(*) filter (where f.kind not in ('written', 'refused'))
  from fresh f where f.entity is not null
  group by 1, 2, 3, 4, 5
  on conflict (tenant_id, integration_id, day, entity, side) do update set created = d.created + excluded.created,
    updated = d.updated + excluded.updated, removed = d.removed + excluded.removed, refused = d.refused + excluded.refused,
    others = d.others + excluded.others;
  insert into daily_lags as d (tenant_id, integration_id, day, step, count)
  select w.tenant_id, w.integration_id, (w.at / 86400000)::integer,
    greatest(0, ceil(ln(greatest(w.at - w.seen, 1000) / 1000.0) / ln(1.2)))::integer, count(*)
  from (
    select f.tenant_id, f.integration_id, f.at,
      (select case f.side when 'crm' then l.books_read_at else l.crm_read_at end from links l
        where l.tenant_id = f.tenant_id and l.id = f.link_id) as seen
    from fresh f
    where f.kind = 'written' and f.why in ('new-there', 'edited-there', 'converted-there', 'removed-there', 'won-conflict')
    offset 0) w
  where w.seen is not null group by 1, 2, 3, 4
  on conflict (tenant_id, integration_id, day, step) do update set count = d.count + excluded.count;
  return null;
end $$;
--> statement-breakpoint
create trigger journal_counted after insert on journal referencing new table as fresh
  for each statement execute function count_entries();
--> statement-breakpoint
create function count_calls() returns trigger
language plpgsql set search_path = public, pg_temp as $$
begin
  insert into daily_calls as d (tenant_id, integration_id, day, vendor, calls, runs)
  select new.tenant_id, new.integration_id, (new.started_at / 86400000)::integer, c.key, c.value::integer, 1
  from jsonb_each_text(new.calls) c
  on conflict (tenant_id, integration_id, day, vendor) do update
    set calls = d.calls + excluded.calls, runs = d.runs + excluded.runs;
  return null;
end $$;
--> statement-breakpoint
create trigger runs_counted after update of phase on runs
  for each row when (new.phase = 'closed' and old.phase <> 'closed') execute function count_calls();
--> statement-breakpoint
-- What was written before there were counters.
insert into daily (tenant_id, integration_id, day, entity, side, created, updated, removed, refused, others)
select tenant_id, integration_id, (at / 86400000)::integer, entity, coalesce(side, ''),
  count(*) filter (where kind = 'written' and verb = 'create'), count(*) filter (where kind = 'written' and verb = 'update'),
  count(*) filter (where kind = 'written' and verb = 'remove'), count(*) filter (where kind = 'refused'),
  count(*) filter (where kind not in ('written', 'refused'))
from journal where entity is not null group by 1, 2, 3, 4, 5;
--> statement-breakpoint
insert into daily_calls (tenant_id, integration_id, day, vendor, calls, runs)
select tenant_id, integration_id, (started_at / 86400000)::integer, c.key, sum(c.value::integer), count(*)
from runs cross join lateral jsonb_each_text(calls) c where phase = 'closed' group by 1, 2, 3, 4;
--> statement-breakpoint
drop index links_of_integration;
--> statement-breakpoint
create index links_of_integration on links (tenant_id, integration_id, id)
  include (crm_entity, books_entity, reason, gone, news, planned, called) where born_at > 0;
--> statement-breakpoint
grant select on recipients to app_finder;
--> statement-breakpoint
grant update (unsubscribed_at) on recipients to app_finder;
--> statement-breakpoint
create policy finder on recipients to app_finder using (true) with check (true);
--> statement-breakpoint
-- Whose link it is; null for a link that was never ours.
create function recipient_of(given text) returns table (email text, locale text, unsubscribed_at bigint)
language sql stable security definer set search_path = public, pg_temp as $$
  select r.email, r.locale, r.unsubscribed_at from recipients r where r.token = given
$$;
--> statement-breakpoint
create function unsubscribe(given text, at bigint) returns table (email text, locale text)
language sql security definer set search_path = public, pg_temp as $$
  update recipients r set unsubscribed_at = coalesce(r.unsubscribed_at, at) where r.token = given
  returning r.email, r.locale
$$;
--> statement-breakpoint
-- Integrations at work, for the job that looks after all of them.
create function integrations_watched() returns table (tenant_id text, integration_id text)
language sql stable security definer set search_path = public, pg_temp as $$
  select i.tenant_id, i.id from integrations i
  join installations n on n.tenant_id = i.tenant_id and n.id = i.installation_id and n.status = 'active'
  where i.started_at is not null order by i.tenant_id, i.id
$$;
--> statement-breakpoint
do $$ declare each text; begin
  grant create on schema public to app_finder;
  foreach each in array array['recipient_of(text)', 'unsubscribe(text, bigint)', 'integrations_watched()']
  loop
    execute format('revoke all on function %s from public', each);
    execute format('grant execute on function %s to app_user', each);
    execute format('alter function %s owner to app_finder', each);
  end loop;
  revoke create on schema public from app_finder;
end $$;
