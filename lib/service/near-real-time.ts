import { inTenant, type Tx } from '@/lib/store/db'
import { lastHeard, subscriptionOf } from '@/lib/store/subscriptions'
import type { Desk } from './desk'
import { callersOf, webhookUrl, type Caller } from './listen'
import { placeOf, vendorView } from './place'
import type { VendorView } from './views'

export interface CallerView {
  readonly vendor: VendorView
  /** True while it should call us and has not agreed to for so long that it may have stopped. */
  readonly lost: boolean
  readonly heardAt: number | null
  /** What an administrator types into that vendor's own settings; null where it needs nobody. */
  readonly byHand: { readonly address: string; readonly secret: string } | null
}

export interface NearRealTimeView {
  readonly live: boolean
  readonly callers: readonly CallerView[]
}

/** A vendor is asked anew every day; after two it counts as lost. */
const trusted = 2 * 24 * 3_600_000

/** Whether changes travel at once, and how the vendors' calls stand; null where no vendor of this pair can call us. */
export const nearRealTime = (desk: Desk): Promise<NearRealTimeView | null> =>
  inTenant(desk, async (tx) => {
    const place = await placeOf(tx, desk)
    const callers = callersOf(place)
    if (!place.integration || callers.length === 0) return null
    const { live } = place.integration
    const views: CallerView[] = []
    for (const caller of callers) views.push(await callerView(tx, desk, caller, live))
    return { live, callers: views }
  })

async function callerView(tx: Tx, desk: Desk, { connector, connection }: Caller, live: boolean): Promise<CallerView> {
  const known = await subscriptionOf(tx, desk, connection.id)
  const agreed = known?.askedAt ?? null
  const alone = known !== null && known.secret !== null && agreed !== null && known.remoteIds.length === 0
  return {
    vendor: vendorView(connector),
    lost: live && (agreed === null || agreed < desk.now() - trusted),
    heardAt: known && (await lastHeard(tx, desk, connection.id)),
    byHand:
      live && alone && known.secret !== null && desk.role === 'admin'
        ? { address: webhookUrl(connector.id, known.token), secret: known.secret }
        : null,
  }
}
