ALTER TABLE "connections" ADD COLUMN "company_identity" text;--> statement-breakpoint
ALTER TABLE "links" ADD COLUMN "crm_tried" jsonb;--> statement-breakpoint
ALTER TABLE "links" ADD COLUMN "crm_made" jsonb;--> statement-breakpoint
ALTER TABLE "links" ADD COLUMN "books_tried" jsonb;--> statement-breakpoint
ALTER TABLE "links" ADD COLUMN "books_made" jsonb;