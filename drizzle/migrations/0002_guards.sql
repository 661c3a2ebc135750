-- Row-level security binds the owner too.
do $$ declare each text; begin
  for each in select c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname = 'public' and c.relkind = 'r' and c.relrowsecurity
  loop
    execute format('alter table %I force row level security', each);
    execute format('grant select, insert, update, delete on %I to app_user', each);
  end loop;
end $$;
--> statement-breakpoint
grant select, insert, delete on launch_proofs to app_user;
--> statement-breakpoint
-- What happened stays as it was written.
revoke update, delete on journal, versions from app_user;
--> statement-breakpoint
grant select, insert on tenants to app_finder;
--> statement-breakpoint
grant select, insert, update on installations to app_finder;
--> statement-breakpoint
grant select, update on launch_tickets, leases to app_finder;
--> statement-breakpoint
grant select on integrations to app_finder;
--> statement-breakpoint
grant select (tenant_id, id, integration_id, space, crm_id, books_id, crm_keys, books_keys) on links to app_finder;
--> statement-breakpoint
create policy finder on tenants to app_finder using (true) with check (true);
--> statement-breakpoint
create policy finder on installations to app_finder using (true) with check (true);
--> statement-breakpoint
create policy finder on launch_tickets to app_finder using (true) with check (true);
--> statement-breakpoint
create policy finder on leases to app_finder using (true) with check (true);
--> statement-breakpoint
create policy finder on integrations to app_finder using (true);
--> statement-breakpoint
create policy finder on links to app_finder using (true);
--> statement-breakpoint
create function tenant_of_install(key text) returns table (tenant_id text, installation_id text)
language sql stable security definer set search_path = public, pg_temp as $$
  select i.tenant_id, i.id from installations i where i.install_key = key
$$;
--> statement-breakpoint
-- The same CRM organisation keeps its tenant, its installation and its key however often it installs.
create function register_install(
  new_tenant text, new_installation text, new_key text, name text, vendor text, crm_tenant text, origins text[], locale text, at bigint
) returns table (tenant_id text, installation_id text)
language plpgsql security definer set search_path = public, pg_temp as $$
#variable_conflict use_column
begin
  perform pg_advisory_xact_lock(hashtextextended(register_install.vendor || ':' || register_install.crm_tenant, 0));
  if not exists (select 1 from installations i
    where i.vendor = register_install.vendor and i.crm_tenant_id = register_install.crm_tenant) then
    insert into tenants (tenant_id, name, created_at) values (new_tenant, register_install.name, register_install.at);
    insert into installations
      (tenant_id, id, vendor, crm_tenant_id, install_key, origins, session_epoch, status, locale, created_at)
    values (new_tenant, new_installation, register_install.vendor, crm_tenant, new_key, register_install.origins, 1,
      'active', register_install.locale, register_install.at);
  else
    update installations i set status = 'active', origins = register_install.origins
    where i.vendor = register_install.vendor and i.crm_tenant_id = register_install.crm_tenant;
  end if;
  return query select i.tenant_id, i.id from installations i
    where i.vendor = register_install.vendor and i.crm_tenant_id = register_install.crm_tenant;
end $$;
--> statement-breakpoint
create function take_ticket(ticket text, at bigint)
returns table (tenant_id text, installation_id text, member_id text, role text)
language sql security definer set search_path = public, pg_temp as $$
  update launch_tickets t set used_at = at
  where t.hash = ticket and t.used_at is null and t.expires_at > at
  returning t.tenant_id, t.installation_id, t.member_id, t.role
$$;
--> statement-breakpoint
create function integrations_due(at bigint) returns table (tenant_id text, integration_id text)
language sql stable security definer set search_path = public, pg_temp as $$
  select i.tenant_id, i.id from integrations i
  join installations n on n.tenant_id = i.tenant_id and n.id = i.installation_id and n.status = 'active'
  where i.started_at is not null and i.paused_at is null and i.stopped is null
    and coalesce(i.waiting_until, 0) <= at and (i.hinted or i.next_due_at <= at)
  order by i.next_due_at
$$;
--> statement-breakpoint
-- Called in the statement that opens a run's transaction, before the role and tenant are sure to be set.
create function hold_lease(tenant text, integration text, held bigint, until bigint) returns boolean
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  update leases l set expires_at = greatest(l.expires_at, until)
  where l.tenant_id = tenant and l.integration_id = integration and l.token = held;
  return found;
end $$;
--> statement-breakpoint
-- Array overlap is not leakproof, so under row-level security no index would answer it; the tenant is compared here.
create function links_by_keys(integration text, wanted_space text, side text, keys text[])
returns table (link_id text)
language sql stable security definer set search_path = public, pg_temp as $$
  select l.id from links l
  where side = 'crm' and l.books_id is null and l.crm_keys && keys and l.integration_id = integration
    and l.space = wanted_space and l.tenant_id = nullif(current_setting('app.tenant_id', true), '')
  union all
  select l.id from links l
  where side = 'books' and l.crm_id is null and l.books_keys && keys and l.integration_id = integration
    and l.space = wanted_space and l.tenant_id = nullif(current_setting('app.tenant_id', true), '')
$$;
--> statement-breakpoint
-- Sums numbers leaf by leaf: how a run's counts grow.
create function add_numbers(a jsonb, b jsonb) returns jsonb
language plpgsql immutable set search_path = public, pg_temp as $$
begin
  if a is null then return b; end if;
  if b is null then return a; end if;
  if jsonb_typeof(a) = 'number' and jsonb_typeof(b) = 'number' then return to_jsonb(a::numeric + b::numeric); end if;
  return (select coalesce(jsonb_object_agg(key, add_numbers(a -> key, b -> key)), '{}'::jsonb)
    from (select jsonb_object_keys(a) as key union select jsonb_object_keys(b)) keys);
end $$;
--> statement-breakpoint
do $$ declare each text; begin
  grant create on schema public to app_finder;
  foreach each in array array['tenant_of_install(text)', 'take_ticket(text, bigint)', 'integrations_due(bigint)',
    'register_install(text, text, text, text, text, text, text[], text, bigint)',
    'hold_lease(text, text, bigint, bigint)', 'links_by_keys(text, text, text, text[])']
  loop
    execute format('revoke all on function %s from public', each);
    execute format('grant execute on function %s to app_user', each);
    execute format('alter function %s owner to app_finder', each);
  end loop;
  revoke create on schema public from app_finder;
end $$;
