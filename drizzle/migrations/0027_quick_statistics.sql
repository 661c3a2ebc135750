-- Nobody is found by what a record shows or what is sent for it: statistics of it cost more than all the others together.
alter table links
  alter column crm_seen set statistics 0, alter column crm_base set statistics 0, alter column crm_tried set statistics 0,
  alter column crm_made set statistics 0, alter column crm_keys set statistics 0, alter column crm_version set statistics 0,
  alter column books_seen set statistics 0, alter column books_base set statistics 0, alter column books_tried set statistics 0,
  alter column books_made set statistics 0, alter column books_keys set statistics 0, alter column books_version set statistics 0,
  alter column because set statistics 0, alter column retried set statistics 0, alter column called set statistics 0;
--> statement-breakpoint
alter table outbox
  alter column sets set statistics 0, alter column request set statistics 0, alter column problem set statistics 0,
  alter column record set statistics 0, alter column fingerprint set statistics 0, alter column if_match set statistics 0,
  alter column remote_id set statistics 0, alter column waits_for set statistics 0;
--> statement-breakpoint
alter table journal
  alter column sets set statistics 0, alter column actor set statistics 0, alter column problem set statistics 0,
  alter column record set statistics 0, alter column remote_id set statistics 0;
--> statement-breakpoint
-- What a growing table is given at once is a first idea; the server's own look at it comes later, and is thorough.
alter function keep_statistics(text) set default_statistics_target = '20';
