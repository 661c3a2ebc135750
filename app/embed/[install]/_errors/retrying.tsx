import { RefreshCw } from 'lucide-react'
import Link from 'next/link'
import type { ErrorsView } from '@/lib/service/errors'
import { problemText } from '@/lib/text'
import { Card } from '../../../_ui/card'
import { ProblemNotice } from '../../../_ui/problem'
import type { Visit } from '../../enter'
import { Nothing } from './nothing'

/** What a person had tried again and no run has settled yet; and the system that everything waits for. */
export function Retrying({ visit, view }: { visit: Visit; view: ErrorsView }) {
  const { t, o, f, now, head, paths } = visit
  const { state } = head
  const waits = state.kind === 'waiting' ? state : null
  const vendor = waits?.vendor === head.crm.id ? visit.names.crm : visit.names.books
  return (
    <>
      {waits && (
        <ProblemNotice t={t} text={problemText(t, f, vendor, waits.problem, now)} vendor={vendor} tone="info" />
      )}
      {view.retrying.length === 0 && !waits && (
        <Nothing icon={RefreshCw} title={o.errors.noneRetrying}>
          {o.errors.noneRetryingLead}
        </Nothing>
      )}
      {view.retrying.length > 0 && (
        <Card>
          <ul className="divide-y divide-line">
            {view.retrying.map(({ record, at }) => (
              <li key={record.link} className="px-4 py-3 sm:px-[1.125rem]">
                <Link href={paths.record(record.link)} className="link">
                  {record.name}
                </Link>{' '}
                <span className="text-ink-3">
                  {t.entity[record.entity].one} · {o.errors.triedAt(f.moment(at, now))}
                </span>
                {record.because !== null && (
                  <p className="text-[0.8125rem] text-ink-2">{t.reason[record.because.reason].title}</p>
                )}
              </li>
            ))}
          </ul>
        </Card>
      )}
    </>
  )
}
