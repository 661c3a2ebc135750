import Link from 'next/link'
import type { RecordView } from '@/lib/service/views'
import { StandingTag } from '../../../_ui/standing-tag'
import type { Visit } from '../../enter'

export function RecordLine({ visit: { t, f, now, paths }, record }: { visit: Visit; record: RecordView }) {
  return (
    <div className="flex flex-wrap items-start justify-between gap-x-4 gap-y-1 px-4 py-3 sm:px-[1.125rem]">
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
    </div>
  )
}
