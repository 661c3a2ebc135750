import { ChartColumn } from 'lucide-react'
import { periodKinds, statistics } from '@/lib/service/statistics'
import { Card } from '../../../_ui/card'
import { Chips } from '../../../_ui/chips'
import { Empty } from '../../../_ui/empty'
import { PageHead } from '../../../_ui/page-head'
import { asked, dateOf } from '../../asked'
import type { Query } from '../../asked'
import { enter } from '../../enter'
import { ByKind } from '../_statistics/by-kind'
import { Calls } from '../_statistics/calls'
import { Lags } from '../_statistics/lags'
import { Trend } from '../_statistics/trend'
import { UnusualDays } from '../_statistics/unusual-days'

interface StatisticsProps {
  readonly params: Promise<{ install: string }>
  readonly searchParams: Query
}

/** What stands and what changed, against the period before. */
export default async function StatisticsPage({ params, searchParams }: StatisticsProps) {
  const visit = await enter((await params).install)
  if (visit === null) return null
  const { o, f, paths } = visit
  const { text } = await asked(searchParams)
  const kind = periodKinds.find((one) => one === text('period')) ?? 'month'
  const view = await statistics(visit.seat, kind)
  const { now, before } = view?.period ?? { now: null, before: null }
  const day = (at: number) => f.day(dateOf(at))
  return (
    <>
      <PageHead title={o.statistics.title} lead={o.statistics.lead} />
      {view === null ? (
        <Card>
          <Empty icon={ChartColumn} title={o.statistics.none} />
        </Card>
      ) : (
        <>
          <UnusualDays visit={visit} view={view} />
          <div className="space-y-1.5">
            <Chips
              label={o.statistics.period}
              chips={periodKinds.map((one) => ({
                label: o.statistics.kinds[one],
                on: one === kind,
                href: paths.statistics({ period: one }),
              }))}
            />
            {now && before && (
              <p className="text-[0.8125rem] text-ink-2">
                {o.statistics.span(day(now.from), day(now.to), day(before.from), day(before.to))}
              </p>
            )}
          </div>
          <ByKind visit={visit} view={view} />
          <Trend visit={visit} trend={view.trend} />
          <Lags visit={visit} lag={view.lag} />
          <Calls visit={visit} calls={view.calls} />
        </>
      )}
    </>
  )
}
