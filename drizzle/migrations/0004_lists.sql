ALTER TABLE "outbox" ADD COLUMN "record" text NOT NULL;--> statement-breakpoint
ALTER TABLE "runs" ADD COLUMN "mark" text;