-- Roles belong to the whole server, so they may be there already, or another database may be making them right now.
do $$ begin
  create role app_user nologin;
exception when duplicate_object or unique_violation then null;
end $$;
--> statement-breakpoint
-- Owns the few functions that look across tenants; what it may touch is granted by column in 0002.
do $$ begin
  create role app_finder nologin;
exception when duplicate_object or unique_violation then null;
end $$;
--> statement-breakpoint
grant app_user, app_finder to current_user;
--> statement-breakpoint
grant usage on schema public to app_user, app_finder;
