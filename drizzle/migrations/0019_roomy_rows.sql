-- A record is a few hundred bytes per side and all of it is read whenever any of it is: kept in the row it costs half of what
-- compressing it and reading it back does.
alter table links set (toast_tuple_target = 8160);
--> statement-breakpoint
alter table outbox set (toast_tuple_target = 8160);
--> statement-breakpoint
alter table journal set (toast_tuple_target = 8160);
