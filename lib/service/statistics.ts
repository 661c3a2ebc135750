import { lagAt } from '@/lib/insight/lag'
import { period, periodKinds, type Period, type PeriodKind, type Span } from '@/lib/insight/periods'
import { unusual, type Unusual } from '@/lib/insight/unusual'
import { entities, sides, type Entity } from '@/lib/model/words'
import { classCounts, type StandingCount } from '@/lib/store/class-counts'
import { callCounts, dayCounts, lagSteps, spanCounts, type DayCount, type SpanCount } from '@/lib/store/daily'
import { inTenant, type Tx } from '@/lib/store/db'
import type { Desk } from './desk'
import { placeOf, vendorView, type Place } from './place'
import type { VendorView } from './views'

export { periodKinds }

export interface EntityNumbers {
  readonly entity: Entity
  /** As things stand now. */
  readonly inBoth: number
  readonly excluded: number
  readonly failed: number
  /** In the period, and in the one before. */
  readonly now: Changes
  readonly before: Changes
  /** Today is far from usual. */
  readonly unusual: Unusual | null
}

export type Changes = Omit<SpanCount, 'entity'>

export interface TrendDay extends Changes {
  readonly day: number
}

export interface Lag {
  /** Seconds. */
  readonly half: number
  readonly most: number
}

export interface CallNumbers {
  readonly vendor: VendorView
  readonly calls: number
  readonly before: number
  readonly runs: number
  /** The widest limit of the vendor: calls per so many seconds. */
  readonly limit: { readonly calls: number; readonly seconds: number } | null
  /** How much of what it allows in a day the busiest day took. */
  readonly share: number | null
}

export interface StatisticsView {
  readonly period: Period
  readonly entities: readonly EntityNumbers[]
  /** The last thirty days, today last. */
  readonly trend: readonly TrendDay[]
  readonly lag: { readonly now: Lag | null; readonly before: Lag | null }
  readonly calls: readonly CallNumbers[]
}

const dayLength = 86_400_000
const trendDays = 30

/** Everything the statistics page shows; null before there is an integration. Costs days, never records. */
export const statistics = (desk: Desk, kind: PeriodKind): Promise<StatisticsView | null> =>
  inTenant(desk, async (tx) => {
    const place = await placeOf(tx, desk)
    if (!place.integration) return null
    const { id } = place.integration
    const today = Math.floor(desk.now() / dayLength)
    const span = period(kind, today)
    const recent = await dayCounts(tx, desk, id, { from: today - trendDays + 1, to: today })
    const lag = async (days: Span) => lagOf(await lagSteps(tx, desk, id, days))
    return {
      period: span,
      entities: await entityNumbers(tx, desk, place, span, recent, today),
      trend: trendOf(recent, today),
      lag: { now: await lag(span.now), before: await lag(span.before) },
      calls: await callNumbers(tx, desk, place, span),
    }
  })

async function entityNumbers(
  tx: Tx,
  desk: Desk,
  { pair, integration }: Place,
  { now, before }: Period,
  recent: readonly DayCount[],
  today: number,
): Promise<readonly EntityNumbers[]> {
  const id = integration?.id ?? ''
  const classes = await classCounts(tx, desk, id)
  const [these, those] = [await spanCounts(tx, desk, id, now), await spanCounts(tx, desk, id, before)]
  return entities.flatMap((entity): EntityNumbers[] => {
    if (!pair.entities[entity]) return []
    const of = (standing: StandingCount['standing']) => countOf(classes, entity, standing)
    const days = recent.filter((one) => one.entity === entity)
    return [
      {
        entity,
        inBoth: of('in-sync'),
        excluded: of('excluded'),
        failed: of('parked'),
        now: changesOf(these, entity),
        before: changesOf(those, entity),
        unusual: unusual(usual(days, today)),
      },
    ]
  })
}

const countOf = (all: readonly StandingCount[], entity: Entity, standing: StandingCount['standing']): number =>
  all.reduce((sum, one) => sum + (one.entity === entity && one.standing === standing ? one.count : 0), 0)

const none: Changes = { created: 0, updated: 0, removed: 0, refused: 0 }

function changesOf(all: readonly SpanCount[], entity: Entity): Changes {
  const found = all.find((one) => one.entity === entity)
  if (!found) return none
  const { entity: _entity, ...changes } = found
  return changes
}

const written = ({ created, updated, removed }: Changes): number => created + updated + removed

/** Days since the first one that holds anything: before it there was nothing to be usual. */
function usual(days: readonly DayCount[], today: number) {
  const by = new Map(days.map((one) => [one.day, written(one)]))
  const first = Math.min(today, ...by.keys())
  return {
    days: Array.from({ length: today - first }, (_, at) => by.get(first + at) ?? 0),
    today: by.get(today) ?? 0,
  }
}

const trendOf = (recent: readonly DayCount[], today: number): readonly TrendDay[] =>
  Array.from({ length: trendDays }, (_, at) => {
    const day = today - trendDays + 1 + at
    const sum = (key: keyof Changes) => recent.reduce((all, one) => all + (one.day === day ? one[key] : 0), 0)
    return { day, created: sum('created'), updated: sum('updated'), removed: sum('removed'), refused: sum('refused') }
  })

function lagOf(steps: Awaited<ReturnType<typeof lagSteps>>): Lag | null {
  const [half, most] = [lagAt(0.5, steps), lagAt(0.95, steps)]
  return half === null || most === null ? null : { half, most }
}

async function callNumbers(tx: Tx, desk: Desk, place: Place, { now, before }: Period): Promise<readonly CallNumbers[]> {
  const id = place.integration?.id ?? ''
  const [these, those] = [await callCounts(tx, desk, id, now), await callCounts(tx, desk, id, before)]
  return sides.map((side) => {
    const connector = place.vendors[side]
    const found = these.find(({ vendor }) => vendor === connector.id)
    const limit = widest(place, side)
    return {
      vendor: vendorView(connector),
      calls: found?.calls ?? 0,
      before: those.find(({ vendor }) => vendor === connector.id)?.calls ?? 0,
      runs: found?.runs ?? 0,
      limit,
      share: limit && found ? found.most / ((limit.calls * 86_400) / limit.seconds) : null,
    }
  })
}

/** The limit that counts over the longest time is the one that runs out in a day. */
function widest(place: Place, side: 'crm' | 'books'): CallNumbers['limit'] {
  const connector = place.vendors[side]
  const connection = place[side]
  const grant = { baseUrl: '', secrets: {}, company: connection?.companyId ?? null, chosen: connection?.chosen ?? {} }
  const rates = connector.rates?.(grant) ?? connector.limits.rates
  return [...rates].sort((a, b) => b.seconds - a.seconds)[0] ?? null
}
