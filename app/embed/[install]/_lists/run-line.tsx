import Link from 'next/link'
import type { RunView } from '@/lib/service/views'
import type { Visit } from '../../enter'
import { ResultTag } from '../_journal/result-tag'
import { countsText, triggerText } from '../_journal/run-text'

export function RunLine({ visit, run }: { visit: Visit; run: RunView }) {
  const { t, f, now, paths } = visit
  const took = run.endedAt === null ? null : t.history.took(f.duration((run.endedAt - run.startedAt) / 1000))
  return (
    <div className="flex flex-wrap items-start justify-between gap-x-4 gap-y-1.5 px-4 py-3 sm:px-[1.125rem]">
      <div className="min-w-0">
        <Link href={paths.run(run.id)} className="link">
          {f.moment(run.startedAt, now)}
        </Link>{' '}
        <span className="text-ink-3">{triggerText(visit, run)}</span>
        <p className="text-ink-2">{[countsText(visit, run), took].filter((part) => part !== null).join(' · ')}</p>
      </div>
      <ResultTag t={t} run={run} />
    </div>
  )
}
