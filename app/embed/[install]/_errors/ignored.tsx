import { EyeOff } from 'lucide-react'
import Link from 'next/link'
import type { RecordView } from '@/lib/service/views'
import { Act } from '../../../_ui/act'
import { Card } from '../../../_ui/card'
import type { Visit } from '../../enter'
import { takeBack } from '../errors/actions'
import { Nothing } from './nothing'

/** What somebody decided to leave alone, why, and the way back. */
export function Ignored({ visit, rows }: { visit: Visit; rows: readonly RecordView[] }) {
  const { t, o, f, now, paths, admin, install } = visit
  if (rows.length === 0) return <Nothing icon={EyeOff} title={o.errors.noneIgnored} />
  return (
    <Card>
      <ul className="divide-y divide-line">
        {rows.map((record) => (
          <li
            key={record.link}
            className="flex flex-wrap items-start justify-between gap-x-4 gap-y-2 px-4 py-3 sm:px-[1.125rem]"
          >
            <div className="min-w-0 flex-1 basis-64">
              <Link href={paths.record(record.link)} className="link">
                {record.name}
              </Link>{' '}
              <span className="text-ink-3">
                {t.entity[record.entity].one} · {f.moment(record.changedAt, now)}
              </span>
              {record.because?.was && <p className="text-ink-2">{t.reason[record.because.was.reason].title}</p>}
              <p className="break-words whitespace-pre-line">{record.because?.detail}</p>
            </div>
            {admin && (
              <Act act={takeBack.bind(null, install, [record.link])} kind="plain">
                {o.errors.stopIgnoring}
              </Act>
            )}
          </li>
        ))}
      </ul>
    </Card>
  )
}
