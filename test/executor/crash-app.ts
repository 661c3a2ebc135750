import { appendFileSync, readFileSync } from 'node:fs'
import { openDatabase } from '@/lib/store/db'
import { aStage } from './kit'

/** A whole app in a process of its own, for tests that kill it: argv holds its data folder and its diary. */
const [folder = '', diary = '', start = ''] = process.argv.slice(2)
const note = (text: string) => appendFileSync(diary, `${text}\n`)
const times = (text: string) =>
  readFileSync(diary, 'utf8')
    .split('\n')
    .filter((line) => line === text).length

const clock = { now: () => Date.now(), pass: () => undefined }
const database = await openDatabase(`pglite:${folder}`)
const stage = await aStage(
  database,
  (inngest) => [
    inngest.createFunction({ id: 'journey', retries: 0, triggers: [{ event: 'go' }] }, async ({ step }) => {
      await step.run('one', () => note('one'))
      await step.run('two', async () => {
        note('two')
        if (times('two') <= 2) await new Promise(() => undefined)
      })
      await Promise.all([step.run('three', () => note('three')), step.run('four', () => note('four'))])
      await step.run('end', () => note('end'))
    }),
  ],
  { clock },
)
if (start === 'start') await stage.inngest.send({ name: 'go' })
