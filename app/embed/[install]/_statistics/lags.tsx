import type { StatisticsView } from '@/lib/service/statistics'
import { Card, CardBody } from '../../../_ui/card'
import type { Visit } from '../../enter'

/** How long an edit takes until it stands on the other side. */
export function Lags({ visit: { o, f }, lag }: { visit: Visit; lag: StatisticsView['lag'] }) {
  const words = o.statistics
  const now = lag.now
  return (
    <Card title={words.lag}>
      {now === null ? (
        <CardBody>
          <p className="text-ink-2">{words.noLag}</p>
        </CardBody>
      ) : (
        <>
          <dl className="grid grid-cols-2 gap-px border-y border-line bg-line [&>*]:bg-surface">
            {(['half', 'most'] as const).map((share) => (
              <div key={share} className="px-4 py-3 sm:px-[1.125rem]">
                <dt className="text-[0.8125rem] text-ink-2">{words[share]}</dt>
                <dd className="text-xl/7 font-semibold tracking-tight">{f.duration(now[share])}</dd>
                {lag.before && (
                  <dd className="text-[0.75rem] text-ink-3">{words.before(f.duration(lag.before[share]))}</dd>
                )}
              </div>
            ))}
          </dl>
          <p className="px-4 py-2.5 text-[0.8125rem] text-ink-2 sm:px-[1.125rem]">{words.lagLead}</p>
        </>
      )}
    </Card>
  )
}
