import { whys } from '@/lib/model/decision'
import type { PlannedRow } from '@/lib/service/views'
import { Diff } from '../../../_ui/diff'
import { Tag } from '../../../_ui/tag'
import type { Visit } from '../../enter'
import { laneNames } from '../../system'
import { verbTone } from '../../verb-tone'

/** Each planned write: which record, what happens where, old and new, and why. */
export function PlannedRows({ visit, rows }: { visit: Visit; rows: readonly PlannedRow[] }) {
  return (
    <ul className="divide-y divide-line border-t border-line">
      {rows.map((row) => (
        <li key={row.id}>
          <PlannedLine visit={visit} row={row} />
        </li>
      ))}
    </ul>
  )
}

export function PlannedLine({ visit: { t, f, names }, row }: { visit: Visit; row: PlannedRow }) {
  const lane = laneNames(names, row.side)
  const why = whys.find((one) => one === row.why)
  return (
    <div className="px-4 py-3.5 sm:px-[1.125rem]">
      <div className="flex flex-wrap items-baseline justify-between gap-x-4 gap-y-1">
        <p>
          <b className="font-semibold">{row.record}</b> <span className="text-ink-3">{t.entity[row.entity].one}</span>
        </p>
        <Tag tone={verbTone[row.verb]}>{t.verbIn[row.verb](lane.target)}</Tag>
      </div>
      <Diff t={t} f={f} lane={lane} sets={row.sets} fresh={row.verb === 'create'} />
      {why && <p className="mt-2 text-[0.8125rem] text-ink-2">{t.why[why](lane)}</p>}
    </div>
  )
}
