import { z } from 'zod'
import { clockOf } from '@/lib/auth/clock'
import { segmentOf } from '@/lib/auth/segment'
import { vendorName } from '@/lib/connectors'
import { insidePath } from '@/lib/model/inside-path'
import type { Locale } from '@/lib/model/words'
import { database, inTenant, type Database } from '@/lib/store/db'
import { readerOf, saveErrand } from '@/lib/store/errands'
import { installOf } from '@/lib/store/tenants'

/** How long somebody may take from the letter to the page in their CRM. */
const patience = 15 * 60_000

const asked = z.object({ install: z.string().max(200), page: insidePath, reader: z.string().min(1).max(64) })

export interface Way {
  readonly locale: Locale
  readonly crm: string
  /** Where the CRM is opened; null where it never told. */
  readonly address: string | null
}

interface At {
  readonly db?: Database
  readonly now?: () => number
}

/** The way from a letter into the CRM; null for a link that was never ours. */
export const wayTo = async (given: z.input<typeof asked>, at: At = {}): Promise<Way | null> =>
  (await found(given, at))?.way ?? null

/**
 * Only inside the CRM is somebody signed in, and not every CRM can hand on which page is meant. So it is noted here, for
 * the very person the letter went to, and their next launch opens it.
 */
export async function setOut(given: z.input<typeof asked>, at: At = {}): Promise<Way | null> {
  const errand = await found(given, at)
  if (!errand) return null
  const { db, installed, email, path, way } = errand
  const now = at.now ?? clockOf(db)
  const room = { tenant: installed.tenant, now, newId: () => '' }
  const until = now() + patience
  await inTenant({ db, tenant: installed.tenant }, (tx) =>
    saveErrand(tx, room, { installation: installed.id, email, path, until }),
  )
  return way
}

async function found(given: z.input<typeof asked>, at: At) {
  const parsed = asked.safeParse(given)
  const segment = parsed.success ? segmentOf(parsed.data.install) : null
  if (!parsed.success || !segment) return null
  const { install, page, reader } = parsed.data
  const db = at.db ?? (await database())
  const installed = await installOf(db, segment.installKey)
  if (installed?.status !== 'active') return null
  const { tenant, id, vendor, tab, origins } = installed
  const who = await inTenant({ db, tenant }, (tx) => readerOf(tx, { tenant }, id, reader))
  if (!who) return null
  const way = { locale: who.locale, crm: vendorName(vendor), address: tab ?? origins[0] ?? null }
  return { db, installed, way, email: who.email, path: `${install.slice(segment.installKey.length)}${page}` }
}
