import { segmentFor, segmentOf } from '@/lib/auth/segment'
import type { CompanyName } from '@/lib/service/views'
import { pathsOf, type Paths } from './paths'

/** Addresses of the pages of one of several companies; the default one keeps the installation's own. */
export function companyPaths(install: string, { integration, isDefault }: Omit<CompanyName, 'name' | 'shown'>): Paths {
  const installKey = segmentOf(install)?.installKey ?? install
  return pathsOf(segmentFor({ installKey, integration: isDefault ? null : integration }))
}
