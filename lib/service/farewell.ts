import { z } from 'zod'
import { clockOf } from '@/lib/auth/clock'
import type { Locale } from '@/lib/model/words'
import { database } from '@/lib/store/db'
import { recipientOf, unsubscribe as store, type Farewell } from '@/lib/store/recipients'

const token = z.string().regex(/^[\w-]{16,64}$/)

/** Whom the link at the end of a mail belongs to; null for one that was never ours. No session: the link is the proof. */
export async function farewell(
  given: string,
): Promise<{ readonly email: string; readonly locale: Locale; readonly ended: boolean } | null> {
  const asked = token.safeParse(given)
  const found = asked.success ? await recipientOf(await database(), asked.data) : null
  return found && { email: found.email, locale: found.locale, ended: found.ended !== null }
}

/** Ends all mail to that address. Pressing again changes nothing. */
export async function unsubscribe(given: string): Promise<Farewell | null> {
  const asked = token.safeParse(given)
  if (!asked.success) return null
  const db = await database()
  return store(db, asked.data, clockOf(db)())
}
