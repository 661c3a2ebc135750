import { History } from 'lucide-react'
import { Empty } from '../../../_ui/empty'
import { PageHead } from '../../../_ui/page-head'
import { worded } from '../../asked'
import type { Query } from '../../asked'
import { enter } from '../../enter'
import { Listed } from '../_lists/listed'
import { lists } from '../_lists/lists'
import { HistoryViews } from './_views'

interface HistoryProps {
  readonly params: Promise<{ install: string }>
  readonly searchParams: Query
}

/** Every run, newest first. */
export default async function HistoryPage({ params, searchParams }: HistoryProps) {
  const visit = await enter((await params).install)
  if (visit === null) return null
  const { t, o, paths } = visit
  const wanted = await worded(searchParams)
  return (
    <>
      <PageHead title={t.history.title} lead={t.history.lead} />
      <HistoryViews visit={visit} on="runs" />
      <Listed
        visit={visit}
        list="runs"
        wanted={wanted}
        given={await lists.runs(visit, wanted)}
        label={o.history.runs}
        empty={<Empty icon={History} title={t.history.empty} />}
        here={(change) => paths.to('/history', change)}
      />
    </>
  )
}
