import { sql } from 'drizzle-orm'
import type { Here, Tx } from './db'

/** Forgets all that was read and planned, so that another company can be looked at; only before anything was written. */
export async function forgetAll(tx: Tx, room: Here, integration: string): Promise<void> {
  for (const table of ['outbox', 'links', 'cursors', 'hints'] as const) {
    await tx.execute(
      sql`delete from ${sql.identifier(table)} where tenant_id = ${room.tenant} and integration_id = ${integration}`,
    )
  }
}
