CREATE TABLE "strangers" (
	"tenant_id" text NOT NULL,
	"integration_id" text NOT NULL,
	"space" text NOT NULL,
	"crm_id" text NOT NULL,
	"books_id" text NOT NULL,
	"actor" jsonb NOT NULL,
	"at" bigint NOT NULL,
	CONSTRAINT "strangers_pk" PRIMARY KEY("crm_id","tenant_id","integration_id","space","books_id")
);
--> statement-breakpoint
ALTER TABLE "strangers" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "strangers" ADD CONSTRAINT "strangers_integration" FOREIGN KEY ("tenant_id","integration_id") REFERENCES "public"."integrations"("tenant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE POLICY "tenant_only" ON "strangers" AS PERMISSIVE FOR ALL TO "app_user" USING (tenant_id = nullif(current_setting('app.tenant_id', true), '')) WITH CHECK (tenant_id = nullif(current_setting('app.tenant_id', true), ''));--> statement-breakpoint
alter table strangers force row level security;
--> statement-breakpoint
grant select, insert, update, delete on strangers to app_user;
