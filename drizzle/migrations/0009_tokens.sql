CREATE TABLE "tokens" (
	"tenant_id" text NOT NULL,
	"connection_id" text NOT NULL,
	"version" integer NOT NULL,
	"access" text NOT NULL,
	"refresh" text,
	"access_until" bigint NOT NULL,
	"refresh_until" bigint,
	"refreshed_at" bigint NOT NULL,
	"scopes" text[],
	"kept" jsonb NOT NULL,
	"lease_until" bigint,
	"lease_by" text,
	"asked_at" bigint,
	"doubtful_at" bigint,
	"refused_at" bigint,
	CONSTRAINT "tokens_pk" PRIMARY KEY("tenant_id","connection_id")
);
--> statement-breakpoint
ALTER TABLE "tokens" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "tokens" ADD CONSTRAINT "tokens_connection" FOREIGN KEY ("tenant_id","connection_id") REFERENCES "public"."connections"("tenant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "tokens_by_age" ON "tokens" USING btree ("refreshed_at");--> statement-breakpoint
CREATE POLICY "tenant_only" ON "tokens" AS PERMISSIVE FOR ALL TO "app_user" USING (tenant_id = nullif(current_setting('app.tenant_id', true), '')) WITH CHECK (tenant_id = nullif(current_setting('app.tenant_id', true), ''));
--> statement-breakpoint
-- Row-level security binds the owner too; the rest of this file is hand-written.
alter table tokens force row level security;
--> statement-breakpoint
grant select, insert, update, delete on tokens to app_user;
--> statement-breakpoint
grant select (tenant_id, connection_id, refreshed_at, refused_at) on tokens to app_finder;
--> statement-breakpoint
grant select (tenant_id, id, vendor, ended_at) on connections to app_finder;
--> statement-breakpoint
create policy finder on tokens to app_finder using (true);
--> statement-breakpoint
create policy finder on connections to app_finder using (true);
--> statement-breakpoint
-- Grants that nobody has used for a while, across tenants: ids and times only.
create function tokens_unused(before bigint)
returns table (tenant_id text, connection_id text, vendor text, refreshed_at bigint)
language sql stable security definer set search_path = public, pg_temp as $$
  select t.tenant_id, t.connection_id, c.vendor, t.refreshed_at from tokens t
  join connections c on c.tenant_id = t.tenant_id and c.id = t.connection_id
  where t.refused_at is null and c.ended_at is null and t.refreshed_at < before
$$;
--> statement-breakpoint
do $$ begin
  grant create on schema public to app_finder;
  revoke all on function tokens_unused(bigint) from public;
  grant execute on function tokens_unused(bigint) to app_user;
  alter function tokens_unused(bigint) owner to app_finder;
  revoke create on schema public from app_finder;
end $$;
