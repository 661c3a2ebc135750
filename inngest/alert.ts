import { listenJob, lookJob, postJob } from '@/lib/service/alert-house'
import { houseEvents, inngest } from './client'

/** A server that is silent is tried this often here; the next hour goes on. */
const mostTries = 4

/** After every run, whenever a connection is lost, and every hour: what began or ended is told by mail. */
export const alert = inngest.createFunction(
  {
    id: 'alert',
    triggers: [houseEvents['run.closed'], houseEvents['connection.lost'], houseEvents['alerts.due']],
    concurrency: { limit: 1, key: 'event.data.integration' },
    retries: 4,
  },
  async ({ event, step }) => {
    const { tenant, integration } = event.data
    if (event.name === 'alerts.due') await step.run('listen', () => listenJob({ tenant, integration }))
    const written = await step.run('look', () => lookJob({ tenant, integration }))
    for (let tries = 0; tries < mostTries; tries++) {
      const wait = await step.run(`post:${tries}`, () => postJob({ tenant }))
      if (wait === null) return { written }
      await step.sleep(`wait:${tries}`, Math.max(wait, 1_000))
    }
    return { written }
  },
)
