ALTER TABLE "installations" ADD COLUMN "ended_at" bigint;--> statement-breakpoint
ALTER TABLE "installations" ADD COLUMN "purge_after" bigint;--> statement-breakpoint
ALTER TABLE "installations" ADD COLUMN "sealed" text;
--> statement-breakpoint
-- The rest of this file is hand-written. A CRM organisation that comes back finds everything as it was.
create or replace function register_install(
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
    update installations i set status = 'active', origins = register_install.origins, ended_at = null, purge_after = null
    where i.vendor = register_install.vendor and i.crm_tenant_id = register_install.crm_tenant;
  end if;
  return query select i.tenant_id, i.id from installations i
    where i.vendor = register_install.vendor and i.crm_tenant_id = register_install.crm_tenant;
end $$;
--> statement-breakpoint
create function install_at(asked_vendor text, asked_tenant text) returns table (tenant_id text, installation_id text)
language sql stable security definer set search_path = public, pg_temp as $$
  select i.tenant_id, i.id from installations i where i.vendor = asked_vendor and i.crm_tenant_id = asked_tenant
$$;
--> statement-breakpoint
create function tenants_all() returns table (tenant_id text)
language sql stable security definer set search_path = public, pg_temp as $$
  select t.tenant_id from tenants t order by t.tenant_id
$$;
--> statement-breakpoint
create function tenants_to_purge(at bigint) returns table (tenant_id text)
language sql stable security definer set search_path = public, pg_temp as $$
  select i.tenant_id from installations i where i.status = 'ended' and i.purge_after <= at
$$;
--> statement-breakpoint
-- Deletes whatever a tenant has, in every table that knows tenants, once its time is over; before that it does nothing.
create function purge_tenant(tenant text, at bigint) returns boolean
language plpgsql security definer set search_path = public, pg_temp as $$
declare each text; waits boolean := true; rounds int := 0;
begin
  if not exists (select 1 from installations i
    where i.tenant_id = tenant and i.status = 'ended' and i.purge_after <= at) then return false; end if;
  perform set_config('app.purged', tenant, true);
  while waits and rounds < 20 loop
    waits := false; rounds := rounds + 1;
    for each in select c.relname from pg_class c
      join pg_namespace n on n.oid = c.relnamespace and n.nspname = 'public'
      join pg_attribute a on a.attrelid = c.oid and a.attname = 'tenant_id' and not a.attisdropped
      where c.relkind = 'r' order by c.relname
    loop
      begin
        execute format('delete from %I where tenant_id = $1', each) using tenant;
      exception when foreign_key_violation then waits := true;
      end;
    end loop;
  end loop;
  perform set_config('app.purged', '', true);
  return not waits;
end $$;
--> statement-breakpoint
-- A table with tenants is guarded by these four lines; later migrations call it for tables of their own.
create function guard_tenants(name text) returns void language plpgsql set search_path = public, pg_temp as $$
begin
  execute format('alter table %I force row level security', name);
  execute format('grant select (tenant_id), delete on %I to app_finder', name);
  execute format('drop policy if exists purge on %I', name);
  execute format('create policy purge on %I to app_finder using (tenant_id = nullif(current_setting(''app.purged'', true), ''''))', name);
end $$;
--> statement-breakpoint
revoke all on function guard_tenants(text) from public;
--> statement-breakpoint
do $$ declare each text; begin
  for each in select c.relname from pg_class c
    join pg_namespace n on n.oid = c.relnamespace and n.nspname = 'public'
    join pg_attribute a on a.attrelid = c.oid and a.attname = 'tenant_id' and not a.attisdropped
    where c.relkind = 'r'
  loop
    perform guard_tenants(each);
  end loop;
  grant create on schema public to app_finder;
  foreach each in array array['install_at(text, text)', 'tenants_all()', 'tenants_to_purge(bigint)', 'purge_tenant(text, bigint)'] loop
    execute format('revoke all on function %s from public', each);
    execute format('grant execute on function %s to app_user', each);
    execute format('alter function %s owner to app_finder', each);
  end loop;
  revoke create on schema public from app_finder;
end $$;
