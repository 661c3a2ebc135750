CREATE TABLE "subscriptions" (
	"tenant_id" text NOT NULL,
	"connection_id" text NOT NULL,
	"vendor" text NOT NULL,
	"company_id" text,
	"token" text NOT NULL,
	"remote_ids" text[] NOT NULL,
	"sealed" jsonb NOT NULL,
	"created_at" bigint NOT NULL,
	CONSTRAINT "subscriptions_pk" PRIMARY KEY("tenant_id","connection_id")
);
--> statement-breakpoint
ALTER TABLE "subscriptions" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "webhooks" (
	"tenant_id" text NOT NULL,
	"connection_id" text NOT NULL,
	"key" text NOT NULL,
	"received_at" bigint NOT NULL,
	CONSTRAINT "webhooks_pk" PRIMARY KEY("tenant_id","connection_id","key")
);
--> statement-breakpoint
ALTER TABLE "webhooks" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "integrations" ADD COLUMN "live" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "subscriptions" ADD CONSTRAINT "subscriptions_connection" FOREIGN KEY ("tenant_id","connection_id") REFERENCES "public"."connections"("tenant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "subscriptions_by_token" ON "subscriptions" USING btree ("token");--> statement-breakpoint
CREATE INDEX "subscriptions_by_company" ON "subscriptions" USING btree ("company_id","vendor");--> statement-breakpoint
CREATE INDEX "webhooks_by_age" ON "webhooks" USING btree ("tenant_id","received_at");--> statement-breakpoint
CREATE POLICY "tenant_only" ON "subscriptions" AS PERMISSIVE FOR ALL TO "app_user" USING (tenant_id = nullif(current_setting('app.tenant_id', true), '')) WITH CHECK (tenant_id = nullif(current_setting('app.tenant_id', true), ''));--> statement-breakpoint
CREATE POLICY "tenant_only" ON "webhooks" AS PERMISSIVE FOR ALL TO "app_user" USING (tenant_id = nullif(current_setting('app.tenant_id', true), '')) WITH CHECK (tenant_id = nullif(current_setting('app.tenant_id', true), ''));--> statement-breakpoint
alter table subscriptions force row level security;
--> statement-breakpoint
alter table webhooks force row level security;
--> statement-breakpoint
grant select, insert, update, delete on subscriptions, webhooks to app_user;
--> statement-breakpoint
grant select (tenant_id, connection_id, vendor, company_id, token) on subscriptions to app_finder;
--> statement-breakpoint
create policy finder on subscriptions to app_finder using (true);
--> statement-breakpoint
-- A vendor's call names a company or bears a token: whose connections these are.
create function subscriptions_at(asked_vendor text, asked_token text, companies text[])
returns table (tenant_id text, connection_id text, company_id text)
language sql stable security definer set search_path = public, pg_temp as $$
  select s.tenant_id, s.connection_id, s.company_id from subscriptions s
  where s.vendor = asked_vendor and (s.token = asked_token or s.company_id = any(companies))
$$;
--> statement-breakpoint
do $$ begin
  grant create on schema public to app_finder;
  revoke all on function subscriptions_at(text, text, text[]) from public;
  grant execute on function subscriptions_at(text, text, text[]) to app_user;
  alter function subscriptions_at(text, text, text[]) owner to app_finder;
  revoke create on schema public from app_finder;
end $$;
