import { Download, ScrollText } from 'lucide-react'
import { journalKinds } from '@/lib/model/run'
import { verbs } from '@/lib/model/words'
import type { Entity } from '@/lib/model/words'
import { changes } from '@/lib/service/changes'
import { buttonClass } from '../../../../_ui/button'
import { Card } from '../../../../_ui/card'
import { Chips } from '../../../../_ui/chips'
import { Empty } from '../../../../_ui/empty'
import { PageHead } from '../../../../_ui/page-head'
import { Pager } from '../../../../_ui/pager'
import { asked, dateOf, given } from '../../../asked'
import type { Query } from '../../../asked'
import { enter } from '../../../enter'
import type { Visit } from '../../../enter'
import { EntityChips } from '../../_filters/entity-chips'
import { Entries } from '../../_journal/entries'
import { HistoryViews } from '../_views'

interface ChangesProps {
  readonly params: Promise<{ install: string }>
  readonly searchParams: Query
}

type Filter = Readonly<Record<'verb' | 'kind' | 'from' | 'to' | 'search', string | undefined>> & {
  readonly entity: Entity | undefined
}

/** Every line of the history: filtered, searched, downloaded. */
export default async function ChangesPage({ params, searchParams }: ChangesProps) {
  const visit = await enter((await params).install)
  if (visit === null) return null
  const { t, o, paths } = visit
  const { entity, verb, kind, from, to, cursor, text } = await asked(searchParams)
  const search = text('search')
  const page = await changes(visit.seat, given({ entity, verb, kind, from, to, search, cursor }))
  const date = (day: number | undefined) => (day === undefined ? undefined : dateOf(day))
  const filter: Filter = { entity, verb, kind, search, from: date(from), to: date(to) }
  const here = (change: Partial<Filter> & { cursor?: string }) => paths.changes({ ...filter, ...change })
  const filtered = Object.values(filter).some((value) => value !== undefined)
  return (
    <>
      <PageHead
        title={t.history.title}
        lead={o.history.lead}
        aside={
          <a href={paths.to('/history/changes/csv', filter)} download className={buttonClass('plain')}>
            <Download aria-hidden className="size-4" />
            {o.history.export}
          </a>
        }
      />
      <HistoryViews visit={visit} on="changes" />
      <Filters visit={visit} filter={filter} here={here} />
      <Card>
        {page.rows.length === 0 ? (
          <Empty icon={ScrollText} title={filtered ? t.history.emptyFilter : t.history.empty} />
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
}

function Filters({ visit, filter, here }: FiltersProps) {
  const { t } = visit
  const chip = (label: string, on: boolean, change: Partial<Filter>) => ({ label, on, href: here(change) })
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
          ...journalKinds
            .filter((kind) => kind !== 'written')
            .map((kind) => chip(t.history.kinds[kind], kind === filter.kind, { kind, verb: undefined })),
        ]}
      />
      <Search visit={visit} filter={filter} />
    </div>
  )
}

const inputClass = 'min-h-9 min-w-0 rounded-inner border border-line-strong bg-surface px-3'

function Search({ visit: { t, o, paths }, filter }: Omit<FiltersProps, 'here'>) {
  const kept = (['entity', 'verb', 'kind'] as const).flatMap((name) =>
    filter[name] === undefined ? [] : [{ name, value: filter[name] }],
  )
  return (
    <form action={paths.changes()} role="search" className="flex flex-wrap items-end gap-2">
      {kept.map(({ name, value }) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      <input
        type="search"
        name="search"
        defaultValue={filter.search}
        aria-label={t.common.search}
        placeholder={t.common.search}
        className={`${inputClass} flex-1 basis-48`}
      />
      {(['from', 'to'] as const).map((name) => (
        <label key={name} className="flex items-center gap-1.5 text-[0.8125rem] text-ink-2">
          {o.history[name]}
          <input type="date" name={name} defaultValue={filter[name]} className={`${inputClass} text-ink`} />
        </label>
      ))}
      <button type="submit" className={buttonClass('plain')}>
        {o.history.filter}
      </button>
    </form>
  )
}
