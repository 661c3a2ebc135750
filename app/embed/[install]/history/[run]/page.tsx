import { ScrollText } from 'lucide-react'
import { notFound } from 'next/navigation'
import { verbs } from '@/lib/model/words'
import type { Entity, Verb } from '@/lib/model/words'
import { runEntries } from '@/lib/service/run-entries'
import type { RunView } from '@/lib/service/views'
import { problemText } from '@/lib/text'
import { ButtonLink } from '../../../../_ui/button'
import { Card } from '../../../../_ui/card'
import { Chips } from '../../../../_ui/chips'
import { Empty } from '../../../../_ui/empty'
import { PageHead } from '../../../../_ui/page-head'
import { Pager } from '../../../../_ui/pager'
import { ProblemNotice } from '../../../../_ui/problem'
import { SearchBox } from '../../../../_ui/search-box'
import { asked, given } from '../../../asked'
import type { Query } from '../../../asked'
import { enter } from '../../../enter'
import type { Visit } from '../../../enter'
import { EntityChips } from '../../_filters/entity-chips'
import { Entries } from '../../_journal/entries'
import { ResultTag } from '../../_journal/result-tag'
import { countsText, triggerText } from '../../_journal/run-text'

const kinds = ['written', 'refused', 'overruled', 'noted', 'decided'] as const

type Kind = (typeof kinds)[number]

interface Filter {
  readonly entity: Entity | undefined
  readonly verb: Verb | undefined
  readonly kind: Kind | undefined
  readonly search: string | undefined
}

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
  const search = text('search')
  const filter: Filter = { entity, verb, search, kind: kinds.find((one) => one === text('kind')) }
  const found = await runEntries(visit.seat, { run: id, ...given({ ...filter, cursor }) })
  if (found === null) notFound()
  const { run, page } = found
  const here = (change: Partial<Filter> & { cursor?: string }) => paths.run(id, { ...filter, ...change })
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
      <Filters visit={visit} filter={filter} here={here} action={paths.run(id)} />
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

interface FiltersProps {
  readonly visit: Visit
  readonly filter: Filter
  readonly here: (change: Partial<Filter>) => string
  readonly action: string
}

/** What was done, and what only happened: one choice, because a refused write was not done. */
function Filters({ visit, filter, here, action }: FiltersProps) {
  const { t } = visit
  const chip = (label: string, on: boolean, change: Pick<Filter, 'verb' | 'kind'>) => ({
    label,
    on,
    href: here(change),
  })
  return (
    <div className="space-y-2">
      <EntityChips visit={visit} chosen={filter.entity} href={(entity) => here({ entity })} />
      <Chips
        label={t.history.verb}
        chips={[
          chip(t.common.all, filter.verb === undefined && filter.kind === undefined, {
            verb: undefined,
            kind: undefined,
          }),
          ...verbs.map((verb) => chip(t.verbDone[verb], verb === filter.verb, { verb, kind: 'written' })),
          ...kinds
            .filter((kind) => kind !== 'written')
            .map((kind) => chip(t.history.kinds[kind], kind === filter.kind, { kind, verb: undefined })),
        ]}
      />
      <SearchBox
        t={t}
        action={action}
        search={filter.search}
        kept={{ entity: filter.entity, verb: filter.verb, kind: filter.kind }}
      />
    </div>
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
