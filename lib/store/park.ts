import { sql } from 'drizzle-orm'
import type { Because } from '@/lib/model/record'
import type { Here, Tx } from './db'
import { chunksOf, recordset, texts } from './rows'

/** Sets links aside with a reason: what a vendor refused, or what only a person can decide. News that came meanwhile is still planned. */
export async function parkLinks(
  tx: Tx,
  room: Here,
  rows: readonly { readonly id: string; readonly because: Because }[],
): Promise<void> {
  for (const chunk of chunksOf(rows)) {
    await tx.execute(sql`update links l set because = page.because, reason = page.because ->> 'reason',
      changed_at = ${room.now()}::bigint from ${recordset(chunk, 'id text, because jsonb')}
      where l.tenant_id = ${room.tenant} and l.id = page.id`)
  }
}

/** Says of links that their difference is wanted, unless something else is still to be done about them. */
export async function keepLinks(tx: Tx, room: Here, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return
  await tx.execute(sql`update links set because = '{"reason":"kept-apart"}', reason = 'kept-apart',
    changed_at = ${room.now()}::bigint where tenant_id = ${room.tenant} and id = any(${texts(ids)}) and reason is null`)
}
