import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { built } from './build'
import { killed } from './killed'
import { machine } from './machine'
import { measureN8n } from './n8n'
import { openCluster, openStage, type CandidateName, type Scripts } from './stage'
import type { Cluster } from '../kit/postgres'
import { amongMany, growth, lineOf, tableOf, type Line } from './table'
import {
  bothWays,
  changes,
  crowd,
  dryRun,
  firstMeeting,
  jobs,
  load,
  refusals,
  trouble,
  warmUp,
  type Result,
  type Workload,
} from './workloads'

/** `npm run bench`: what the engine costs, beside a naive script and the least that any program must do. */
const { values } = parseArgs({
  options: {
    full: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
    only: { type: 'string' },
    // One more first load, of so many records: those of the full form end at 99,999.
    load: { type: 'string' },
    repetitions: { type: 'string' },
    // Instead of the table: so many processes killed in the middle of a first load.
    kills: { type: 'string' },
    // A folder to install n8n into, where it is not yet: large, so that nobody gets it unasked.
    n8n: { type: 'string' },
  },
})

const everybody = ['concord', 'naive', 'floor'] as const
const short: readonly Workload[] = [
  load(999, ['concord']),
  load(6_000, everybody),
  refusals(3_000),
  changes(3_000, [100]),
  bothWays(999),
  dryRun(3_000),
  jobs,
]
const full: readonly Workload[] = [
  load(999, everybody),
  load(9_999, everybody),
  load(99_999, ['concord', 'floor']),
  load(9_999, everybody, 20),
  dryRun(9_999),
  refusals(9_999),
  changes(999, [1, 100]),
  // The largest first: after small ones the brakes would find it unusual.
  changes(99_999, [9_999, 1, 100]),
  bothWays(9_999),
  firstMeeting(3_000),
  trouble(3_000),
  crowd(50, 9_999),
  jobs,
]

const more = values.load ? [load(Number(values.load), ['concord'])] : []
const chosen = [...(values.full ? full : short), ...more].filter(
  ({ name }) => !values.only || name.includes(values.only),
)
const repetitions = Number(values.repetitions ?? (values.full ? 5 : 1))

const scripts = await built()
const cluster = await openCluster()
try {
  if (values.kills) await killMany(Number(values.kills))
  else await measureAll()
} finally {
  await cluster.stop()
}

async function killMany(kills: number): Promise<void> {
  const seed = Date.now() % 1_000_000_000
  const survived = await killed(await cluster.fresh(), scripts, { clients: 300, kills, seed })
  const { expected, records, codes, rewritten } = survived
  process.stdout.write(
    `${survived.kills} processes killed (seed ${seed}): ${expected} records expected, ${records} there under ${codes} codes, ${rewritten} written by the third quiet run\n`,
  )
  if (records !== expected || codes !== expected || rewritten !== 0) process.exitCode = 1
}

async function measureAll(): Promise<void> {
  const lines: Line[] = []
  for (const workload of chosen)
    for (const candidate of workload.candidates) lines.push(...(await measure(cluster, scripts, workload, candidate)))
  const ratios = [...compared(lines), ...(values.n8n ? await besideN8n(resolve(values.n8n), lines) : [])]
  const where = machine()
  if (values.json) process.stdout.write(`${JSON.stringify({ machine: where, lines, ratios }, null, 1)}\n`)
  else process.stdout.write(`${where}\n\n${tableOf(lines)}\n\n${ratios.map(({ text }) => `${text}\n`).join('')}`)
}

/** Every workload has processes of its own, so that its peak of memory is its own; the first load of each is thrown away. */
async function measure(
  cluster: Cluster,
  scripts: Scripts,
  workload: Workload,
  candidate: CandidateName,
): Promise<readonly Line[]> {
  process.stderr.write(`${workload.name}: ${candidate}\n`)
  const stage = await openStage(cluster, scripts, candidate)
  try {
    const warm = await stage.open(warmUp)
    await warm.run('first')
    await warm.run()
    const results: Result[] = []
    for (let round = 0; round < repetitions; round += 1) results.push(...(await workload.run(stage, candidate)))
    const names = [...new Set(results.map((each) => each.workload))]
    return names.map((name) => lineOf(results.filter((each) => each.workload === name)))
  } finally {
    await stage.close()
  }
}

/** At the margin between two sizes, so that its start-up does not count. */
async function besideN8n(folder: string, lines: readonly Line[]): Promise<readonly Ratio[]> {
  const [few, many] = await measureN8n(folder, scripts.vendors, [1_000, 11_000])
  const ours = lines
    .filter(({ candidate, workload }) => candidate === 'concord' && workload.startsWith('first load'))
    .at(-1)
  if (!few || !many) throw new Error('n8n was not measured twice')
  const records = many.records - few.records
  const perSecond = (records / (many.wall - few.wall)) * 1000
  const cpu = ((many.cpu - few.cpu) / records) * 1000
  return [
    ratio('n8n, pull and keep only: records a second at the margin', perSecond),
    ratio('n8n, pull and keep only: CPU of its process per 1,000 records, ms', cpu),
    ratio(`n8n, pull and keep only: peak memory at ${many.records.toLocaleString('en')} records, MB`, many.peak),
    ...(ours
      ? [ratio(`${ours.workload}, all of it: times as fast as n8n's part`, ours.perSecond.median / perSecond)]
      : []),
  ]
}

interface Ratio {
  readonly name: string
  readonly value: number
  readonly text: string
}

function compared(lines: readonly Line[]): readonly Ratio[] {
  const by = (workload: string, candidate: string) =>
    lines.find((line) => line.workload === workload && line.candidate === candidate)
  const beside = lines
    .filter(({ candidate }) => candidate === 'concord')
    .flatMap(({ workload, perSecond, ours }) => {
      const naive = by(workload, 'naive')
      const floor = by(workload, 'floor')
      return [
        ...(naive
          ? [ratio(`${workload}: times as fast as the naive script`, perSecond.median / naive.perSecond.median)]
          : []),
        ...(floor ? [ratio(`${workload}: our CPU over the floor program's`, ours.median / floor.ours.median)] : []),
      ]
    })
  const loads = lines.filter(
    ({ candidate, workload }) => candidate === 'concord' && /^first load, [\d,]+ records$/.test(workload),
  )
  const grown = (name: string, of: (line: Line) => number): readonly Ratio[] =>
    loads.length < 2 ? [] : [ratio(name, growth(loads.map((line) => ({ records: line.records, cost: of(line) }))))]
  return [
    ...beside,
    ...grown('growth of time over records', ({ wall }) => wall.median),
    ...grown('growth of our CPU over records', ({ ours, records }) => ours.median * records),
    ...grown('growth of CPU of the database over records', ({ database, records }) => database.median * records),
    ...grown('growth of memory over records', ({ peak }) => peak.most),
    ...amongMany(lines).map(({ name, value }) => ratio(name, value)),
  ]
}

function ratio(name: string, value: number): Ratio {
  return { name, value, text: `${name}: ${value.toFixed(2)}` }
}
