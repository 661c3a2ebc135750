import { cron } from 'inngest'
import { expiredTenants, purgeJob, roundJob } from '@/lib/service/sweep'
import { inngest } from './client'

/** Every night: who left thirty days ago is forgotten, and secrets move to the active key. */
export const sweep = inngest.createFunction({ id: 'sweep', triggers: [cron('41 2 * * *')] }, async ({ step }) => {
  const expired = await step.run('find', () => expiredTenants())
  for (const tenant of expired) await step.run(`purge:${tenant}`, () => purgeJob(tenant))
  return { purged: expired.length, moved: await step.run('round', () => roundJob()) }
})
