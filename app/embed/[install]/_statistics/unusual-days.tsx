import type { StatisticsView } from '@/lib/service/statistics'
import { ButtonLink } from '../../../_ui/button'
import { Notice } from '../../../_ui/notice'
import { dateOf } from '../../asked'
import type { Visit } from '../../enter'

/** Days that are far from what is usual are said before anybody looks for them. */
export function UnusualDays({ visit: { t, o, f, paths }, view }: { visit: Visit; view: StatisticsView }) {
  const today = dateOf(view.period.now.to)
  return view.entities.map(({ entity, unusual }) => {
    if (unusual === null) return null
    const records = t.entity[entity].many
    const said =
      unusual.average === 0
        ? o.statistics.unusualFirst(records)
        : o.statistics.unusual(records, f.rate(unusual.times), f.rate(unusual.average))
    return (
      <Notice key={entity} tone="warn" title={said}>
        <div className="mt-2">
          <ButtonLink href={paths.changes({ entity, from: today, to: today })} kind="plain">
            {o.statistics.look}
          </ButtonLink>
        </div>
      </Notice>
    )
  })
}
