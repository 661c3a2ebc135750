ALTER TABLE "quotas" ADD COLUMN "callers" jsonb DEFAULT '[]'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "quotas" ADD COLUMN "alone" jsonb;--> statement-breakpoint
ALTER TABLE "quotas" ADD COLUMN "version" bigint DEFAULT 0 NOT NULL;