import { endVerification, verifyNow } from '@/lib/service/verify-now'
import { emit, houseEvents, inngest } from './client'

/** Both sides listed completely and compared with memory; it reads and writes nothing at the vendors. */
export const verify = inngest.createFunction(
  {
    id: 'verify',
    triggers: [houseEvents['verify.asked']],
    concurrency: { limit: 1, key: 'event.data.integration' },
    retries: 2,
    onFailure: async ({ event, step }) => {
      await step.run('end', () => endVerification(event.data.event.data, emit))
    },
  },
  async ({ event, step }) => step.run('compare', () => verifyNow(event.data, emit)),
)
