import { meetAgain } from '@/lib/engine/meet'
import { sides } from '@/lib/model/words'
import { inTenant } from '@/lib/store/db'
import { releaseLease, takeLease } from '@/lib/store/leases'
import { askVendor } from './ask-vendor'
import { engineAt, type Desk } from './desk'
import { done, failed, type Done } from './fault'
import type { Place } from './place'

/** Making all of it takes a few seconds; whoever dies over it keeps the others out for so long. */
const longest = 5 * 60_000

/**
 * What our writes need in the vendors is made now, when it was decided that something is written at all. Of two who begin in
 * the same moment, also at two companies of one CRM, both would find it missing and make it twice: the second one is refused.
 */
export async function prepare(desk: Desk, place: Place): Promise<Done<null>> {
  const first = place.companies.find((each) => each.startedAt === null && each.crmConnection === place.crm?.id)
  const token = first && (await inTenant(desk, (tx) => takeLease(tx, desk, first.id, desk.newId(), longest)))
  if (!first || token == null) return failed({ kind: 'not-now' })
  try {
    return await prepareBoth(desk, place)
  } finally {
    await inTenant(desk, (tx) => releaseLease(tx, desk, first.id, token))
  }
}

async function prepareBoth(desk: Desk, place: Place): Promise<Done<null>> {
  for (const side of sides) {
    const connection = place[side]
    if (!connection) return failed({ kind: 'not-now' })
    const prepared = await askVendor(place.vendors[side].id, async () => {
      const { session } = await meetAgain(engineAt(desk), connection.id)
      await session.prepare?.()
    })
    if (!prepared.ok) return prepared
  }
  return done(null)
}
