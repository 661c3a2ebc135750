CREATE TABLE "installations" (
	"tenant_id" text NOT NULL,
	"id" text NOT NULL,
	"vendor" text NOT NULL,
	"crm_tenant_id" text NOT NULL,
	"install_key" text NOT NULL,
	"origins" text[] NOT NULL,
	"session_epoch" integer NOT NULL,
	"status" text NOT NULL,
	"locale" text NOT NULL,
	"created_at" bigint NOT NULL,
	CONSTRAINT "installations_pk" PRIMARY KEY("tenant_id","id")
);
--> statement-breakpoint
ALTER TABLE "installations" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "launch_proofs" (
	"vendor" text NOT NULL,
	"proof_hash" text NOT NULL,
	"seen_at" bigint NOT NULL,
	CONSTRAINT "launch_proofs_pk" PRIMARY KEY("vendor","proof_hash")
);
--> statement-breakpoint
CREATE TABLE "launch_tickets" (
	"tenant_id" text NOT NULL,
	"hash" text PRIMARY KEY NOT NULL,
	"installation_id" text NOT NULL,
	"member_id" text NOT NULL,
	"role" text NOT NULL,
	"expires_at" bigint NOT NULL,
	"used_at" bigint
);
--> statement-breakpoint
ALTER TABLE "launch_tickets" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "members" (
	"tenant_id" text NOT NULL,
	"id" text NOT NULL,
	"installation_id" text NOT NULL,
	"crm_user_id" text NOT NULL,
	"name" text NOT NULL,
	"email" text,
	"role" text NOT NULL,
	"locale" text NOT NULL,
	"seen_at" bigint NOT NULL,
	CONSTRAINT "members_pk" PRIMARY KEY("tenant_id","id")
);
--> statement-breakpoint
ALTER TABLE "members" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "tenants" (
	"tenant_id" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"created_at" bigint NOT NULL
);
--> statement-breakpoint
ALTER TABLE "tenants" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "connections" (
	"tenant_id" text NOT NULL,
	"id" text NOT NULL,
	"vendor" text NOT NULL,
	"side" text NOT NULL,
	"base_url" text NOT NULL,
	"sealed" jsonb NOT NULL,
	"version" integer NOT NULL,
	"company_id" text,
	"company_name" text,
	"chosen" jsonb NOT NULL,
	"account" text,
	"health" jsonb,
	"created_at" bigint NOT NULL,
	"ended_at" bigint,
	CONSTRAINT "connections_pk" PRIMARY KEY("tenant_id","id")
);
--> statement-breakpoint
ALTER TABLE "connections" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "cursors" (
	"tenant_id" text NOT NULL,
	"integration_id" text NOT NULL,
	"side" text NOT NULL,
	"feed" text NOT NULL,
	"cursor" text,
	"listed_at" bigint,
	"polled_run" text,
	"polled_at" bigint,
	CONSTRAINT "cursors_pk" PRIMARY KEY("tenant_id","integration_id","side","feed")
);
--> statement-breakpoint
ALTER TABLE "cursors" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "hints" (
	"tenant_id" text NOT NULL,
	"integration_id" text NOT NULL,
	"side" text NOT NULL,
	"entity" text NOT NULL,
	"remote_id" text NOT NULL,
	"at" bigint NOT NULL,
	CONSTRAINT "hints_pk" PRIMARY KEY("tenant_id","integration_id","side","entity","remote_id")
);
--> statement-breakpoint
ALTER TABLE "hints" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "integrations" (
	"tenant_id" text NOT NULL,
	"id" text NOT NULL,
	"installation_id" text NOT NULL,
	"pair" text NOT NULL,
	"crm_connection_id" text NOT NULL,
	"books_connection_id" text NOT NULL,
	"settings" jsonb NOT NULL,
	"version" integer NOT NULL,
	"started_at" bigint,
	"paused_by" jsonb,
	"paused_at" bigint,
	"next_due_at" bigint,
	"waiting_until" bigint,
	"stopped" jsonb,
	"hinted" boolean NOT NULL,
	"created_at" bigint NOT NULL,
	CONSTRAINT "integrations_pk" PRIMARY KEY("tenant_id","id")
);
--> statement-breakpoint
ALTER TABLE "integrations" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "leases" (
	"tenant_id" text NOT NULL,
	"integration_id" text NOT NULL,
	"token" bigint NOT NULL,
	"holder" text NOT NULL,
	"expires_at" bigint NOT NULL,
	CONSTRAINT "leases_pk" PRIMARY KEY("tenant_id","integration_id")
);
--> statement-breakpoint
ALTER TABLE "leases" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "versions" (
	"tenant_id" text NOT NULL,
	"integration_id" text NOT NULL,
	"version" integer NOT NULL,
	"settings" jsonb NOT NULL,
	"actor" jsonb NOT NULL,
	"at" bigint NOT NULL,
	CONSTRAINT "versions_pk" PRIMARY KEY("tenant_id","integration_id","version")
);
--> statement-breakpoint
ALTER TABLE "versions" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "journal" (
	"tenant_id" text NOT NULL,
	"id" text NOT NULL,
	"integration_id" text NOT NULL,
	"at" bigint NOT NULL,
	"run_id" text,
	"link_id" text,
	"kind" text NOT NULL,
	"actor" jsonb NOT NULL,
	"entity" text,
	"side" text,
	"verb" text,
	"why" text,
	"version" integer NOT NULL,
	"record" text,
	"sets" jsonb NOT NULL,
	"remote_id" text,
	"problem" jsonb,
	CONSTRAINT "journal_pk" PRIMARY KEY("tenant_id","id")
);
--> statement-breakpoint
ALTER TABLE "journal" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "links" (
	"tenant_id" text NOT NULL,
	"id" text NOT NULL,
	"integration_id" text NOT NULL,
	"crm_connection_id" text NOT NULL,
	"space" text NOT NULL,
	"crm_id" text,
	"crm_entity" text,
	"crm_version" text,
	"crm_seen" jsonb,
	"crm_removed" boolean DEFAULT false NOT NULL,
	"crm_left" boolean DEFAULT false NOT NULL,
	"crm_marker" text,
	"crm_base" jsonb,
	"crm_keys" text[],
	"crm_read_at" bigint,
	"books_id" text,
	"books_entity" text,
	"books_version" text,
	"books_seen" jsonb,
	"books_removed" boolean DEFAULT false NOT NULL,
	"books_left" boolean DEFAULT false NOT NULL,
	"books_marker" text,
	"books_base" jsonb,
	"books_keys" text[],
	"books_read_at" bigint,
	"news" bigint NOT NULL,
	"planned" bigint NOT NULL,
	"reason" text,
	"because" jsonb,
	"waits_space" text,
	"waits_side" text,
	"waits_id" text,
	"gone" boolean NOT NULL,
	"born_at" bigint NOT NULL,
	"changed_at" bigint NOT NULL,
	CONSTRAINT "links_pk" PRIMARY KEY("tenant_id","id")
);
--> statement-breakpoint
ALTER TABLE "links" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "outbox" (
	"tenant_id" text NOT NULL,
	"id" text NOT NULL,
	"integration_id" text NOT NULL,
	"link_id" text NOT NULL,
	"run_id" text NOT NULL,
	"side" text NOT NULL,
	"verb" text NOT NULL,
	"entity" text NOT NULL,
	"remote_id" text,
	"if_match" text,
	"why" text NOT NULL,
	"sets" jsonb NOT NULL,
	"waits_for" text[] NOT NULL,
	"state" text NOT NULL,
	"news" bigint NOT NULL,
	"version" integer NOT NULL,
	"fingerprint" text NOT NULL,
	"epoch" integer NOT NULL,
	"attempts" integer NOT NULL,
	"rank" integer NOT NULL,
	"planned_at" bigint NOT NULL,
	"started_at" bigint,
	"settled_at" bigint,
	"token" bigint,
	"request" jsonb,
	"problem" jsonb,
	CONSTRAINT "outbox_pk" PRIMARY KEY("tenant_id","id")
);
--> statement-breakpoint
ALTER TABLE "outbox" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "runs" (
	"tenant_id" text NOT NULL,
	"id" text NOT NULL,
	"integration_id" text NOT NULL,
	"trigger" text NOT NULL,
	"actor" jsonb NOT NULL,
	"phase" text NOT NULL,
	"started_at" bigint NOT NULL,
	"ended_at" bigint,
	"counts" jsonb NOT NULL,
	"calls" jsonb NOT NULL,
	"result" jsonb,
	"version" integer NOT NULL,
	"taken" integer NOT NULL,
	"steps" integer NOT NULL,
	CONSTRAINT "runs_pk" PRIMARY KEY("tenant_id","id")
);
--> statement-breakpoint
ALTER TABLE "runs" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "installations" ADD CONSTRAINT "installations_tenant" FOREIGN KEY ("tenant_id") REFERENCES "public"."tenants"("tenant_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "launch_tickets" ADD CONSTRAINT "launch_tickets_installation" FOREIGN KEY ("tenant_id","installation_id") REFERENCES "public"."installations"("tenant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "launch_tickets" ADD CONSTRAINT "launch_tickets_member" FOREIGN KEY ("tenant_id","member_id") REFERENCES "public"."members"("tenant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "members" ADD CONSTRAINT "members_installation" FOREIGN KEY ("tenant_id","installation_id") REFERENCES "public"."installations"("tenant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "connections" ADD CONSTRAINT "connections_tenant" FOREIGN KEY ("tenant_id") REFERENCES "public"."tenants"("tenant_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "cursors" ADD CONSTRAINT "cursors_integration" FOREIGN KEY ("tenant_id","integration_id") REFERENCES "public"."integrations"("tenant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "hints" ADD CONSTRAINT "hints_integration" FOREIGN KEY ("tenant_id","integration_id") REFERENCES "public"."integrations"("tenant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "integrations" ADD CONSTRAINT "integrations_installation" FOREIGN KEY ("tenant_id","installation_id") REFERENCES "public"."installations"("tenant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "integrations" ADD CONSTRAINT "integrations_crm" FOREIGN KEY ("tenant_id","crm_connection_id") REFERENCES "public"."connections"("tenant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "integrations" ADD CONSTRAINT "integrations_books" FOREIGN KEY ("tenant_id","books_connection_id") REFERENCES "public"."connections"("tenant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "leases" ADD CONSTRAINT "leases_integration" FOREIGN KEY ("tenant_id","integration_id") REFERENCES "public"."integrations"("tenant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "versions" ADD CONSTRAINT "versions_integration" FOREIGN KEY ("tenant_id","integration_id") REFERENCES "public"."integrations"("tenant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "links" ADD CONSTRAINT "links_integration" FOREIGN KEY ("tenant_id","integration_id") REFERENCES "public"."integrations"("tenant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "runs" ADD CONSTRAINT "runs_integration" FOREIGN KEY ("tenant_id","integration_id") REFERENCES "public"."integrations"("tenant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "installations_by_crm" ON "installations" USING btree ("vendor","crm_tenant_id");--> statement-breakpoint
CREATE UNIQUE INDEX "installations_by_key" ON "installations" USING btree ("install_key");--> statement-breakpoint
CREATE INDEX "launch_proofs_by_age" ON "launch_proofs" USING btree ("seen_at");--> statement-breakpoint
CREATE UNIQUE INDEX "members_by_crm_user" ON "members" USING btree ("tenant_id","installation_id","crm_user_id");--> statement-breakpoint
CREATE INDEX "integrations_due" ON "integrations" USING btree ("next_due_at");--> statement-breakpoint
CREATE INDEX "journal_by_time" ON "journal" USING btree ("tenant_id","integration_id","at","id");--> statement-breakpoint
CREATE INDEX "journal_of_run" ON "journal" USING btree ("tenant_id","run_id","at","id") WHERE run_id is not null;--> statement-breakpoint
CREATE INDEX "journal_of_link" ON "journal" USING btree ("tenant_id","link_id","at","id") WHERE link_id is not null;--> statement-breakpoint
CREATE UNIQUE INDEX "links_by_crm" ON "links" USING btree ("tenant_id","integration_id","space","crm_id");--> statement-breakpoint
CREATE UNIQUE INDEX "links_by_books" ON "links" USING btree ("tenant_id","integration_id","space","books_id");--> statement-breakpoint
CREATE UNIQUE INDEX "links_one_holder" ON "links" USING btree ("tenant_id","crm_connection_id","space","crm_id") WHERE crm_id is not null and books_id is not null;--> statement-breakpoint
CREATE INDEX "links_inbox" ON "links" USING btree ("tenant_id","integration_id","space","born_at","id") WHERE news > planned;--> statement-breakpoint
CREATE INDEX "links_reason" ON "links" USING btree ("tenant_id","integration_id","reason") WHERE reason is not null;--> statement-breakpoint
CREATE INDEX "links_crm_keys" ON "links" USING gin ("crm_keys") WHERE books_id is null;--> statement-breakpoint
CREATE INDEX "links_books_keys" ON "links" USING gin ("books_keys") WHERE crm_id is null;--> statement-breakpoint
CREATE INDEX "links_crm_marker" ON "links" USING btree ("tenant_id","integration_id","crm_marker") WHERE crm_marker is not null;--> statement-breakpoint
CREATE INDEX "links_books_marker" ON "links" USING btree ("tenant_id","integration_id","books_marker") WHERE books_marker is not null;--> statement-breakpoint
CREATE UNIQUE INDEX "outbox_one_open" ON "outbox" USING btree ("tenant_id","link_id","side") WHERE state in ('released', 'started');--> statement-breakpoint
CREATE INDEX "outbox_next" ON "outbox" USING btree ("tenant_id","integration_id","rank","planned_at","id") WHERE state = 'released';--> statement-breakpoint
CREATE INDEX "outbox_started" ON "outbox" USING btree ("tenant_id","integration_id","link_id") WHERE state = 'started';--> statement-breakpoint
CREATE INDEX "outbox_unstarted" ON "outbox" USING btree ("tenant_id","link_id") WHERE state in ('proposed', 'held', 'approved', 'released');--> statement-breakpoint
CREATE INDEX "outbox_of_run" ON "outbox" USING btree ("tenant_id","run_id","rank","id");--> statement-breakpoint
CREATE INDEX "runs_by_time" ON "runs" USING btree ("tenant_id","integration_id","started_at","id");--> statement-breakpoint
CREATE POLICY "tenant_only" ON "installations" AS PERMISSIVE FOR ALL TO "app_user" USING (tenant_id = nullif(current_setting('app.tenant_id', true), '')) WITH CHECK (tenant_id = nullif(current_setting('app.tenant_id', true), ''));--> statement-breakpoint
CREATE POLICY "tenant_only" ON "launch_tickets" AS PERMISSIVE FOR ALL TO "app_user" USING (tenant_id = nullif(current_setting('app.tenant_id', true), '')) WITH CHECK (tenant_id = nullif(current_setting('app.tenant_id', true), ''));--> statement-breakpoint
CREATE POLICY "tenant_only" ON "members" AS PERMISSIVE FOR ALL TO "app_user" USING (tenant_id = nullif(current_setting('app.tenant_id', true), '')) WITH CHECK (tenant_id = nullif(current_setting('app.tenant_id', true), ''));--> statement-breakpoint
CREATE POLICY "tenant_only" ON "tenants" AS PERMISSIVE FOR ALL TO "app_user" USING (tenant_id = nullif(current_setting('app.tenant_id', true), '')) WITH CHECK (tenant_id = nullif(current_setting('app.tenant_id', true), ''));--> statement-breakpoint
CREATE POLICY "tenant_only" ON "connections" AS PERMISSIVE FOR ALL TO "app_user" USING (tenant_id = nullif(current_setting('app.tenant_id', true), '')) WITH CHECK (tenant_id = nullif(current_setting('app.tenant_id', true), ''));--> statement-breakpoint
CREATE POLICY "tenant_only" ON "cursors" AS PERMISSIVE FOR ALL TO "app_user" USING (tenant_id = nullif(current_setting('app.tenant_id', true), '')) WITH CHECK (tenant_id = nullif(current_setting('app.tenant_id', true), ''));--> statement-breakpoint
CREATE POLICY "tenant_only" ON "hints" AS PERMISSIVE FOR ALL TO "app_user" USING (tenant_id = nullif(current_setting('app.tenant_id', true), '')) WITH CHECK (tenant_id = nullif(current_setting('app.tenant_id', true), ''));--> statement-breakpoint
CREATE POLICY "tenant_only" ON "integrations" AS PERMISSIVE FOR ALL TO "app_user" USING (tenant_id = nullif(current_setting('app.tenant_id', true), '')) WITH CHECK (tenant_id = nullif(current_setting('app.tenant_id', true), ''));--> statement-breakpoint
CREATE POLICY "tenant_only" ON "leases" AS PERMISSIVE FOR ALL TO "app_user" USING (tenant_id = nullif(current_setting('app.tenant_id', true), '')) WITH CHECK (tenant_id = nullif(current_setting('app.tenant_id', true), ''));--> statement-breakpoint
CREATE POLICY "tenant_only" ON "versions" AS PERMISSIVE FOR ALL TO "app_user" USING (tenant_id = nullif(current_setting('app.tenant_id', true), '')) WITH CHECK (tenant_id = nullif(current_setting('app.tenant_id', true), ''));--> statement-breakpoint
CREATE POLICY "tenant_only" ON "journal" AS PERMISSIVE FOR ALL TO "app_user" USING (tenant_id = nullif(current_setting('app.tenant_id', true), '')) WITH CHECK (tenant_id = nullif(current_setting('app.tenant_id', true), ''));--> statement-breakpoint
CREATE POLICY "tenant_only" ON "links" AS PERMISSIVE FOR ALL TO "app_user" USING (tenant_id = nullif(current_setting('app.tenant_id', true), '')) WITH CHECK (tenant_id = nullif(current_setting('app.tenant_id', true), ''));--> statement-breakpoint
CREATE POLICY "tenant_only" ON "outbox" AS PERMISSIVE FOR ALL TO "app_user" USING (tenant_id = nullif(current_setting('app.tenant_id', true), '')) WITH CHECK (tenant_id = nullif(current_setting('app.tenant_id', true), ''));--> statement-breakpoint
CREATE POLICY "tenant_only" ON "runs" AS PERMISSIVE FOR ALL TO "app_user" USING (tenant_id = nullif(current_setting('app.tenant_id', true), '')) WITH CHECK (tenant_id = nullif(current_setting('app.tenant_id', true), ''));