import { ScrollText } from 'lucide-react'
import { notFound } from 'next/navigation'
import { verbs } from '@/lib/model/words'
import { overview } from '@/lib/service/overview'
import { runEntries } from '@/lib/service/run-entries'
import type { RunView } from '@/lib/service/views'
import { problemText } from '@/lib/text'
import { Card } from '../../../../_ui/card'
import { Chips } from '../../../../_ui/chips'
import { Empty } from '../../../../_ui/empty'
import { PageHead } from '../../../../_ui/page-head'
import { Pager } from '../../../../_ui/pager'
import { ProblemNotice } from '../../../../_ui/problem'
import { asked, given } from '../../../asked'
import type { Query } from '../../../asked'
import { enter } from '../../../enter'
import type { Visit } from '../../../enter'
import { Entries } from '../../_journal/entries'
import { ResultTag } from '../../_journal/result-tag'
import { countsText, triggerText } from '../../_journal/run-text'

const kinds = ['written', 'refused', 'overruled', 'noted', 'decided'] as const

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
  const { entity, verb, cursor, text } = await asked(searchParams)
  const filter = { entity, verb, kind: kinds.find((one) => one === text('kind')) }
  const [found, view] = await Promise.all([
    runEntries(visit.seat, { run: id, ...given({ ...filter, cursor }) }),
    overview(visit.seat),
  ])
  if (found === null) notFound()
  const { run, page } = found
  const here = (change: Partial<typeof filter> & { cursor?: string }) =>
    paths.to(`/history/${encodeURIComponent(id)}`, { ...filter, ...change })
  const chip = (label: string, on: boolean, change: Partial<typeof filter>) => ({ label, on, href: here(change) })
  const filtered = Object.values(filter).some((value) => value !== undefined)
  return (
    <>
      <PageHead
        title={t.history.run(f.moment(run.startedAt, now))}
        lead={<RunFacts visit={visit} run={run} />}
        back={{ href: paths.history, label: t.history.title }}
        aside={<ResultTag t={t} run={run} />}
      />
      <Stopped visit={visit} run={run} />
      <div className="space-y-2">
        <Chips
          label={t.history.entity}
          chips={[
            chip(t.common.all, entity === undefined, { entity: undefined }),
            ...view.entities.map(({ rule }) =>
              chip(t.entity[rule.entity].many, rule.entity === entity, { entity: rule.entity }),
            ),
          ]}
        />
        <Chips
          label={t.history.verb}
          chips={[
            chip(t.common.all, verb === undefined && filter.kind === undefined, { verb: undefined, kind: undefined }),
            ...verbs.map((one) => chip(t.verbDone[one], one === verb, { verb: one, kind: undefined })),
            ...kinds
              .filter((one) => one !== 'written')
              .map((one) => chip(t.history.kinds[one], one === filter.kind, { kind: one, verb: undefined })),
          ]}
        />
      </div>
      <Card>
        {page.rows.length === 0 ? (
          <Empty icon={ScrollText} title={filtered ? t.history.emptyFilter : t.history.emptyRun} />
        ) : (
          <Entries visit={visit} entries={page.rows} named />
        )}
      </Card>
      <Pager
        next={page.next === null ? null : here({ cursor: page.next })}
        first={cursor === undefined ? null : here({})}
        more={t.common.more}
        start={t.common.first}
      />
    </>
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
