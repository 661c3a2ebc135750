CREATE TABLE "quotas" (
	"tenant_id" text NOT NULL,
	"key" text NOT NULL,
	"spent" jsonb NOT NULL,
	"told" jsonb NOT NULL,
	"last_at" bigint,
	"closed_until" bigint,
	CONSTRAINT "quotas_pk" PRIMARY KEY("tenant_id","key")
);
--> statement-breakpoint
ALTER TABLE "quotas" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE POLICY "tenant_only" ON "quotas" AS PERMISSIVE FOR ALL TO "app_user" USING (tenant_id = nullif(current_setting('app.tenant_id', true), '')) WITH CHECK (tenant_id = nullif(current_setting('app.tenant_id', true), ''));
--> statement-breakpoint
-- The rest of this file is hand-written.
grant select, insert, update, delete on quotas to app_user;
--> statement-breakpoint
select guard_tenants('quotas');
