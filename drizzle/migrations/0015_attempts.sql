CREATE TABLE "connect_attempts" (
	"tenant_id" text NOT NULL,
	"id" text NOT NULL,
	"installation_id" text NOT NULL,
	"connection_id" text NOT NULL,
	"side" text NOT NULL,
	"vendor" text NOT NULL,
	"actor" jsonb NOT NULL,
	"locale" text NOT NULL,
	"labels" jsonb NOT NULL,
	"scopes" text[] NOT NULL,
	"secret_hash" text,
	"secret_until" bigint NOT NULL,
	"browser_hash" text,
	"state_hash" text,
	"verifier" text,
	"status" text NOT NULL,
	"fault" jsonb,
	"checks" jsonb,
	"began_at" bigint NOT NULL,
	"expires_at" bigint NOT NULL,
	CONSTRAINT "connect_attempts_pk" PRIMARY KEY("tenant_id","id")
);
--> statement-breakpoint
ALTER TABLE "connect_attempts" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "connect_attempts" ADD CONSTRAINT "connect_attempts_installation" FOREIGN KEY ("tenant_id","installation_id") REFERENCES "public"."installations"("tenant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "connect_attempts_by_id" ON "connect_attempts" USING btree ("id");--> statement-breakpoint
CREATE UNIQUE INDEX "connect_attempts_by_state" ON "connect_attempts" USING btree ("state_hash");--> statement-breakpoint
CREATE INDEX "connect_attempts_by_age" ON "connect_attempts" USING btree ("expires_at");--> statement-breakpoint
CREATE POLICY "tenant_only" ON "connect_attempts" AS PERMISSIVE FOR ALL TO "app_user" USING (tenant_id = nullif(current_setting('app.tenant_id', true), '')) WITH CHECK (tenant_id = nullif(current_setting('app.tenant_id', true), ''));
--> statement-breakpoint
-- Row-level security binds the owner too; the rest of this file is hand-written.
alter table connect_attempts force row level security;
--> statement-breakpoint
grant select, insert, update, delete on connect_attempts to app_user;
--> statement-breakpoint
grant select, update on connect_attempts to app_finder;
--> statement-breakpoint
create policy finder on connect_attempts to app_finder using (true) with check (true);
--> statement-breakpoint
-- The popup knows an attempt's id before anybody knows whose it is.
create function attempt_tenant(attempt text) returns table (tenant_id text)
language sql stable security definer set search_path = public, pg_temp as $$
  select a.tenant_id from connect_attempts a where a.id = attempt
$$;
--> statement-breakpoint
-- Spends a consent's state: of many answers that bear it exactly one is taken.
create function take_attempt(state text, at bigint) returns table (tenant_id text, attempt_id text)
language sql security definer set search_path = public, pg_temp as $$
  update connect_attempts a set state_hash = null
  where a.state_hash = state and a.status = 'away' and a.expires_at > at
  returning a.tenant_id, a.id
$$;
--> statement-breakpoint
do $$ declare each text; begin
  grant create on schema public to app_finder;
  foreach each in array array['attempt_tenant(text)', 'take_attempt(text, bigint)'] loop
    execute format('revoke all on function %s from public', each);
    execute format('grant execute on function %s to app_user', each);
    execute format('alter function %s owner to app_finder', each);
  end loop;
  revoke create on schema public from app_finder;
end $$;
