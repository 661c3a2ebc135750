import type { GetStepTools } from 'inngest'
import { advanceJob, endFailed, endJob, openJob, waitsForTurn, type Asked } from '@/lib/service/house'
import { emit, houseEvents, inngest } from './client'

/** Inngest's own limit is 1,000 steps, waits included; a fresh job goes on with the same run. */
const mostSteps = 800
/** A dry run or an undo waits for the run under way: half an hour, then it is given up. */
const mostWaits = 90
const waitMs = 20_000

/** One run of one integration, step by step: whichever process does a step finds all it needs in the store. */
export const run = inngest.createFunction(
  {
    id: 'run',
    triggers: [houseEvents['run.asked']],
    concurrency: { limit: 1, key: 'event.data.integration' },
    retries: 4,
    onFailure: async ({ event, step }) => {
      const { event: asked, run_id: runId } = event.data
      await step.run('end', () => endFailed(asked.data, runId, emit))
    },
  },
  async ({ event, step, runId }) => {
    const asked: Asked = { ...event.data, run: event.data.run ?? runId }
    const pass = await take(asked, step)
    if (typeof pass === 'string') return { run: asked.run, ended: pass }
    let phase = 'open'
    for (let steps = 0; steps < mostSteps; steps++) {
      const moved = await step.run(`${phase}:${steps}`, () => advanceJob(asked, pass, emit))
      if (moved.phase === 'closed') return { run: asked.run, ended: 'closed' }
      phase = moved.phase
      if (moved.waitMs <= 0) continue
      steps += 1
      await step.sleep(`wait:${steps}`, Math.ceil(moved.waitMs))
    }
    await step.sendEvent('continued', { name: 'run.asked', data: asked })
    return { run: asked.run, ended: 'continued' }
  },
)

async function take(asked: Asked, step: GetStepTools<typeof inngest>) {
  for (let tries = 0; ; tries++) {
    const pass = await step.run(`take:${tries}`, () => openJob(asked, emit))
    if (pass !== 'busy' || !waitsForTurn(asked)) return pass
    if (tries < mostWaits) await step.sleep(`turn:${tries}`, waitMs)
    else {
      await step.run('end', () => endJob(asked, emit))
      return pass
    }
  }
}
