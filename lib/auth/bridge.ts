import { launches, vendorName } from '@/lib/connectors'
import { vendorFrameOrigins } from '@/lib/env'
import type { Bridge } from '@/lib/model/launch'
import { database } from '@/lib/store/db'
import { installOf } from '@/lib/store/tenants'
import { segmentOf } from './segment'

/** What our page in a CRM's frame must know to ask there who opens it. */
export interface BridgePage extends Bridge {
  readonly crm: string
  /** What people call the CRM. */
  readonly name: string
  /** The one installation it belongs to; null for the page that everybody may register. */
  readonly install: string | null
}

/** Null where the CRM hands out no bearer, or the installation is not one of its own. */
export async function bridgePage(crm: string, install: string | null): Promise<BridgePage | null> {
  const bridge = bridgeOf(crm)
  const frames = await bridgeFrames(crm, install)
  if (!bridge || !frames) return null
  return { crm, name: vendorName(crm), home: bridge.home, frames, install }
}

/** Who may frame that page: an installation's own origins, exactly, or those of the CRM while none is known. */
export async function bridgeFrames(crm: string, install: string | null): Promise<readonly string[] | null> {
  const bridge = bridgeOf(crm)
  if (!bridge) return null
  if (install === null) return [...bridge.frames, ...vendorFrameOrigins(crm)]
  const installed = await installOf(await database(), segmentOf(install)?.installKey ?? '')
  return installed?.status === 'active' && installed.vendor === crm ? installed.origins : null
}

const bridgeOf = (crm: string): Bridge | undefined => (Object.hasOwn(launches, crm) ? launches[crm]?.bridge : undefined)
