import { FileSearch } from 'lucide-react'
import { Chips } from '../../../_ui/chips'
import { Empty } from '../../../_ui/empty'
import { PageHead } from '../../../_ui/page-head'
import { SearchBox } from '../../../_ui/search-box'
import { asked, worded } from '../../asked'
import type { Query } from '../../asked'
import { enter } from '../../enter'
import { EntityChips } from '../_filters/entity-chips'
import { Listed } from '../_lists/listed'
import { lists, recordClasses } from '../_lists/lists'

interface RecordsProps {
  readonly params: Promise<{ install: string }>
  readonly searchParams: Query
}

/** The list behind every number. */
export default async function RecordsPage({ params, searchParams }: RecordsProps) {
  const visit = await enter((await params).install)
  if (visit === null) return null
  const { t, paths } = visit
  const { entity, text } = await asked(searchParams)
  const words = await worded(searchParams)
  const wanted = { entity, class: recordClasses.find((one) => one === text('class')), search: text('search') }
  const here = (change: Partial<typeof wanted> & { cursor?: string }) => paths.records({ ...wanted, ...change })
  return (
    <>
      <PageHead title={t.records.title} back={{ href: paths.home, label: t.tabs.status }} />
      <div className="space-y-2">
        <EntityChips visit={visit} chosen={entity} href={(one) => here({ entity: one })} />
        <Chips
          label={t.status.title}
          chips={[
            { label: t.common.all, on: wanted.class === undefined, href: here({ class: undefined }) },
            ...recordClasses.map((one) => ({
              label: t.records.class[one],
              on: one === wanted.class,
              href: here({ class: one }),
            })),
          ]}
        />
        <SearchBox t={t} action={paths.to('/records')} search={wanted.search} kept={{ entity, class: wanted.class }} />
      </div>
      <Listed
        visit={visit}
        list="records"
        wanted={words}
        given={await lists.records(visit, words)}
        label={t.records.title}
        empty={<Empty icon={FileSearch} title={t.records.empty} />}
        here={here}
      />
    </>
  )
}
