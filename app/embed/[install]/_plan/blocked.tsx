import { parkedReasons } from '@/lib/model/record'
import type { Reason } from '@/lib/model/record'
import type { PlanView } from '@/lib/service/views'
import { Card } from '../../../_ui/card'
import { Door } from '../../../_ui/door'
import type { Visit } from '../../enter'

const classOf = (reason: Reason) =>
  parkedReasons.some((one) => one === reason) ? 'parked' : reason.startsWith('waits-') ? 'waiting' : 'excluded'

/** Why some records do not travel, and what would let them. */
export function Blocked({ visit: { t, f, paths }, plan }: { visit: Visit; plan: PlanView }) {
  if (plan.blocked.length === 0) return null
  return (
    <div id="blocked" className="scroll-mt-4">
      <Card title={t.setup.review.blocked}>
        <ul className="divide-y divide-line border-t border-line">
          {plan.blocked.map(({ entity, reason, count }) => (
            <li
              key={`${entity} ${reason}`}
              className="flex items-start justify-between gap-4 px-4 py-3 sm:px-[1.125rem]"
            >
              <div>
                <p className="font-semibold">{t.common.labelled(t.entity[entity].many, t.reason[reason].title)}</p>
                <p className="text-ink-2">
                  {t.reason[reason].why} {t.reason[reason].todo}
                </p>
              </div>
              <Door
                href={paths.records({ entity, class: classOf(reason) })}
                value={count}
                shown={f.number(count)}
                label={t.reason[reason].title}
              />
            </li>
          ))}
        </ul>
      </Card>
    </div>
  )
}
