import { inTenant, type Room } from '@/lib/store/db'
import { integration as readIntegration } from '@/lib/store/integrations'
import { subscriptionOf } from '@/lib/store/subscriptions'
import type { Desk } from './desk'
import { callersOf, listen, type Caller } from './listen'
import { placeOf } from './place'

const day = 24 * 3_600_000

/** A vendor may forget that it was to call us, or lose it with a new sign-in: it is asked anew every day. Returns how many were. */
export async function keepListening(room: Room, id: string, way?: Desk['way']): Promise<number> {
  const found = await inTenant(room, (tx) => readIntegration(tx, room, id))
  if (!found?.live) return 0
  const desk: Desk = { ...room, installation: found.installation, integration: id, ...(way ? { way } : {}) }
  const due = await inTenant(desk, async (tx) => {
    const silent: Caller[] = []
    for (const caller of callersOf(await placeOf(tx, desk))) {
      const known = await subscriptionOf(tx, desk, caller.connection.id)
      if ((known?.askedAt ?? 0) <= desk.now() - day) silent.push(caller)
    }
    return silent
  })
  const answers: boolean[] = []
  for (const caller of due) answers.push(await again(desk, caller))
  return answers.filter(Boolean).length
}

/** One that refuses is asked again in the next hour; the page says how long it has been silent. */
const again = async (desk: Desk, caller: Caller): Promise<boolean> => (await listen(desk, caller)).ok
