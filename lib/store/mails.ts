import { sql } from 'drizzle-orm'
import type { Here, Tx } from './db'
import { firstOf, recordset, rowsOf } from './rows'

export type MailState = 'waiting' | 'sending' | 'sent' | 'failed'

export interface StoredMail {
  readonly id: string
  /** Whose wish to get mail it follows; null for a letter about security, which nobody can end. */
  readonly recipient: string | null
  readonly kind: string
  readonly email: string
  readonly subject: string
  readonly plain: string
  readonly html: string
  readonly thread: string
}

/** Written with what it tells of, so that a crash can neither lose nor double it. */
export async function addMails(tx: Tx, room: Here, installation: string, mails: readonly StoredMail[]): Promise<void> {
  if (mails.length === 0) return
  await tx.execute(sql`insert into mails (tenant_id, installation_id, id, recipient_id, kind, email, subject, plain, html,
      thread, state, attempts, not_before, created_at)
    select ${room.tenant}, ${installation}, id, recipient, kind, email, subject, plain, html, thread, 'waiting', 0,
      ${room.now()}::bigint, ${room.now()}::bigint
    from ${recordset(mails, 'id text, recipient text, kind text, email text, subject text, plain text, html text, thread text')}`)
}

export interface TakenMail extends StoredMail {
  readonly attempts: number
  /** What the one-click link carries; null where there is none. */
  readonly token: string | null
}

/** How long whoever took a mail may take to send it before somebody else does. Milliseconds. */
const claim = 5 * 60_000
/** News of this age is none: a server that is set up late does not send it. */
const stale = 3 * 24 * 3_600_000

/** Takes the next mail that is due; of two senders one gets it. A recipient who left meanwhile gets none, nor anybody what is long past. */
export async function takeMail(tx: Tx, room: Here): Promise<TakenMail | null> {
  await tx.execute(sql`update mails m set state = 'failed', failure = 'no longer wanted'
    where m.tenant_id = ${room.tenant} and m.state in ('waiting', 'sending')
    and (m.created_at < ${room.now() - stale}::bigint or (m.recipient_id is not null and not exists (select 1
      from recipients r where r.tenant_id = m.tenant_id and r.id = m.recipient_id and r.unsubscribed_at is null)))`)
  return firstOf<TakenMail>(
    tx,
    sql`update mails m set state = 'sending', attempts = m.attempts + 1, not_before = ${room.now() + claim}::bigint
      where m.tenant_id = ${room.tenant} and m.id = (select id from mails where tenant_id = ${room.tenant} and state in ('waiting', 'sending')
        and not_before <= ${room.now()}::bigint order by not_before, id limit 1 for update skip locked)
      returning m.id, m.recipient_id as recipient, m.kind, m.email, m.subject, m.plain, m.html, m.thread, m.attempts,
        (select r.token from recipients r where r.tenant_id = m.tenant_id and r.id = m.recipient_id) as token`,
  )
}

export async function noteSent(tx: Tx, room: Here, id: string): Promise<void> {
  await tx.execute(sql`update mails set state = 'sent', sent_at = ${room.now()}::bigint, failure = null
    where tenant_id = ${room.tenant} and id = ${id}`)
}

/** `until` null: it will not be tried again. */
export async function noteUnsent(tx: Tx, room: Here, id: string, failure: string, until: number | null): Promise<void> {
  await tx.execute(sql`update mails set state = ${until === null ? 'failed' : 'waiting'}, failure = ${failure},
    not_before = coalesce(${until}::bigint, not_before) where tenant_id = ${room.tenant} and id = ${id}`)
}

/** When the next mail is due; null if none waits. */
export async function nextMailAt(tx: Tx, room: Here): Promise<number | null> {
  const row = await firstOf<{ at: number | null }>(
    tx,
    sql`select min(not_before) as at from mails where tenant_id = ${room.tenant} and state in ('waiting', 'sending')`,
  )
  return row?.at ?? null
}

/** Whether a letter of this conversation was written since then. */
export async function wasTold(tx: Tx, room: Here, thread: string, since: number): Promise<boolean> {
  const row = await firstOf<{ told: boolean }>(
    tx,
    sql`select exists (select 1 from mails where tenant_id = ${room.tenant} and thread = ${thread}
      and created_at > ${since}::bigint) as told`,
  )
  return row?.told ?? false
}

/** Letters about first errors since then, however many people got each. */
export async function lettersSince(tx: Tx, room: Here, installation: string, since: number): Promise<number> {
  const row = await firstOf<{ count: number }>(
    tx,
    sql`select count(distinct created_at) as count from mails where tenant_id = ${room.tenant}
      and installation_id = ${installation} and kind = 'opened' and created_at >= ${since}::bigint`,
  )
  return row?.count ?? 0
}

/** When the last summary of this integration was written; null before the first one. */
export async function lastDigest(tx: Tx, room: Here, integration: string): Promise<number | null> {
  const row = await firstOf<{ at: number | null }>(
    tx,
    sql`select max(m.created_at) as at from mails m join incidents i on i.tenant_id = m.tenant_id and i.id = m.thread
      where m.tenant_id = ${room.tenant} and m.kind = 'digest' and i.integration_id = ${integration}`,
  )
  return row?.at ?? null
}

export interface MailNote {
  readonly id: string
  readonly email: string
  readonly subject: string
  readonly state: MailState
  readonly at: number
}

/** Newest first. */
export const lastMails = (tx: Tx, room: Here, installation: string, limit: number): Promise<MailNote[]> =>
  rowsOf<MailNote>(
    tx,
    sql`select id, email, subject, state, coalesce(sent_at, created_at) as at from mails
      where tenant_id = ${room.tenant} and installation_id = ${installation}
      order by created_at desc, id limit ${limit}`,
  )

/** What was written before then is forgotten, also where it could never be sent. */
export async function forgetMails(tx: Tx, room: Here, before: number): Promise<void> {
  await tx.execute(sql`delete from mails where tenant_id = ${room.tenant} and created_at < ${before}::bigint`)
}
