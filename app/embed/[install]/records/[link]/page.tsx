import { ScrollText } from 'lucide-react'
import { notFound } from 'next/navigation'
import { record } from '@/lib/service/record'
import type { RecordView } from '@/lib/service/views'
import { fieldText } from '@/lib/text'
import { Act, ActAfterAsking } from '../../../../_ui/act'
import { Card } from '../../../../_ui/card'
import { Empty } from '../../../../_ui/empty'
import { Notice } from '../../../../_ui/notice'
import { PageHead } from '../../../../_ui/page-head'
import { Pager } from '../../../../_ui/pager'
import { VendorWords } from '../../../../_ui/problem'
import { StandingTag } from '../../../../_ui/standing-tag'
import { asked } from '../../../asked'
import type { Query } from '../../../asked'
import { enter } from '../../../enter'
import type { Visit } from '../../../enter'
import { todoText } from '../../_errors/todo-text'
import { Entries } from '../../_journal/entries'
import { retryThese } from '../../errors/actions'
import { separate } from '../../setup/match-actions'

interface RecordProps {
  readonly params: Promise<{ install: string; link: string }>
  readonly searchParams: Query
}

/** One record: where it stands, why, its two halves, and everything that ever happened to it. */
export default async function RecordPage({ params, searchParams }: RecordProps) {
  const { install, link } = await params
  const visit = await enter(install)
  if (visit === null) return null
  const { t, paths } = visit
  const { cursor } = await asked(searchParams)
  const found = await record(visit.seat, link, cursor)
  if (found === null) notFound()
  const { record: shown, entries } = found
  return (
    <>
      <PageHead
        title={shown.name}
        lead={t.entity[shown.entity].one}
        back={{ href: paths.records({ entity: shown.entity }), label: t.entity[shown.entity].many }}
        aside={<StandingTag t={t} standing={shown.standing} />}
      />
      <WhyHere visit={visit} shown={shown} />
      <Card>
        <dl className="grid gap-px bg-line sm:grid-cols-2 [&>*]:bg-surface">
          <Half title={visit.names.crm} id={shown.crmId} absent={t.records.notThere} />
          <Half title={visit.names.books} id={shown.booksId} absent={t.records.notThere} />
        </dl>
      </Card>
      {visit.admin && shown.crmId !== null && shown.booksId !== null && (
        <ActAfterAsking
          act={separate.bind(null, install, link)}
          kind="quiet"
          title={t.pages.match.unlinkAsk}
          explains={t.pages.match.unlinkExplains}
          cancel={t.common.cancel}
        >
          {t.pages.match.unlink}
        </ActAfterAsking>
      )}
      <Card title={t.records.journal}>
        {entries.rows.length === 0 ? (
          <Empty icon={ScrollText} title={t.records.journalEmpty} />
        ) : (
          <Entries visit={visit} entries={entries.rows} named={false} />
        )}
      </Card>
      <Pager
        next={entries.next === null ? null : paths.record(link, { cursor: entries.next })}
        first={cursor === undefined ? null : paths.record(link)}
        more={t.common.more}
        start={t.common.first}
      />
    </>
  )
}

function Half({ title, id, absent }: { title: string; id: string | null; absent: string }) {
  return (
    <div className="px-4 py-3 sm:px-[1.125rem]">
      <dt className="text-[0.8125rem] text-ink-2">{title}</dt>
      <dd className={id === null ? 'text-ink-3' : 'font-mono text-[0.8125rem] break-all'}>{id ?? absent}</dd>
    </div>
  )
}

function WhyHere({ visit, shown }: { visit: Visit; shown: RecordView }) {
  const { t, install, admin } = visit
  if (shown.because === null) return null
  const { reason, field, detail } = shown.because
  const parked = shown.class.kind === 'parked'
  return (
    <Notice tone={parked ? 'warn' : 'still'} title={t.reason[reason].title}>
      <p>{t.reason[reason].why}</p>
      {field !== undefined && <p>{t.errors.field(fieldText(t, field))}</p>}
      <p>{parked ? todoText(visit, reason) : t.reason[reason].todo}</p>
      {detail !== undefined && <VendorWords t={t} label={t.errors.detail} said={detail} />}
      {parked && admin && (
        <div className="mt-3">
          <Act act={retryThese.bind(null, install, [shown.link])} kind="primary">
            {t.errors.retry}
          </Act>
        </div>
      )}
    </Notice>
  )
}
