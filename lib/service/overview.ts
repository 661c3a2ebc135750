import { usage } from '@/lib/engine/usage'
import { sentSince } from '@/lib/store/brake-facts'
import { callCounts } from '@/lib/store/daily'
import { oldestUnderway } from '@/lib/store/oldest'
import { inTenant, type Tx } from '@/lib/store/db'
import { publishedSettings, type Integration } from '@/lib/store/integrations'
import { classCounts, type StandingCount } from '@/lib/store/class-counts'
import type { RecordClass } from '@/lib/model/state'
import { sides, type Entity } from '@/lib/model/words'
import type { Desk } from './desk'
import { headView } from './head'
import { placeOf, vendorView, type Place } from './place'
import { progress } from './progress'
import { ruleViews } from './rule-views'
import { runView } from './run-view'
import { standingFacts, type StandingFacts } from './standing-facts'
import type { OverviewView } from './views'

/** Everything the status page shows. */
export const overview = (desk: Desk): Promise<OverviewView> =>
  inTenant(desk, async (tx) => {
    const place = await placeOf(tx, desk)
    const facts = await standingFacts(tx, desk, place)
    const { integration, pair, vendors } = place
    const settings = integration && (await inForce(tx, desk, integration))
    const counts = integration ? await classCounts(tx, desk, integration.id) : []
    const today = integration ? await changedToday(tx, desk, integration.id) : new Map<Entity, number>()
    const last = facts.runs.find((run) => run.phase === 'closed' && run.trigger !== 'preview')
    const { state } = facts
    return {
      head: await headView(tx, desk, place, facts),
      progress: facts.open && (await progress(tx, desk, facts.open)),
      lastSuccess: facts.lastSuccess,
      oldest: integration ? await oldestUnderway(tx, desk, integration.id) : null,
      nextRun: integration ? nextRun(integration, facts, desk.now()) : null,
      lastRun: last ? runView(last) : null,
      every: settings?.every ?? pair.every,
      appointment: settings?.appointment ?? null,
      facts: numbers(counts),
      entities: (settings ? ruleViews(pair, settings, vendors) : []).map((rule) => ({
        rule,
        ...numbers(counts.filter(({ entity }) => entity === rule.entity)),
        changedToday: today.get(rule.entity) ?? 0,
      })),
      hold: state.kind === 'held' ? state.hold : null,
      calls: integration ? await callsToday(tx, desk, place, integration.id) : [],
    }
  })

const inForce = async (tx: Tx, desk: Desk, { id, version, settings }: Integration) =>
  (await publishedSettings(tx, desk, id, version)) ?? settings

function nextRun(integration: Integration, { open }: StandingFacts, now: number): number | null {
  const { startedAt, pausedBy, stopped, waitingUntil, nextDueAt } = integration
  if (startedAt === null || pausedBy || stopped || open) return null
  const at = Math.max(waitingUntil ?? 0, nextDueAt ?? 0)
  return at === 0 ? null : Math.max(at, now)
}

function numbers(counts: readonly StandingCount[]) {
  const of = (kind: RecordClass['kind']): number =>
    counts.reduce((sum, { standing, count }) => sum + (standing === kind ? count : 0), 0)
  return { inBoth: of('in-sync'), waiting: of('waiting'), excluded: of('excluded'), parked: of('parked') }
}

/** Writes since midnight UTC, by entity. */
async function changedToday(tx: Tx, desk: Desk, integration: string): Promise<ReadonlyMap<Entity, number>> {
  const day = 24 * 3_600_000
  const sent = await sentSince(tx, desk, integration, Math.floor(desk.now() / day) * day)
  const sums = new Map<Entity, number>()
  for (const { entity, count } of sent) sums.set(entity, (sums.get(entity) ?? 0) + count)
  return sums
}

/** By vendor, since midnight UTC; runs under way are counted with their steps. */
async function callsToday(tx: Tx, desk: Desk, place: Place, id: string): Promise<OverviewView['calls']> {
  const day = Math.floor(desk.now() / (24 * 3_600_000))
  const counted = await callCounts(tx, desk, id, { from: day, to: day })
  const found: OverviewView['calls'][number][] = []
  for (const side of sides) {
    const [vendor, connection] = [vendorView(place.vendors[side]), place[side]]
    const today = counted.find((each) => each.vendor === vendor.id)?.calls ?? 0
    found.push({ vendor, today, usage: connection && (await usage(tx, desk, connection)) })
  }
  return found
}
