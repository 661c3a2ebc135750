import './environment'
import { parseArgs } from 'node:util'
import { drawn, recorded } from './fate'
import { live } from './live'
import { minimise } from './minimise'

const { values } = parseArgs({
  options: {
    histories: { type: 'string', default: '200' },
    seed: { type: 'string' },
    stride: { type: 'string', default: '1' },
    keep: { type: 'boolean', default: false },
    raw: { type: 'boolean', default: false },
  },
})

async function main(): Promise<void> {
  const histories = Number(values.histories)
  const first = values.seed === undefined ? Date.now() % 1_000_000_000 : Number(values.seed)
  const started = Date.now()
  let done = 0
  let failed = 0
  for (let at = 0; at < histories; at += Number(values.stride)) {
    const seed = first + at
    const { fate, recording } = drawn(seed)
    const { violation, told } = await live(fate)
    done += 1
    if (done % 10 === 0) say(`${done} histories, ${rate(done, started)}`)
    if (!violation) continue
    failed += 1
    say(`\nseed ${seed}: ${violation.invariant} ${violation.text}`)
    if (values.raw) say(told.join('\n'))
    else if (!values.keep) {
      const short = await minimise(recording(), violation.invariant)
      const again = await live(recorded(short))
      say(
        `\n${again.violation?.invariant ?? '?'} ${again.violation?.text ?? ''}\n\n${again.told.join('\n')}\n\n${JSON.stringify(short)}`,
      )
    }
    if (!values.keep) break
  }
  say(`${done} histories, ${failed} with a violation, ${rate(done, started)}`)
  process.exitCode = failed > 0 ? 1 : 0
}

const rate = (done: number, started: number): string =>
  `${((done * 1000) / (Date.now() - started)).toFixed(2)} a second`
const say = (line: string): void => void process.stdout.write(`${line}\n`)

main().then(
  () => process.exit(),
  (error: unknown) => {
    say(String(error instanceof Error ? error.stack : error))
    process.exit(2)
  },
)
