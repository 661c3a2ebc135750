import { randomBytes } from 'node:crypto'
import { meetAgain } from '@/lib/engine/meet'
import { env, vendorWebhookKeys } from '@/lib/env'
import type { Connector } from '@/lib/model/connector'
import { sides } from '@/lib/model/words'
import type { Connection } from '@/lib/store/connections'
import { inTenant } from '@/lib/store/db'
import { saveSubscription, subscriptionOf, type Subscription } from '@/lib/store/subscriptions'
import { askVendor } from './ask-vendor'
import { engineAt, type Desk } from './desk'
import { done, type Done } from './fault'
import type { Place } from './place'

export interface Caller {
  readonly connector: Connector
  readonly connection: Connection
}

/** The connected vendors of a place that can call us when records change. */
export const callersOf = ({ vendors, ...connected }: Place): readonly Caller[] =>
  sides.flatMap((side) => {
    const connection = connected[side]
    return connection?.endedAt === null && vendors[side].receive ? [{ connector: vendors[side], connection }] : []
  })

/** Asks a vendor to call us; safe to repeat. The row comes before its first call, which may come before its answer to us. */
export async function listen(desk: Desk, { connector, connection }: Caller): Promise<Done<null>> {
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
    await saveSubscription(tx, desk, { ...now, remoteIds: asked.value, askedAt: desk.now() })
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
    askedAt: null,
  }
}

export const webhookUrl = (vendor: string, token: string): string =>
  `${new URL(env().NEXTAUTH_URL).origin}/api/webhooks/${vendor}?to=${token}`
