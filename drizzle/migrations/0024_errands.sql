CREATE TABLE "errands" (
	"tenant_id" text NOT NULL,
	"installation_id" text NOT NULL,
	"email" text NOT NULL,
	"path" text NOT NULL,
	"until" bigint NOT NULL,
	CONSTRAINT "errands_pk" PRIMARY KEY("tenant_id","installation_id","email")
);
--> statement-breakpoint
ALTER TABLE "errands" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "errands" ADD CONSTRAINT "errands_installation" FOREIGN KEY ("tenant_id","installation_id") REFERENCES "public"."installations"("tenant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE POLICY "tenant_only" ON "errands" AS PERMISSIVE FOR ALL TO "app_user" USING (tenant_id = nullif(current_setting('app.tenant_id', true), '')) WITH CHECK (tenant_id = nullif(current_setting('app.tenant_id', true), ''));
--> statement-breakpoint
-- The rest of this file is hand-written.
grant select, insert, update, delete on errands to app_user;
--> statement-breakpoint
select guard_tenants('errands');
