import { meetAgain } from '@/lib/engine/meet'
import { inTenant } from '@/lib/store/db'
import { dropSubscription, subscriptionOf } from '@/lib/store/subscriptions'
import { askVendor } from './ask-vendor'
import { engineAt, type Desk } from './desk'
import { done, type Done } from './fault'

/** The vendor stops calling us for this connection; ours is forgotten even where it does not answer. */
export async function unsubscribe(desk: Desk, connection: string): Promise<Done<null>> {
  const known = await inTenant(desk, (tx) => subscriptionOf(tx, desk, connection))
  if (!known) return done(null)
  await inTenant(desk, (tx) => dropSubscription(tx, desk, connection))
  if (known.remoteIds.length === 0) return done(null)
  return askVendor(known.vendor, async () => {
    const { session } = await meetAgain(engineAt(desk), connection)
    await session.unsubscribe?.(known.remoteIds)
    return null
  })
}
