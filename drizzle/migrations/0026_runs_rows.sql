DROP INDEX "outbox_of_run";--> statement-breakpoint
CREATE INDEX "outbox_of_run" ON "outbox" USING btree ("run_id","tenant_id","rank","id");