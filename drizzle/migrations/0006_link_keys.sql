alter table link_keys force row level security;
--> statement-breakpoint
grant select, insert, update, delete on link_keys to app_user;
--> statement-breakpoint
insert into link_keys (tenant_id, integration_id, space, side, key, link_id)
select tenant_id, integration_id, space, 'crm', key, id from links cross join unnest(crm_keys) as k(key) where crm_id is not null
union
select tenant_id, integration_id, space, 'books', key, id from links cross join unnest(books_keys) as k(key) where books_id is not null;
--> statement-breakpoint
drop function links_by_keys(text, text, text, text[]);
--> statement-breakpoint
drop policy finder on links;
--> statement-breakpoint
revoke select (tenant_id, id, integration_id, space, crm_id, books_id, crm_keys, books_keys) on links from app_finder;
--> statement-breakpoint
-- Only its owner may analyze a table; a table that another session vacuums right now gets its statistics from that one.
create function keep_statistics(name text) returns void
language plpgsql security definer set search_path = public, pg_temp set lock_timeout = '2s' as $$
declare pages bigint; known bigint;
begin
  if name not in ('links', 'outbox') then raise exception 'no such table: %', name; end if;
  select pg_relation_size(c.oid) / current_setting('block_size')::bigint, case when c.reltuples < 0 then 0 else c.relpages end
    into pages, known from pg_class c where c.oid = name::regclass;
  if pages > 8 and pages > 4 * known then execute format('analyze %I', name); end if;
exception when lock_not_available then null;
end $$;
--> statement-breakpoint
revoke all on function keep_statistics(text) from public;
--> statement-breakpoint
grant execute on function keep_statistics(text) to app_user;
