import { database } from '@/lib/store/db'
import { installOf } from '@/lib/store/tenants'
import { bridgeFrames } from './bridge'
import { segmentOf } from './segment'

const remembered = 30_000
const known = new Map<string, { readonly origins: readonly string[]; readonly until: number }>()
const most = 10_000

/**
 * Origins that may frame a path: those of the installation in it, exactly; for the page that knows no installation yet
 * those of its CRM; nobody for everything else.
 */
export async function ancestorsOf(path: string, now: number): Promise<readonly string[]> {
  const [, crm, installKey] = /^\/bridge\/([^/]+)(?:\/([^/]+))?\/?$/.exec(path) ?? []
  if (crm !== undefined) return (await bridgeFrames(crm, installKey ?? null)) ?? []
  const place = /^\/embed\/([^/]+)(\/|$)/.exec(path)?.[1]
  const key = segmentOf(place ?? '')?.installKey
  if (key === undefined) return []
  const found = known.get(key)
  if (found && found.until > now) return found.origins
  const origins = await originsOf(key)
  if (known.size >= most) known.clear()
  // An unknown key may be installed the next second; only what exists is remembered.
  if (origins.length > 0) known.set(key, { origins, until: now + remembered })
  return origins
}

async function originsOf(key: string): Promise<readonly string[]> {
  const installed = await installOf(await database(), key)
  return installed?.status === 'active' ? installed.origins : []
}
