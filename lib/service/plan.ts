import { lasting, usage } from '@/lib/engine/usage'
import type { Capability, Connector } from '@/lib/model/connector'
import { reasons } from '@/lib/model/record'
import { entities, sides, type Side } from '@/lib/model/words'
import type { Run } from '@/lib/model/run'
import { inTenant, type Tx } from '@/lib/store/db'
import { askedHold } from '@/lib/store/holds'
import { planCounts, rowsOfRun, type PlanCount } from '@/lib/store/outbox'
import { latestPreview, run as readRun } from '@/lib/store/runs'
import { total } from '@/lib/sync/count'
import type { Desk } from './desk'
import { latestPlan } from './latest-plan'
import { placeOf, vendorView, type Place } from './place'
import { plannedRow } from './planned-row'
import type { PlanView } from './views'

const sampleSize = 8

/** What a dry run proposes or the brake holds; without a run, whichever of the two is newer. */
export const plan = (desk: Desk, run?: string): Promise<PlanView | null> =>
  inTenant(desk, async (tx) => {
    const place = await placeOf(tx, desk)
    const found = place.integration && (await planned(tx, desk, place.integration.id, run))
    return found ? planView(tx, desk, place, found) : null
  })

async function planned(tx: Tx, desk: Desk, integration: string, run: string | undefined): Promise<Run | null> {
  const named = run === undefined ? await newest(tx, desk, integration) : await readRun(tx, desk, run)
  return named?.integration === integration ? named : null
}

async function newest(tx: Tx, desk: Desk, integration: string): Promise<Run | null> {
  const preview = await latestPreview(tx, desk, integration)
  const hold = await askedHold(tx, desk, integration)
  const held = hold && (await readRun(tx, desk, hold.run))
  return preview && held && held.startedAt > preview.startedAt ? held : (preview ?? held)
}

async function planView(tx: Tx, desk: Desk, place: Place, run: Run): Promise<PlanView> {
  const rows = (await planCounts(tx, desk, run.id)).filter(({ state }) => state !== 'withdrawn')
  const { nothing, parked, waiting, excluded } = total(run.counts)
  const calls = [await callsTo(tx, desk, place, 'crm', rows), await callsTo(tx, desk, place, 'books', rows)]
  const sample = await rowsOfRun(tx, desk, run.id, { only: 'standing' }, { after: null, limit: sampleSize })
  const latest = place.integration && (await latestPlan(tx, desk, place.integration, run.id))
  return {
    run: run.id,
    at: run.endedAt ?? run.startedAt,
    ready: run.result?.kind === 'done' || run.result?.kind === 'held',
    current: run.trigger !== 'preview' || latest !== null,
    publishes: latest !== null && latest.draft !== null,
    problem: problemOf(run, place),
    totals: { ...verbs(rows), nothing, blocked: parked + waiting + excluded },
    byEntity: entities.flatMap((entity) =>
      sides.flatMap((side) => {
        const own = rows.filter((row) => row.entity === entity && row.side === side)
        return own.length > 0 ? [{ entity, side, ...verbs(own) }] : []
      }),
    ),
    blocked: blockedIn(run),
    calls: calls.map(({ seconds: _seconds, ...each }) => each),
    seconds: Math.ceil(Math.max(...calls.map(({ seconds }) => seconds))),
    sample: sample.rows.map(plannedRow),
  }
}

async function callsTo(tx: Tx, desk: Desk, place: Place, side: Side, rows: readonly PlanCount[]) {
  const vendor = place.vendors[side]
  const calls = callsOf(vendor, side, rows)
  const connection = place[side]
  return {
    vendor: vendorView(vendor),
    calls,
    usage: connection && (await usage(tx, desk, connection)),
    seconds: connection ? await lasting(tx, desk, connection, calls) : 0,
  }
}

function problemOf({ result, phase }: Run, { vendors }: Place): PlanView['problem'] {
  if (phase !== 'closed') return null
  if (result?.kind === 'stopped') {
    const own = Object.values(vendors).find(({ id }) => id === result.vendor)
    return { vendor: own ? vendorView(own) : { id: result.vendor, name: result.vendor }, problem: result.problem }
  }
  const house = { id: 'concord', name: 'Concord' }
  return result?.kind === 'interrupted' ? { vendor: house, problem: { kind: 'unreachable' } } : null
}

function verbs(rows: readonly PlanCount[]) {
  const sum = (verb: PlanCount['verb']): number =>
    rows.reduce((all, row) => all + (row.verb === verb ? row.count : 0), 0)
  return { create: sum('create'), update: sum('update'), remove: sum('remove') }
}

/** Counted as `<entity>:<reason>` while planning. */
const blockedIn = ({ counts }: Run): PlanView['blocked'] =>
  entities.flatMap((entity) =>
    reasons.flatMap((reason) => {
      const { parked = 0, waiting = 0, excluded = 0 } = counts[`${entity}:${reason}`] ?? {}
      const count = parked + waiting + excluded
      return count > 0 ? [{ entity, reason, count }] : []
    }),
  )

/** What batches written take, one call per page read again before an update or removal, and one per feed to see what is new. */
function callsOf({ entities: able, limits, feeds }: Connector, side: Side, rows: readonly PlanCount[]): number {
  const own = rows.filter((row) => row.side === side)
  const most = (size: (capability: Capability | undefined) => number, { entity, count }: PlanCount): number =>
    Math.ceil(count / Math.max(size(able[entity]), 1))
  return own.reduce((sum, row) => {
    const written = callsToWrite(able[row.entity], limits.batch, row)
    const read = row.verb === 'create' ? 0 : most((capability) => capability?.page ?? limits.page, row)
    return sum + written + read
  }, feeds.length)
}

/** What a batch needs beside its own call is spared where its records are fewer: they go one by one. */
function callsToWrite(capability: Capability | undefined, usual: number, { verb, count }: PlanCount): number {
  const size = Math.max(capability?.batch ?? usual, 1)
  const perBatch = 1 + (verb === 'remove' ? 0 : (capability?.beside?.[verb] ?? 0))
  return Math.floor(count / size) * perBatch + Math.min(count % size, perBatch)
}
