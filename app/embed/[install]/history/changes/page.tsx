import { Download, ScrollText } from 'lucide-react'
import { buttonClass } from '../../../../_ui/button'
import { Empty } from '../../../../_ui/empty'
import { PageHead } from '../../../../_ui/page-head'
import { asked, dateOf, worded } from '../../../asked'
import type { Query } from '../../../asked'
import { enter } from '../../../enter'
import { HistoryFilters, type HistoryFilter } from '../../_filters/history-filters'
import { Listed } from '../../_lists/listed'
import { lists } from '../../_lists/lists'
import { HistoryViews } from '../_views'

interface ChangesProps {
  readonly params: Promise<{ install: string }>
  readonly searchParams: Query
}

/** Every line of the history: filtered, searched, downloaded. */
export default async function ChangesPage({ params, searchParams }: ChangesProps) {
  const visit = await enter((await params).install)
  if (visit === null) return null
  const { t, o, paths } = visit
  const { entity, verb, kind, from, to, text } = await asked(searchParams)
  const wanted = await worded(searchParams)
  const date = (day: number | undefined) => (day === undefined ? undefined : dateOf(day))
  const filter: HistoryFilter = { entity, verb, kind, search: text('search'), from: date(from), to: date(to) }
  const here = (change: Partial<HistoryFilter> & { cursor?: string }) => paths.changes({ ...filter, ...change })
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
      <HistoryFilters visit={visit} filter={filter} here={here} action={paths.changes()} days="asked" />
      <Listed
        visit={visit}
        list="changes"
        wanted={wanted}
        given={await lists.changes(visit, wanted)}
        label={o.history.changes}
        empty={<Empty icon={ScrollText} title={filtered ? t.history.emptyFilter : t.history.empty} />}
        here={here}
      />
    </>
  )
}
