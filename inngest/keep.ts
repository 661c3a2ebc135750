import { cron } from 'inngest'
import { keepGrant, restingGrants } from '@/lib/service/keep-grants'
import { emit, inngest } from './client'

/** Every day: a grant that no run uses is renewed before its vendor forgets it. */
export const keep = inngest.createFunction({ id: 'keep', triggers: [cron('17 3 * * *')] }, async ({ step }) => {
  const resting = await step.run('find', () => restingGrants())
  for (const grant of resting) await step.run(`keep:${grant.connection}`, () => keepGrant(grant, emit))
  return { kept: resting.length }
})
