import type { CallNumbers, StatisticsView } from '@/lib/service/statistics'
import { Card } from '../../../_ui/card'
import { Meter } from '../../../_ui/meter'
import type { Visit } from '../../enter'

/** Calls to each system, and how much of its limit they take. */
export function Calls({ visit, calls }: { visit: Visit; calls: StatisticsView['calls'] }) {
  const { o, f } = visit
  const words = o.statistics
  return (
    <Card title={words.calls}>
      <ul className="divide-y divide-line border-t border-line">
        {calls.map((one) => (
          <li key={one.vendor.id} className="space-y-1 px-4 py-3 sm:px-[1.125rem]">
            <p className="flex flex-wrap items-baseline justify-between gap-x-4">
              <b className="font-semibold">{one.vendor.name}</b>
              <span>
                {words.callsOf(one.calls)}{' '}
                <span className="text-ink-2">
                  {one.runs > 0 && words.perRun(f.rate(one.calls / one.runs), one.runs)}
                </span>
              </span>
            </p>
            <p className="text-[0.8125rem] text-ink-2">
              {limitText(visit, one)} {words.before(f.number(one.before))}
            </p>
            {one.share !== null && (
              <>
                <Meter
                  share={Math.min(one.share, 1)}
                  label={words.share(f.percent(one.share))}
                  shown={f.percent(one.share)}
                />
                <p className="text-[0.8125rem] text-ink-2">{words.share(shareText(visit, one.share))}</p>
              </>
            )}
          </li>
        ))}
      </ul>
    </Card>
  )
}

function limitText({ o, f }: Visit, { limit }: CallNumbers): string {
  if (limit === null) return o.statistics.noLimit
  return o.statistics.limit(o.statistics.callsOf(limit.calls), f.duration(limit.seconds))
}

const shareText = ({ f }: Visit, share: number): string =>
  share > 0 && share < 0.01 ? `< ${f.percent(0.01)}` : f.percent(share)
