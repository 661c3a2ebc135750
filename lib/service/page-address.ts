import { segmentFor } from '@/lib/auth/segment'
import { env } from '@/lib/env'
import type { Installation } from '@/lib/store/tenants'

/**
 * Where a letter's link leads: into the CRM's own page where that hands on what is meant, because only there somebody is
 * signed in; else to our page, which says where to open it.
 */
export function pageAddress(
  installed: Pick<Installation, 'installKey' | 'tab'> | null,
  integration: string | null,
  path: string,
): string {
  const installKey = installed?.installKey ?? ''
  const segment = segmentFor({ installKey, integration })
  if (!installed?.tab) return new URL(`/embed/${segment}${path}`, env().NEXTAUTH_URL).href
  const tab = new URL(installed.tab)
  const inside = `${segment.slice(installKey.length)}${path}`
  if (inside !== '') tab.searchParams.set('concord', inside)
  return tab.href
}
