import { z } from 'zod'
import { addressOf } from '@/lib/engine/address'
import { vendorBaseUrl } from '@/lib/env'
import type { Grant } from '@/lib/model/connector'
import { sides } from '@/lib/model/words'
import { inTenant } from '@/lib/store/db'
import { checkConnection } from './check-connection'
import { connectionView } from './connection-view'
import { engineAt } from './desk'
import { done, invalid } from './fault'
import { connectionTo, connectorFor, keepConnection, refuseStranger, tellOf } from './keep-connection'
import { placeOf } from './place'
import { typedKeys } from './typed-keys'
import { verb } from './verb'
import type { Check, ConnectionView } from './views'

export const connectInput = z.object({
  side: z.enum(sides),
  vendor: z.string(),
  answers: z.record(z.string(), z.string().max(4_000)),
})

export interface Connected {
  readonly connection: ConnectionView
  readonly checks: readonly Check[]
}

/** Tries what was typed in and keeps it, sealed, only if everything that was tested is in order. */
export const connect = verb<z.infer<typeof connectInput>, Connected>(
  connectInput,
  async (desk, { side, vendor, answers }) => {
    const place = await inTenant(desk, (tx) => placeOf(tx, desk))
    const connector = connectorFor(place, side, vendor)
    if (!connector || connector.auth.kind !== 'keys') return invalid({ vendor: 'unknown' })
    const typed = typedKeys(connector.auth.asked, answers)
    if ('wrong' in typed) return invalid(typed.wrong)
    const known = connectionTo(place, side, vendor)
    const grant: Grant = {
      baseUrl: typed.address ?? vendorBaseUrl(vendor) ?? addressOf(connector, typed.secrets),
      secrets: typed.secrets,
      company: known?.companyId ?? null,
      chosen: known?.chosen ?? {},
    }
    const id = known?.id ?? desk.newId()
    const checked = await checkConnection(engineAt(desk), connector, grant, id)
    if (!checked.ok) return checked
    const { companies, checks } = checked.value
    const allowed = await refuseStranger(desk, place, known, connector, companies)
    if (!allowed.ok) return allowed
    const kept = await inTenant(desk, (tx) =>
      keepConnection(tx, desk, { id, connector, grant, account: typed.account, companies }),
    )
    await tellOf(desk, kept)
    return done({ connection: connectionView(connector, kept.connection), checks })
  },
)
