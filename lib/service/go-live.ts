import { randomBytes } from 'node:crypto'
import { z } from 'zod'
import { meetAgain } from '@/lib/engine/meet'
import { env, vendorWebhookKeys } from '@/lib/env'
import type { Connector } from '@/lib/model/connector'
import { sides } from '@/lib/model/words'
import type { Connection } from '@/lib/store/connections'
import { inTenant } from '@/lib/store/db'
import { setLive } from '@/lib/store/integrations'
import { saveSubscription, subscriptionOf, type Subscription } from '@/lib/store/subscriptions'
import { askVendor } from './ask-vendor'
import { noteDecided } from './decided'
import { engineAt, type Desk } from './desk'
import { done, failed, type Done } from './fault'
import { placeOf } from './place'
import { verb } from './verb'

export const goLiveInput = z.object({ live: z.boolean() })

/** Near real time, on or off: vendors that can are asked to call us when records change. The schedule stays. */
export const goLive = verb<z.infer<typeof goLiveInput>, null>(goLiveInput, async (desk, { live }) => {
  const { integration, vendors, ...connected } = await inTenant(desk, (tx) => placeOf(tx, desk))
  if (!integration) return failed({ kind: 'not-now' })
  for (const side of live ? sides : []) {
    const connection = connected[side]
    if (!connection) return failed({ kind: 'not-now' })
    const subscribed = await subscribe(desk, vendors[side], connection)
    if (!subscribed.ok) return subscribed
  }
  await inTenant(desk, async (tx) => {
    await setLive(tx, desk, integration.id, live)
    await noteDecided(tx, desk, integration, [{ why: live ? 'go-live' : 'go-by-schedule' }])
  })
  return done(null)
})

/** The row comes before the vendor's first call, which may come before its answer to us. */
async function subscribe(desk: Desk, connector: Connector, connection: Connection): Promise<Done<null>> {
  if (!connector.receive) return done(null)
  const known = await inTenant(desk, (tx) => subscriptionOf(tx, desk, connection.id))
  const first = { ...(known ?? fresh(connector, connection)), company: connection.companyId }
  await inTenant(desk, (tx) => saveSubscription(tx, desk, first))
  const asked = await askVendor(connector.id, async () => {
    const { session } = await meetAgain(engineAt(desk), connection.id)
    return (await session.subscribe?.(webhookUrl(connector.id, first.token))) ?? []
  })
  if (!asked.ok) return asked
  await inTenant(desk, async (tx) => {
    // The vendor may have told its secret meanwhile.
    const now = (await subscriptionOf(tx, desk, connection.id)) ?? first
    await saveSubscription(tx, desk, { ...now, remoteIds: asked.value })
  })
  return done(null)
}

/** A vendor whose calls an administrator sets up by hand is given a secret of ours to send along. */
function fresh({ id }: Connector, connection: Connection): Subscription {
  const own = vendorWebhookKeys(id).length === 0
  return {
    connection: connection.id,
    vendor: id,
    company: connection.companyId,
    token: randomBytes(24).toString('base64url'),
    remoteIds: [],
    secret: own ? randomBytes(24).toString('base64url') : null,
  }
}

export const webhookUrl = (vendor: string, token: string): string =>
  `${new URL(env().NEXTAUTH_URL).origin}/api/webhooks/${vendor}?to=${token}`
