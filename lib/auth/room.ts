import { randomUUID } from 'node:crypto'
import type { Context } from '@/lib/model/context'
import { locales } from '@/lib/model/words'
import type { Locale } from '@/lib/model/words'
import { database } from '@/lib/store/db'
import type { Room } from '@/lib/store/db'
import { installOf } from '@/lib/store/tenants'
import type { Member } from '@/lib/store/tenants'
import { clockOf } from './clock'
import { sessionOf } from './session'

/** Someone at a page: their room, where they are, and how they read. */
export interface Desk extends Room {
  readonly installation: string
  readonly member: Member
  readonly locale: Locale
  readonly role: 'admin' | 'viewer'
}

/** The page of one installation with the session of another is nobody's desk: a shared cookie jar is no tenant boundary. */
export async function deskOf(
  installKey: string,
  cookie: string | undefined,
  emit: Context['emit'],
): Promise<Desk | null> {
  const db = await database()
  const now = clockOf(db)
  const session = await sessionOf(cookie, db, now)
  if (session?.installation.installKey !== installKey) return null
  const { installation, member } = session
  return {
    db,
    now,
    emit,
    newId: randomUUID,
    tenant: installation.tenant,
    installation: installation.id,
    actor: { kind: 'person', id: member.id, name: member.name },
    role: member.role,
    locale: member.locale,
    member,
  }
}

/** In which language to speak to somebody who has no session yet. */
export async function localeOf(installKey: string): Promise<Locale> {
  const installed = await installOf(await database(), installKey)
  return locales.find((locale) => locale === installed?.locale) ?? 'en'
}
