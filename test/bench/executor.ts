import { openDatabase } from '@/lib/store/db'
import { aStage } from '../executor/kit'
import type { Carry } from './candidate'

/** Only the jobs: a hundred steps in a row through the embedded executor, the real SDK and HTTP. */
export async function executor(database: string) {
  const db = await openDatabase(database, { migrate: false })
  const stage = await aStage(db, (inngest) => [
    inngest.createFunction({ id: 'chain', retries: 0, triggers: [{ event: 'chain' }] }, async ({ step }) => {
      for (let at = 0; at < steps; at += 1) await step.run(`step ${at}`, () => ({ count: at, more: true }))
    }),
  ])
  await stage.executor.idle()
  return {
    async setUp(): Promise<Carry> {
      const carryOut = async (): Promise<null> => {
        await stage.inngest.send({ name: 'chain' })
        await stage.executor.idle()
        return null
      }
      return { home: null, carryOut }
    },
  }
}

export const steps = 100
