import './environment'
import { spawn } from 'node:child_process'
import { availableParallelism } from 'node:os'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { familyVendors } from '../kit/family-books'
import type { FamilyPair } from './act'
import { drawn, recorded } from './fate'
import { live } from './live'
import { minimise } from './minimise'
import { watchdog } from './watchdog'

/**
 * `npm run simulate -- --histories N --seed S`: N random histories from seed S, one process per core. It ends at the first
 * broken promise, with the seed and the shortest story that still breaks it.
 */
const everything = '100000'
const { values } = parseArgs({
  options: {
    histories: { type: 'string', default: '200' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000_000) },
    /** Every so manieth seed; how processes share the seeds among them. */
    stride: { type: 'string', default: '1' },
    processes: { type: 'string', default: String(availableParallelism()) },
    /** Ends after so many minutes, however many are left. */
    minutes: { type: 'string', default: everything },
    /** Goes on after a broken promise, and tells its history as it was. */
    keep: { type: 'boolean', default: false },
    /** Seconds that one history may take; one that takes longer has failed. */
    longest: { type: 'string', default: '60' },
    /** Of Freshsales with one of its books, `freshsales.xero` and so on; else Sage's. */
    pair: { type: 'string' },
    /** Tells every history. */
    tell: { type: 'boolean', default: false },
  },
})

const pair = values.pair === undefined ? null : pairNamed(values.pair)
const histories = Number(values.histories)
const first = Number(values.seed)
const processes = Number(values.processes)
const started = Date.now()
const latest = started + Number(values.minutes) * 60_000

const say = (line: string): void => void process.stdout.write(`${line}\n`)
const rate = (done: number): string => `${((done * 1000) / (Date.now() - started)).toFixed(2)} histories a second`

function pairNamed(name: string): FamilyPair {
  const found = familyVendors.map((vendor): FamilyPair => `freshsales.${vendor}`).find((each) => each === name)
  if (!found) throw new Error(`There are no histories of ${name}`)
  return found
}

async function alone(): Promise<number> {
  let failed = 0
  let lived = 0
  // A call that nobody answers takes no time of the process: it is waited for longer, for the sake of busy machines.
  const dog = watchdog(10 * Number(values.longest))
  for (let at = 0; at < histories && Date.now() < latest; at += Number(values.stride), lived += 1) {
    const seed = first + at
    const { fate, recording } = drawn(seed, pair)
    dog.lives(seed)
    const { violation, told } = await live(fate, Number(values.longest))
    dog.rests()
    if (values.keep && lived % 100 === 99) say(`${lived + 1} histories lived, ${failed} failed, ${rate(lived + 1)}`)
    if (values.tell) say(`\nseed ${seed}\n${told.join('\n')}`)
    if (!violation) continue
    failed += 1
    say(`\nseed ${seed}: ${violation.invariant} ${violation.text}\n`)
    if (values.keep) say(told.join('\n'))
    else return tellShort(await minimise(recording(), violation.invariant))
  }
  say(`${lived} histories from seed ${first}, every ${values.stride}., ${failed} failed, ${rate(lived)}`)
  return failed
}

async function tellShort(short: Parameters<typeof recorded>[0]): Promise<number> {
  const { violation, told } = await live(recorded(short))
  say(`${violation?.invariant ?? 'nothing'} ${violation?.text ?? ''}\n\n${told.join('\n')}\n\n${JSON.stringify(short)}`)
  return 1
}

/** The first process that finds something ends the others. */
async function together(): Promise<number> {
  const own = process.argv.slice(2).filter((part) => !part.startsWith('--processes'))
  const children = Array.from({ length: processes }, (_, at) => {
    const given = ['--seed', String(first + at), '--histories', String(histories - at)]
    const rest = [
      '--stride',
      String(processes),
      '--processes',
      '1',
      '--minutes',
      values.minutes,
      '--longest',
      values.longest,
    ]
    const named = pair === null ? [] : ['--pair', pair]
    const kept = own.filter((part) => part === '--keep' || part === '--tell')
    const args = ['--import', 'tsx', fileURLToPath(import.meta.url), ...given, ...rest, ...named, ...kept]
    return spawn(process.execPath, args, { stdio: 'inherit' })
  })
  const ends = children.map(
    (child) => new Promise<number>((resolve) => child.once('exit', (code) => resolve(code ?? 1))),
  )
  for (const end of ends)
    void end.then((code) => {
      if (code !== 0 && !values.keep) for (const child of children) child.kill()
    })
  const codes = await Promise.all(ends)
  if (values.minutes === everything) say(`${histories} histories in ${processes} processes, ${rate(histories)}`)
  return codes.filter((code) => code !== 0).length
}

const failed = await (processes > 1 ? together() : alone())
process.exit(failed > 0 ? 1 : 0)
