import { z } from 'zod'
import { inTenant } from '@/lib/store/db'
import { integrationsOfConnection, setLive, type Integration } from '@/lib/store/integrations'
import { noteDecided } from './decided'
import type { Desk } from './desk'
import { done, failed, type Done } from './fault'
import { callersOf, listen, type Caller } from './listen'
import { placeOf } from './place'
import { unsubscribe } from './unsubscribe'
import { verb } from './verb'

export const goLiveInput = z.object({ live: z.boolean() })

/** Near real time, on or off: vendors that can are asked to call us when records change. The schedule stays. */
export const goLive = verb<z.infer<typeof goLiveInput>, null>(goLiveInput, async (desk, { live }) => {
  const place = await inTenant(desk, (tx) => placeOf(tx, desk))
  const { integration } = place
  const callers = callersOf(place)
  if (!integration || callers.length === 0) return failed({ kind: 'not-now' })
  if (live) {
    const asked = await askAll(desk, callers)
    if (!asked.ok) return asked
  }
  await inTenant(desk, async (tx) => {
    await setLive(tx, desk, integration.id, live)
    if (integration.live !== live)
      await noteDecided(tx, desk, integration, [{ why: live ? 'go-live' : 'go-by-schedule' }])
  })
  if (!live) for (const caller of callers) await hush(desk, integration, caller)
  return done(null)
})

async function askAll(desk: Desk, callers: readonly Caller[]): Promise<Done<null>> {
  for (const caller of callers) {
    const asked = await listen(desk, caller)
    if (!asked.ok) return asked
  }
  return done(null)
}

/** A vendor that does not answer now calls on, and its calls find nobody. One that another company hears stays. */
async function hush(desk: Desk, { id }: Integration, { connection }: Caller): Promise<void> {
  const heard = await inTenant(desk, (tx) => integrationsOfConnection(tx, desk, connection.id))
  if (!heard.some((other) => other.live && other.id !== id)) await unsubscribe(desk, connection.id)
}
