import { cron } from 'inngest'
import { dueJobs } from '@/lib/service/house'
import { inngest } from './client'

/** Every minute: whoever is due gets a run. A run that is under way keeps its lease, and the second one ends at once. */
export const tick = inngest.createFunction({ id: 'tick', triggers: [cron('* * * * *')] }, async ({ step }) => {
  const asked = await step.run('ask', async () => {
    const due = await dueJobs()
    if (due.length > 0) await inngest.send(due.map(({ id, event: { name, ...data } }) => ({ id, name, data })))
    return due.length
  })
  return { asked }
})
