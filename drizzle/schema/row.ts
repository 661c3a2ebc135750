import { sql } from 'drizzle-orm'
import { bigint, pgPolicy, pgRole, text } from 'drizzle-orm/pg-core'

/** Every tenant transaction runs as this role, on all drivers; hand-written migrations create it and grant to it. */
export const appUser = pgRole('app_user').existing()

const isOurs = sql`tenant_id = nullif(current_setting('app.tenant_id', true), '')`

/** The second lock on a table: its rows are seen and written under their own tenant only. */
export const tenantOnly = () =>
  pgPolicy('tenant_only', { as: 'permissive', to: appUser, for: 'all', using: isOurs, withCheck: isOurs })

export const tenantId = () => text('tenant_id').notNull()
/** Milliseconds UTC. */
export const instant = (name: string) => bigint(name, { mode: 'number' })
export const strings = (name: string) => text(name).array()
