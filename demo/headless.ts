import { parseArgs } from 'node:util'
import { openPlace } from './place'
import { asText, summary } from './summary'
import { setUpAndRun, runAgain } from './story'

/**
 * The demo without a browser: simulators in their own processes, an embedded database, the jobs on the embedded executor,
 * and the very verbs that the pages call. Ends well only if every record of both sides is accounted for.
 */
async function main(): Promise<boolean> {
  const { values } = parseArgs({
    options: {
      json: { type: 'boolean', default: false },
      data: { type: 'string' },
      pair: { type: 'string', default: 'sage-sales.sage-50-fr' },
    },
  })
  const say = (line: string) => void process.stderr.write(`${line}\n`)
  const place = await openPlace(values.pair, values.data ?? null, say)
  try {
    const first = await setUpAndRun(place)
    say('Running a second time ...')
    const second = await runAgain(place)
    const result = summary(first, second)
    process.stdout.write(values.json ? `${JSON.stringify(result, null, 2)}\n` : asText(result))
    return result.ok
  } finally {
    await place.close()
  }
}

// Leaving by the front door, so that the simulators go too.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130))
process.exitCode = (await main()) ? 0 : 1
