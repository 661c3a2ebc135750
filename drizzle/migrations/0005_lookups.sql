CREATE TABLE "link_keys" (
	"tenant_id" text NOT NULL,
	"integration_id" text NOT NULL,
	"space" text NOT NULL,
	"side" text NOT NULL,
	"key" text NOT NULL,
	"link_id" text NOT NULL,
	CONSTRAINT "link_keys_pk" PRIMARY KEY("key","tenant_id","integration_id","space","side","link_id")
);
--> statement-breakpoint
ALTER TABLE "link_keys" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
DROP INDEX "links_crm_keys";--> statement-breakpoint
DROP INDEX "links_books_keys";--> statement-breakpoint
DROP INDEX "links_by_crm";--> statement-breakpoint
DROP INDEX "links_by_books";--> statement-breakpoint
DROP INDEX "links_one_holder";--> statement-breakpoint
DROP INDEX "links_crm_marker";--> statement-breakpoint
DROP INDEX "links_books_marker";--> statement-breakpoint
DROP INDEX "outbox_one_open";--> statement-breakpoint
DROP INDEX "outbox_unstarted";--> statement-breakpoint
CREATE INDEX "links_of_integration" ON "links" USING btree ("tenant_id","integration_id","id") WHERE born_at > 0;--> statement-breakpoint
CREATE UNIQUE INDEX "links_by_crm" ON "links" USING btree ("crm_id","tenant_id","integration_id","space") WHERE crm_id is not null;--> statement-breakpoint
CREATE UNIQUE INDEX "links_by_books" ON "links" USING btree ("books_id","tenant_id","integration_id","space") WHERE books_id is not null;--> statement-breakpoint
CREATE UNIQUE INDEX "links_one_holder" ON "links" USING btree ("crm_id","tenant_id","crm_connection_id","space") WHERE crm_id is not null and books_id is not null;--> statement-breakpoint
CREATE INDEX "links_crm_marker" ON "links" USING btree ("crm_marker","tenant_id","integration_id") WHERE crm_marker is not null;--> statement-breakpoint
CREATE INDEX "links_books_marker" ON "links" USING btree ("books_marker","tenant_id","integration_id") WHERE books_marker is not null;--> statement-breakpoint
CREATE UNIQUE INDEX "outbox_one_open" ON "outbox" USING btree ("link_id","side","tenant_id") WHERE state in ('released', 'started');--> statement-breakpoint
CREATE INDEX "outbox_unstarted" ON "outbox" USING btree ("link_id","tenant_id") WHERE state in ('proposed', 'held', 'approved', 'released');--> statement-breakpoint
ALTER TABLE "links" DROP CONSTRAINT "links_pk";
--> statement-breakpoint
ALTER TABLE "links" ADD CONSTRAINT "links_pk" PRIMARY KEY("id","tenant_id");--> statement-breakpoint
ALTER TABLE "outbox" DROP CONSTRAINT "outbox_pk";
--> statement-breakpoint
ALTER TABLE "outbox" ADD CONSTRAINT "outbox_pk" PRIMARY KEY("id","tenant_id");--> statement-breakpoint
CREATE POLICY "tenant_only" ON "link_keys" AS PERMISSIVE FOR ALL TO "app_user" USING (tenant_id = nullif(current_setting('app.tenant_id', true), '')) WITH CHECK (tenant_id = nullif(current_setting('app.tenant_id', true), ''));