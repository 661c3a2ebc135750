import { History } from 'lucide-react'
import Link from 'next/link'
import { runs } from '@/lib/service/runs'
import type { RunView } from '@/lib/service/views'
import { Card } from '../../../_ui/card'
import { Empty } from '../../../_ui/empty'
import { PageHead } from '../../../_ui/page-head'
import { Pager } from '../../../_ui/pager'
import { asked } from '../../asked'
import type { Query } from '../../asked'
import { enter } from '../../enter'
import type { Visit } from '../../enter'
import { ResultTag } from '../_journal/result-tag'
import { countsText, triggerText } from '../_journal/run-text'
import { HistoryViews } from './_views'

interface HistoryProps {
  readonly params: Promise<{ install: string }>
  readonly searchParams: Query
}

/** Every run, newest first. */
export default async function HistoryPage({ params, searchParams }: HistoryProps) {
  const visit = await enter((await params).install)
  if (visit === null) return null
  const { t, paths } = visit
  const { cursor } = await asked(searchParams)
  const page = await runs(visit.seat, cursor)
  return (
    <>
      <PageHead title={t.history.title} lead={t.history.lead} />
      <HistoryViews visit={visit} on="runs" />
      <Card>
        {page.rows.length === 0 ? (
          <Empty icon={History} title={t.history.empty} />
        ) : (
          <ul className="divide-y divide-line">
            {page.rows.map((run) => (
              <RunLine key={run.id} visit={visit} run={run} />
            ))}
          </ul>
        )}
      </Card>
      <Pager
        next={page.next === null ? null : paths.to('/history', { cursor: page.next })}
        first={cursor === undefined ? null : paths.history}
        more={t.common.more}
        start={t.common.first}
      />
    </>
  )
}

function RunLine({ visit, run }: { visit: Visit; run: RunView }) {
  const { t, f, now, paths } = visit
  const took = run.endedAt === null ? null : t.history.took(f.duration((run.endedAt - run.startedAt) / 1000))
  return (
    <li className="flex flex-wrap items-start justify-between gap-x-4 gap-y-1.5 px-4 py-3 sm:px-[1.125rem]">
      <div className="min-w-0">
        <Link href={paths.run(run.id)} className="link">
          {f.moment(run.startedAt, now)}
        </Link>{' '}
        <span className="text-ink-3">{triggerText(visit, run)}</span>
        <p className="text-ink-2">{[countsText(visit, run), took].filter((part) => part !== null).join(' · ')}</p>
      </div>
      <ResultTag t={t} run={run} />
    </li>
  )
}
