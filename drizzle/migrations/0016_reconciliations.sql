CREATE TABLE "reconciliations" (
	"tenant_id" text NOT NULL,
	"id" text NOT NULL,
	"integration_id" text NOT NULL,
	"actor" jsonb NOT NULL,
	"started_at" bigint NOT NULL,
	"ended_at" bigint,
	"result" jsonb,
	"problem" jsonb,
	CONSTRAINT "reconciliations_pk" PRIMARY KEY("tenant_id","id")
);
--> statement-breakpoint
ALTER TABLE "reconciliations" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "reconciliations" ADD CONSTRAINT "reconciliations_integration" FOREIGN KEY ("tenant_id","integration_id") REFERENCES "public"."integrations"("tenant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "reconciliations_by_time" ON "reconciliations" USING btree ("tenant_id","integration_id","started_at","id");--> statement-breakpoint
CREATE POLICY "tenant_only" ON "reconciliations" AS PERMISSIVE FOR ALL TO "app_user" USING (tenant_id = nullif(current_setting('app.tenant_id', true), '')) WITH CHECK (tenant_id = nullif(current_setting('app.tenant_id', true), ''));
--> statement-breakpoint
alter table reconciliations force row level security;
--> statement-breakpoint
grant select, insert, update, delete on reconciliations to app_user;
