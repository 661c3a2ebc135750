import { FileSearch } from 'lucide-react'
import Link from 'next/link'
import type { RecordClass } from '@/lib/model/state'
import { records } from '@/lib/service/records'
import type { RecordView } from '@/lib/service/views'
import { Card } from '../../../_ui/card'
import { Chips } from '../../../_ui/chips'
import { Empty } from '../../../_ui/empty'
import { PageHead } from '../../../_ui/page-head'
import { Pager } from '../../../_ui/pager'
import { SearchBox } from '../../../_ui/search-box'
import { StandingTag } from '../../../_ui/standing-tag'
import { asked, given } from '../../asked'
import type { Query } from '../../asked'
import { enter } from '../../enter'
import type { Visit } from '../../enter'
import { EntityChips } from '../_filters/entity-chips'

const classes = [
  'in-sync',
  'in-flight',
  'waiting',
  'excluded',
  'parked',
  'removed',
] as const satisfies readonly RecordClass['kind'][]

interface RecordsProps {
  readonly params: Promise<{ install: string }>
  readonly searchParams: Query
}

/** The list behind every number. */
export default async function RecordsPage({ params, searchParams }: RecordsProps) {
  const visit = await enter((await params).install)
  if (visit === null) return null
  const { t, paths } = visit
  const { entity, cursor, text } = await asked(searchParams)
  const wanted = { entity, class: classes.find((one) => one === text('class')), search: text('search') }
  const page = await records(visit.seat, given({ ...wanted, cursor }))
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
            ...classes.map((one) => ({
              label: t.records.class[one],
              on: one === wanted.class,
              href: here({ class: one }),
            })),
          ]}
        />
        <SearchBox t={t} action={paths.to('/records')} search={wanted.search} kept={{ entity, class: wanted.class }} />
      </div>
      <Card>
        {page.rows.length === 0 ? (
          <Empty icon={FileSearch} title={t.records.empty} />
        ) : (
          <ul className="divide-y divide-line">
            {page.rows.map((record) => (
              <RecordLine key={record.link} visit={visit} record={record} />
            ))}
          </ul>
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

function RecordLine({ visit: { t, f, now, paths }, record }: { visit: Visit; record: RecordView }) {
  return (
    <li className="flex flex-wrap items-start justify-between gap-x-4 gap-y-1 px-4 py-3 sm:px-[1.125rem]">
      <div className="min-w-0">
        <Link href={paths.record(record.link)} className="link">
          {record.name}
        </Link>
        <p className="text-[0.8125rem] text-ink-2">
          {[t.entity[record.entity].one, t.records.changed(f.moment(record.changedAt, now))].join(' · ')}
        </p>
        {record.because !== null && (
          <p className="text-[0.8125rem] text-ink-2">{t.reason[record.because.reason].title}</p>
        )}
      </div>
      <StandingTag t={t} standing={record.standing} />
    </li>
  )
}
