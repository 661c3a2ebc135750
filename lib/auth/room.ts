import { randomUUID } from 'node:crypto'
import type { Context } from '@/lib/model/context'
import { locales } from '@/lib/model/words'
import type { Locale } from '@/lib/model/words'
import { database, inTenant, type Database, type Room } from '@/lib/store/db'
import { integrationsOfInstallation } from '@/lib/store/integrations'
import { installOf } from '@/lib/store/tenants'
import type { Installation, Member } from '@/lib/store/tenants'
import { clockOf } from './clock'
import { segmentOf } from './segment'
import { sessionOf } from './session'

/** Someone at a page: their room, where they are, and how they read. */
export interface Desk extends Room {
  readonly installation: string
  /** Which of its companies, where the address says so. */
  readonly integration?: string
  readonly member: Member
  readonly locale: Locale
  readonly role: 'admin' | 'viewer'
}

/** The page of one installation with the session of another is nobody's desk: a shared cookie jar is no tenant boundary. */
export async function deskOf(place: string, cookie: string | undefined, emit: Context['emit']): Promise<Desk | null> {
  const db = await database()
  const now = clockOf(db)
  const segment = segmentOf(place)
  const session = await sessionOf(cookie, db, now)
  if (!segment || session?.installation.installKey !== segment.installKey) return null
  const { installation, member } = session
  if (segment.integration !== null && !(await isOf(db, installation, segment.integration))) return null
  return {
    ...(segment.integration === null ? {} : { integration: segment.integration }),
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

async function isOf(db: Database, { tenant, id }: Installation, integration: string): Promise<boolean> {
  const own = await inTenant({ db, tenant }, (tx) => integrationsOfInstallation(tx, { tenant }, id))
  return own.some((each) => each.id === integration)
}

/** Why there is no desk: nobody is signed in here, or somebody is who belongs to another organisation. */
export async function strangerOf(cookie: string | undefined): Promise<'nobody' | 'of-another'> {
  const db = await database()
  return (await sessionOf(cookie, db, clockOf(db))) === null ? 'nobody' : 'of-another'
}

/** In which language to speak to somebody who has no session yet. */
export async function localeOf(place: string): Promise<Locale> {
  const installed = await installOf(await database(), segmentOf(place)?.installKey ?? '')
  return locales.find((locale) => locale === installed?.locale) ?? 'en'
}
