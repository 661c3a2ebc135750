import { segmentFor } from '@/lib/auth/segment'
import { env } from '@/lib/env'
import type { Installation } from '@/lib/store/tenants'

interface Meant {
  /** Null for the installation's first company. */
  readonly integration: string | null
  readonly path: string
  /** The row that names who gets the letter. */
  readonly reader: string
}

/**
 * Where a letter's link leads: into the CRM's own page where that hands on what is meant, because only there somebody is
 * signed in; else to the page of ours that notes where its reader wants to go, for their next launch.
 */
export function pageAddress(
  installed: Pick<Installation, 'installKey' | 'tab'> | null,
  { integration, path, reader }: Meant,
): string {
  const installKey = installed?.installKey ?? ''
  const segment = segmentFor({ installKey, integration })
  if (!installed?.tab) {
    const way = new URL(`/to/${segment}`, env().NEXTAUTH_URL)
    if (path !== '') way.searchParams.set('page', path)
    way.searchParams.set('for', reader)
    return way.href
  }
  const tab = new URL(installed.tab)
  const inside = `${segment.slice(installKey.length)}${path}`
  if (inside !== '') tab.searchParams.set('concord', inside)
  return tab.href
}
