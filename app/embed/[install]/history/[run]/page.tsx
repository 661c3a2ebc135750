import { ScrollText } from 'lucide-react'
import { notFound } from 'next/navigation'
import { runEntries } from '@/lib/service/run-entries'
import type { RunView } from '@/lib/service/views'
import { problemText } from '@/lib/text'
import { ButtonLink } from '../../../../_ui/button'
import { Empty } from '../../../../_ui/empty'
import { PageHead } from '../../../../_ui/page-head'
import { ProblemNotice } from '../../../../_ui/problem'
import { asked, given, worded } from '../../../asked'
import type { Query } from '../../../asked'
import { enter } from '../../../enter'
import type { Visit } from '../../../enter'
import { HistoryFilters, type HistoryFilter } from '../../_filters/history-filters'
import { Listed } from '../../_lists/listed'
import { entryRows } from '../../_lists/lists'
import { ResultTag } from '../../_journal/result-tag'
import { countsText, triggerText } from '../../_journal/run-text'

interface RunProps {
  readonly params: Promise<{ install: string; run: string }>
  readonly searchParams: Query
}

/** One run: its result, and every entry with old, new and why. */
export default async function RunPage({ params, searchParams }: RunProps) {
  const { install, run: id } = await params
  const visit = await enter(install)
  if (visit === null) return null
  const { t, f, now, paths } = visit
  const { entity, verb, kind, cursor, text } = await asked(searchParams)
  const filter: HistoryFilter = { entity, verb, kind, search: text('search') }
  const found = await runEntries(visit.seat, { run: id, ...given({ ...filter, cursor }) })
  if (found === null) notFound()
  const { run, page } = found
  const here = (change: Partial<HistoryFilter> & { cursor?: string }) => paths.run(id, { ...filter, ...change })
  const filtered = Object.values(filter).some((value) => value !== undefined)
  return (
    <>
      <PageHead
        title={t.history.run(f.moment(run.startedAt, now))}
        lead={<RunFacts visit={visit} run={run} />}
        back={{ href: paths.history, label: t.history.title }}
        aside={<RunAside visit={visit} run={run} />}
      />
      <Stopped visit={visit} run={run} />
      <HistoryFilters visit={visit} filter={filter} here={here} action={paths.run(id)} days="no" />
      <Listed
        visit={visit}
        list="entries"
        wanted={{ ...(await worded(searchParams)), run: id }}
        given={entryRows(visit, page)}
        label={t.history.run(f.moment(run.startedAt, now))}
        empty={<Empty icon={ScrollText} title={filtered ? t.history.emptyFilter : t.history.emptyRun} />}
        here={here}
      />
    </>
  )
}

/** A dry run wrote nothing: its substance is the plan. */
function RunAside({ visit: { t, paths }, run }: { visit: Visit; run: RunView }) {
  return (
    <span className="flex flex-wrap items-center gap-3">
      {run.trigger === 'preview' && (
        <ButtonLink href={paths.plan(run.id)} kind="plain">
          {t.history.seePlan}
        </ButtonLink>
      )}
      <ResultTag t={t} run={run} />
    </span>
  )
}

function RunFacts({ visit, run }: { visit: Visit; run: RunView }) {
  const { t, f, head } = visit
  const name = (id: string) => [head.crm, head.books].find((vendor) => vendor?.id === id)?.name ?? id
  const calls = Object.entries(run.calls).map(([id, count]) => t.plan.calls(count, name(id)))
  const facts = [
    triggerText(visit, run),
    run.endedAt === null ? null : t.history.took(f.duration((run.endedAt - run.startedAt) / 1000)),
    countsText(visit, run),
    calls.length === 0 ? null : f.list(calls),
  ]
  return facts.filter((fact) => fact !== null).join(' · ')
}

function Stopped({ visit, run }: { visit: Visit; run: RunView }) {
  if (run.result?.kind !== 'stopped') return null
  const { t, f, now, head, names } = visit
  const vendor = names[run.result.vendor === head.crm.id ? 'crm' : 'books']
  return <ProblemNotice t={t} text={problemText(t, f, vendor, run.result.problem, now)} vendor={vendor} tone="bad" />
}
