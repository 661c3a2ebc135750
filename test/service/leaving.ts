import { closeJob, destroyJob, handBackJob, unlockJob, type Place } from '@/lib/service/end-connection'
import type { ConnectionEnded } from '@/lib/model/context'

/** What the job does with a connection that is over; the answer counts the records it unlocked. */
export async function carryAway(ended: ConnectionEnded[], at: Place): Promise<number> {
  let unlocked = 0
  for (let event = ended.shift(); event; event = ended.shift()) {
    for (const integration of event.unlock) {
      for (let after: string | null = ''; after !== null;) {
        const batch = await unlockJob(event, integration, after, at)
        if (batch === 'later') continue
        unlocked += batch.unlocked
        after = batch.after
      }
    }
    await closeJob(event, at)
    await handBackJob(event, at)
    await destroyJob(event, at)
  }
  return unlocked
}
