import { CircleCheck } from 'lucide-react'
import Link from 'next/link'
import type { Reason } from '@/lib/model/record'
import { records } from '@/lib/service/records'
import type { RecordView } from '@/lib/service/views'
import { fieldText } from '@/lib/text'
import { Act } from '../../../_ui/act'
import { Card } from '../../../_ui/card'
import { Empty } from '../../../_ui/empty'
import { PageHead } from '../../../_ui/page-head'
import { Pager } from '../../../_ui/pager'
import { VendorWords } from '../../../_ui/problem'
import { asked, given } from '../../asked'
import type { Query } from '../../asked'
import { enter } from '../../enter'
import type { Visit } from '../../enter'
import { retryThese } from './actions'

interface ErrorsProps {
  readonly params: Promise<{ install: string }>
  readonly searchParams: Query
}

/** Parked records by cause: what happened, what to do, and one button. */
export default async function ErrorsPage({ params, searchParams }: ErrorsProps) {
  const { install } = await params
  const visit = await enter(install)
  if (visit === null) return null
  const { t, head, paths, admin } = visit
  const { cursor } = await asked(searchParams)
  const page = await records(visit.seat, { class: 'parked', ...given({ cursor }) })
  const groups = byReason(page.rows)
  const several = admin && (groups.size > 1 || page.next !== null)
  return (
    <>
      <PageHead
        title={t.errors.title}
        {...(page.rows.length > 0 ? { lead: t.errors.lead } : {})}
        aside={
          several && (
            <Act act={retryThese.bind(null, install, 'all')} kind="plain">
              {t.errors.retryAll(head.parked)}
            </Act>
          )
        }
      />
      {page.rows.length === 0 && (
        <Card>
          <Empty icon={CircleCheck} title={t.errors.empty}>
            {t.errors.emptyLead}
          </Empty>
        </Card>
      )}
      {[...groups].map(([reason, found]) => (
        <Cause key={reason} visit={visit} reason={reason} found={found} />
      ))}
      <Pager
        next={page.next === null ? null : paths.to('/errors', { cursor: page.next })}
        first={cursor === undefined ? null : paths.errors}
        more={t.common.more}
        start={t.common.first}
      />
    </>
  )
}

/** Newest cause first, in the order the records come in. */
function byReason(found: readonly RecordView[]): ReadonlyMap<Reason, readonly RecordView[]> {
  const groups = new Map<Reason, readonly RecordView[]>()
  for (const record of found) {
    const reason = record.because?.reason ?? 'surprise'
    groups.set(reason, [...(groups.get(reason) ?? []), record])
  }
  return groups
}

function Cause({ visit, reason, found }: { visit: Visit; reason: Reason; found: readonly RecordView[] }) {
  const { t, f, now, admin, install } = visit
  const since = Math.min(...found.map((record) => record.changedAt))
  const aside = <span className="text-[0.8125rem] text-ink-2">{t.errors.since(f.moment(since, now))}</span>
  return (
    <Card title={`${t.reason[reason].title} (${f.number(found.length)})`} aside={aside}>
      <div className="flex flex-wrap items-end justify-between gap-3 px-4 pb-3 sm:px-[1.125rem]">
        <p className="min-w-0 flex-1 basis-64 text-ink-2">
          {t.reason[reason].why} {t.reason[reason].todo} {t.common.nothingLost}
        </p>
        {admin && (
          <Act
            act={retryThese.bind(
              null,
              install,
              found.map((record) => record.link),
            )}
            kind="plain"
          >
            {t.errors.retryAll(found.length)}
          </Act>
        )}
      </div>
      <ul className="divide-y divide-line border-t border-line">
        {found.map((record) => (
          <ParkedRecord key={record.link} visit={visit} record={record} />
        ))}
      </ul>
    </Card>
  )
}

function ParkedRecord({ visit: { t, paths }, record }: { visit: Visit; record: RecordView }) {
  const { field, detail } = record.because ?? {}
  return (
    <li className="px-4 py-3 sm:px-[1.125rem]">
      <Link href={paths.record(record.link)} className="link">
        {record.name}
      </Link>{' '}
      <span className="text-ink-3">{t.entity[record.entity].one}</span>
      {field !== undefined && <p>{t.errors.field(fieldText(t, field))}</p>}
      {detail !== undefined && <VendorWords t={t} label={t.errors.detail} said={detail} />}
    </li>
  )
}
