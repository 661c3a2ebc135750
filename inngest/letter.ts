import { postJob } from '@/lib/service/alert-house'
import { houseEvents, inngest } from './client'

/** A server that is silent is tried this often; what it still refuses then waits for the next letter or the next hour. */
const mostTries = 8

/** Letters about security leave at once, whether or not an integration is at work. */
export const letter = inngest.createFunction(
  {
    id: 'letter',
    triggers: [houseEvents['mail.due']],
    concurrency: { limit: 1, key: 'event.data.tenant' },
    retries: 4,
  },
  async ({ event, step }) => {
    const { tenant } = event.data
    for (let tries = 0; tries < mostTries; tries++) {
      const wait = await step.run(`post:${tries}`, () => postJob({ tenant }))
      if (wait === null) return { sent: true }
      await step.sleep(`wait:${tries}`, Math.max(wait, 1_000))
    }
    return { sent: false }
  },
)
