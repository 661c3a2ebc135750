CREATE TABLE "alert_settings" (
	"tenant_id" text NOT NULL,
	"installation_id" text NOT NULL,
	"quiet_from" integer,
	"quiet_to" integer,
	"zone" text NOT NULL,
	"digest_at" bigint,
	CONSTRAINT "alert_settings_pk" PRIMARY KEY("tenant_id","installation_id")
);
--> statement-breakpoint
ALTER TABLE "alert_settings" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "incidents" (
	"tenant_id" text NOT NULL,
	"id" text NOT NULL,
	"integration_id" text NOT NULL,
	"cause" text NOT NULL,
	"about" jsonb NOT NULL,
	"count" integer NOT NULL,
	"most" integer NOT NULL,
	"sample" text[] NOT NULL,
	"opened_at" bigint NOT NULL,
	"announced_at" bigint,
	"told_at" bigint,
	"told_count" integer NOT NULL,
	"resolved_at" bigint,
	"recovery_told_at" bigint,
	CONSTRAINT "incidents_pk" PRIMARY KEY("tenant_id","id")
);
--> statement-breakpoint
ALTER TABLE "incidents" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "mails" (
	"tenant_id" text NOT NULL,
	"id" text NOT NULL,
	"installation_id" text NOT NULL,
	"recipient_id" text NOT NULL,
	"kind" text NOT NULL,
	"email" text NOT NULL,
	"subject" text NOT NULL,
	"plain" text NOT NULL,
	"html" text NOT NULL,
	"thread" text NOT NULL,
	"state" text NOT NULL,
	"attempts" integer NOT NULL,
	"not_before" bigint NOT NULL,
	"created_at" bigint NOT NULL,
	"sent_at" bigint,
	"failure" text,
	CONSTRAINT "mails_pk" PRIMARY KEY("tenant_id","id")
);
--> statement-breakpoint
ALTER TABLE "mails" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "recipients" (
	"tenant_id" text NOT NULL,
	"id" text NOT NULL,
	"installation_id" text NOT NULL,
	"email" text NOT NULL,
	"locale" text NOT NULL,
	"token" text NOT NULL,
	"added_at" bigint NOT NULL,
	"unsubscribed_at" bigint,
	CONSTRAINT "recipients_pk" PRIMARY KEY("tenant_id","id")
);
--> statement-breakpoint
ALTER TABLE "recipients" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "daily" (
	"tenant_id" text NOT NULL,
	"integration_id" text NOT NULL,
	"day" integer NOT NULL,
	"entity" text NOT NULL,
	"side" text NOT NULL,
	"created" integer NOT NULL,
	"updated" integer NOT NULL,
	"removed" integer NOT NULL,
	"refused" integer NOT NULL,
	"others" integer NOT NULL,
	CONSTRAINT "daily_pk" PRIMARY KEY("tenant_id","integration_id","day","entity","side")
);
--> statement-breakpoint
ALTER TABLE "daily" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "daily_calls" (
	"tenant_id" text NOT NULL,
	"integration_id" text NOT NULL,
	"day" integer NOT NULL,
	"vendor" text NOT NULL,
	"calls" integer NOT NULL,
	"runs" integer NOT NULL,
	CONSTRAINT "daily_calls_pk" PRIMARY KEY("tenant_id","integration_id","day","vendor")
);
--> statement-breakpoint
ALTER TABLE "daily_calls" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "daily_lags" (
	"tenant_id" text NOT NULL,
	"integration_id" text NOT NULL,
	"day" integer NOT NULL,
	"step" integer NOT NULL,
	"count" integer NOT NULL,
	CONSTRAINT "daily_lags_pk" PRIMARY KEY("tenant_id","integration_id","day","step")
);
--> statement-breakpoint
ALTER TABLE "daily_lags" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "links" ADD COLUMN "retried_at" bigint;--> statement-breakpoint
ALTER TABLE "links" ADD COLUMN "retried" jsonb;--> statement-breakpoint
ALTER TABLE "links" ADD COLUMN "called" text GENERATED ALWAYS AS (left(lower(coalesce(books_seen ->> 'name', '') || ' ' || coalesce(books_seen ->> 'number', '') || ' ' || coalesce(books_seen ->> 'firstName', '') || ' ' || coalesce(books_seen ->> 'lastName', '') || ' ' || coalesce(books_seen ->> 'code', '') || ' ' || coalesce(crm_seen ->> 'name', '') || ' ' || coalesce(crm_seen ->> 'number', '') || ' ' || coalesce(crm_seen ->> 'firstName', '') || ' ' || coalesce(crm_seen ->> 'lastName', '') || ' ' || coalesce(crm_seen ->> 'code', '')), 400)) STORED;--> statement-breakpoint
ALTER TABLE "alert_settings" ADD CONSTRAINT "alert_settings_installation" FOREIGN KEY ("tenant_id","installation_id") REFERENCES "public"."installations"("tenant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "incidents" ADD CONSTRAINT "incidents_integration" FOREIGN KEY ("tenant_id","integration_id") REFERENCES "public"."integrations"("tenant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "mails" ADD CONSTRAINT "mails_installation" FOREIGN KEY ("tenant_id","installation_id") REFERENCES "public"."installations"("tenant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "recipients" ADD CONSTRAINT "recipients_installation" FOREIGN KEY ("tenant_id","installation_id") REFERENCES "public"."installations"("tenant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "incidents_one_open" ON "incidents" USING btree ("tenant_id","integration_id","cause") WHERE resolved_at is null;--> statement-breakpoint
CREATE INDEX "incidents_by_end" ON "incidents" USING btree ("tenant_id","integration_id","resolved_at");--> statement-breakpoint
CREATE INDEX "mails_due" ON "mails" USING btree ("tenant_id","not_before") WHERE state in ('waiting', 'sending');--> statement-breakpoint
CREATE INDEX "mails_by_time" ON "mails" USING btree ("tenant_id","created_at");--> statement-breakpoint
CREATE UNIQUE INDEX "recipients_by_email" ON "recipients" USING btree ("tenant_id","installation_id","email");--> statement-breakpoint
CREATE UNIQUE INDEX "recipients_by_token" ON "recipients" USING btree ("token");--> statement-breakpoint
CREATE INDEX "journal_of_kind" ON "journal" USING btree ("tenant_id","integration_id","kind","at","id") WHERE kind <> 'written';--> statement-breakpoint
CREATE INDEX "links_retried" ON "links" USING btree ("tenant_id","integration_id") WHERE retried_at >= changed_at;--> statement-breakpoint
CREATE POLICY "tenant_only" ON "alert_settings" AS PERMISSIVE FOR ALL TO "app_user" USING (tenant_id = nullif(current_setting('app.tenant_id', true), '')) WITH CHECK (tenant_id = nullif(current_setting('app.tenant_id', true), ''));--> statement-breakpoint
CREATE POLICY "tenant_only" ON "incidents" AS PERMISSIVE FOR ALL TO "app_user" USING (tenant_id = nullif(current_setting('app.tenant_id', true), '')) WITH CHECK (tenant_id = nullif(current_setting('app.tenant_id', true), ''));--> statement-breakpoint
CREATE POLICY "tenant_only" ON "mails" AS PERMISSIVE FOR ALL TO "app_user" USING (tenant_id = nullif(current_setting('app.tenant_id', true), '')) WITH CHECK (tenant_id = nullif(current_setting('app.tenant_id', true), ''));--> statement-breakpoint
CREATE POLICY "tenant_only" ON "recipients" AS PERMISSIVE FOR ALL TO "app_user" USING (tenant_id = nullif(current_setting('app.tenant_id', true), '')) WITH CHECK (tenant_id = nullif(current_setting('app.tenant_id', true), ''));--> statement-breakpoint
CREATE POLICY "tenant_only" ON "daily" AS PERMISSIVE FOR ALL TO "app_user" USING (tenant_id = nullif(current_setting('app.tenant_id', true), '')) WITH CHECK (tenant_id = nullif(current_setting('app.tenant_id', true), ''));--> statement-breakpoint
CREATE POLICY "tenant_only" ON "daily_calls" AS PERMISSIVE FOR ALL TO "app_user" USING (tenant_id = nullif(current_setting('app.tenant_id', true), '')) WITH CHECK (tenant_id = nullif(current_setting('app.tenant_id', true), ''));--> statement-breakpoint
CREATE POLICY "tenant_only" ON "daily_lags" AS PERMISSIVE FOR ALL TO "app_user" USING (tenant_id = nullif(current_setting('app.tenant_id', true), '')) WITH CHECK (tenant_id = nullif(current_setting('app.tenant_id', true), ''));