import type { GetStepTools } from 'inngest'
import { closeJob, destroyJob, handBackJob, unlockJob } from '@/lib/service/end-connection'
import { houseEvents, inngest } from './client'

/** A vendor that does not answer is asked by the hour, for a day; then what we hold is destroyed all the same. */
const mostTries = 24
const mostBatches = 700

/** A connection is over: unlock what was asked for, hand our access back, destroy the secrets. */
export const leave = inngest.createFunction(
  { id: 'leave', triggers: [houseEvents['connection.ended']], retries: 4 },
  async ({ event, step }) => {
    const { tenant, connection, unlock } = event.data
    for (const integration of unlock) await unlockAll(step, event.data, integration)
    await step.run('close', () => closeJob(event.data))
    for (let tries = 0; tries < mostTries; tries++) {
      if (await step.run(`hand-back:${tries}`, () => handBackJob({ tenant, connection }))) break
      await step.sleep(`wait:${tries}`, '1h')
    }
    return { destroyed: await step.run('destroy', () => destroyJob({ tenant, connection })) }
  },
)

type Leaving = Parameters<typeof closeJob>[0]

async function unlockAll(step: GetStepTools<typeof inngest>, asked: Leaving, integration: string): Promise<void> {
  let after: string | null = ''
  let silent = 0
  for (let batch = 0; after !== null && silent < mostTries && batch < mostBatches; batch++) {
    const from: string = after
    const unlocked = await step.run(`unlock:${integration}:${batch}`, () => unlockJob(asked, integration, from))
    if (unlocked !== 'later') after = unlocked.after
    else if (++silent < mostTries) await step.sleep(`silent:${integration}:${silent}`, '1h')
  }
}
