CREATE TABLE "executor_crons" (
	"function_id" text NOT NULL,
	"pattern" text NOT NULL,
	"next_at" bigint NOT NULL,
	CONSTRAINT "executor_crons_function_id_pattern_pk" PRIMARY KEY("function_id","pattern")
);
--> statement-breakpoint
CREATE TABLE "executor_events" (
	"id" text PRIMARY KEY NOT NULL,
	"received_at" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "executor_runs" (
	"id" text PRIMARY KEY NOT NULL,
	"function_id" text NOT NULL,
	"event" text NOT NULL,
	"state" text NOT NULL,
	"output" text,
	"idempotency_key" text,
	"slot" text,
	"slots" integer,
	"parent_run" text,
	"parent_step" text,
	"created_at" bigint NOT NULL,
	"finished_at" bigint
);
--> statement-breakpoint
CREATE TABLE "executor_steps" (
	"run_id" text NOT NULL,
	"step_id" text NOT NULL,
	"seq" bigserial NOT NULL,
	"kind" text NOT NULL,
	"value" text NOT NULL,
	CONSTRAINT "executor_steps_run_id_step_id_pk" PRIMARY KEY("run_id","step_id")
);
--> statement-breakpoint
CREATE TABLE "executor_turns" (
	"run_id" text NOT NULL,
	"step_id" text NOT NULL,
	"function_id" text NOT NULL,
	"kind" text NOT NULL,
	"due_at" bigint NOT NULL,
	"attempt" integer NOT NULL,
	"lost" integer NOT NULL,
	"again" boolean NOT NULL,
	"race" boolean NOT NULL,
	"slot" text,
	"slots" integer,
	"lease_token" text,
	"lease_until" bigint,
	"event_name" text,
	"condition" text,
	CONSTRAINT "executor_turns_run_id_step_id_pk" PRIMARY KEY("run_id","step_id")
);
--> statement-breakpoint
ALTER TABLE "executor_steps" ADD CONSTRAINT "executor_steps_run_id_executor_runs_id_fk" FOREIGN KEY ("run_id") REFERENCES "public"."executor_runs"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "executor_turns" ADD CONSTRAINT "executor_turns_run_id_executor_runs_id_fk" FOREIGN KEY ("run_id") REFERENCES "public"."executor_runs"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "executor_events_received" ON "executor_events" USING btree ("received_at");--> statement-breakpoint
CREATE UNIQUE INDEX "executor_runs_once" ON "executor_runs" USING btree ("function_id","idempotency_key");--> statement-breakpoint
CREATE INDEX "executor_runs_active" ON "executor_runs" USING btree ("function_id") WHERE state = 'active';--> statement-breakpoint
CREATE INDEX "executor_runs_finished" ON "executor_runs" USING btree ("finished_at");--> statement-breakpoint
CREATE INDEX "executor_turns_due" ON "executor_turns" USING btree ("due_at");--> statement-breakpoint
CREATE INDEX "executor_turns_event" ON "executor_turns" USING btree ("event_name") WHERE event_name is not null;