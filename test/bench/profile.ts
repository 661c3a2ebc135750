import { built } from './build'
import { openCluster, openStage, type CandidateName } from './stage'

/**
 * `tsx test/bench/profile.ts <candidate> <clients> <first | preview>`: one load or one dry run in detail; with
 * BENCH_NODE=--cpu-prof also where our time goes.
 */
const [name = 'concord', given = '1000', asked = 'first'] = process.argv.slice(2)
const size = Number(given)
const scripts = await built()
const cluster = await openCluster()
try {
  const stage = await openStage(cluster, scripts, name as CandidateName)
  const warm = await stage.open({ books: { size: 400 }, crm: {} })
  await warm.run('first')
  await warm.run('schedule')
  const place = await stage.open({ books: { size }, crm: {} })
  const first = await place.run(asked === 'preview' ? 'preview' : 'first')
  const records = size * 3
  const per = (ms: number): string => ((ms / records) * 1000).toFixed(1)
  const { wall, cpu, databaseCpu, statements, peak, calls } = first
  const rate = ((records / wall) * 1000).toFixed(0)
  process.stdout.write(
    `${name}, ${records} records: ${wall.toFixed(0)} ms, ${rate}/s; per 1,000: ${per(cpu)} ms of ours, ${per(databaseCpu)} ms of the database, ` +
      `${per(statements.counted)} statements and ${per(statements.apart)} apart; peak ${peak.toFixed(0)} MB\n${JSON.stringify(calls)}\n`,
  )
  for (const { ms, planned, calls: times, text } of statements.dearest)
    process.stdout.write(
      `${ms.toFixed(0).padStart(7)} ms (planned ${planned.toFixed(0)}) ${String(times).padStart(6)} x ${text.replace(/\s+/g, ' ').slice(0, 120)}\n`,
    )
  await stage.close()
} finally {
  await cluster.stop()
}
process.exit(0)
