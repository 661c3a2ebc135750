import { cron } from 'inngest'
import { hourlyLooks } from '@/lib/service/alert-house'
import { inngest } from './client'

/** Every hour somebody looks after every integration: digests, reminders, the end of quiet hours, what a crash left untold. */
export const digest = inngest.createFunction({ id: 'digest', triggers: [cron('7 * * * *')] }, async ({ step }) => {
  const asked = await step.run('ask', async () => {
    const due = await hourlyLooks()
    if (due.length > 0) await inngest.send(due.map(({ id, event: { name, ...data } }) => ({ id, name, data })))
    return due.length
  })
  return { asked }
})
