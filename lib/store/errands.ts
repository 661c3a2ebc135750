import { sql } from 'drizzle-orm'
import type { Locale } from '@/lib/model/words'
import type { Here, Tx } from './db'
import { firstOf } from './rows'

export interface Reader {
  readonly email: string
  readonly locale: Locale
}

/** Who got a letter, by the name that its links carry: somebody in the list, or somebody who administers. */
export const readerOf = (
  tx: Tx,
  room: Pick<Here, 'tenant'>,
  installation: string,
  id: string,
): Promise<Reader | null> =>
  firstOf<Reader>(
    tx,
    sql`select lower(email) as email, locale from (
        select tenant_id, installation_id, id, email, locale from recipients
        union all select tenant_id, installation_id, id, email, locale from members where email is not null) readers
      where tenant_id = ${room.tenant} and installation_id = ${installation} and id = ${id}`,
  )

/** One errand a person: a later one takes the place of an earlier one. */
export async function saveErrand(
  tx: Tx,
  room: Here,
  { installation, email, path, until }: { installation: string; email: string; path: string; until: number },
): Promise<void> {
  await tx.execute(sql`insert into errands (tenant_id, installation_id, email, path, until)
    values (${room.tenant}, ${installation}, lower(${email}), ${path}, ${until}::bigint)
    on conflict (tenant_id, installation_id, email) do update set path = excluded.path, until = excluded.until`)
}

/** Where this person set out for; asked once, and forgotten with it. Null where it was long ago. */
export async function takeErrand(tx: Tx, room: Here, installation: string, email: string): Promise<string | null> {
  const row = await firstOf<{ path: string; until: number }>(
    tx,
    sql`delete from errands where tenant_id = ${room.tenant} and installation_id = ${installation}
      and email = lower(${email}) returning path, until`,
  )
  return row && row.until > room.now() ? row.path : null
}
