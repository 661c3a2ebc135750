import { Lock } from 'lucide-react'
import type { Entity } from '@/lib/model/words'
import type { OverviewView, RuleView } from '@/lib/service/views'
import { Card } from '../../../_ui/card'
import { Door } from '../../../_ui/door'
import { dateOf } from '../../asked'
import type { Visit } from '../../enter'
import { scheduleText } from '../setup/_parts/schedule-text'

const counts = ['inBoth', 'changedToday', 'waiting', 'excluded', 'parked'] as const

const classes = { inBoth: 'in-sync', waiting: 'waiting', excluded: 'excluded', parked: 'parked' } as const

/** What changed lives in the history, everything else is a list of records. */
function doorOf({ paths, now }: Visit, entity: Entity, count: (typeof counts)[number]): string {
  if (count !== 'changedToday') return paths.records({ entity, class: classes[count] })
  const today = dateOf(Math.floor(now / 86_400_000))
  return paths.changes({ entity, kind: 'written', from: today, to: today })
}

/** What travels in which direction, with the numbers behind it. */
export function Travels({ visit, view }: { visit: Visit; view: OverviewView }) {
  const { t, f } = visit
  const words = t.status.travels
  const labels = {
    inBoth: words.inBoth,
    changedToday: words.today,
    waiting: words.waiting,
    excluded: words.excluded,
    parked: words.parked,
  }
  return (
    <Card title={words.title} aside={<span className="text-[0.8125rem] text-ink-2">{scheduleText(visit, view)}</span>}>
      <table role="table" className="sheet">
        <thead>
          <tr role="row">
            <th role="columnheader" scope="col">
              {words.records}
            </th>
            <th role="columnheader" scope="col">
              {words.direction}
            </th>
            {counts.map((count) => (
              <th key={count} role="columnheader" scope="col" className="num">
                {labels[count]}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {view.entities.map((line) => (
            <tr key={line.rule.entity} role="row">
              <td role="cell" data-lead>
                {t.entity[line.rule.entity].many}
              </td>
              <td role="cell" data-label={words.direction}>
                <Lane visit={visit} rule={line.rule} />
              </td>
              {counts.map((count) => (
                <td
                  key={count}
                  role="cell"
                  className="num"
                  data-label={labels[count]}
                  {...(line[count] === 0 && count !== 'inBoth' ? { 'data-zero': '' } : {})}
                >
                  <Door
                    href={doorOf(visit, line.rule.entity, count)}
                    value={line[count]}
                    shown={f.number(line[count])}
                    label={`${t.entity[line.rule.entity].many}, ${labels[count]}`}
                  />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </Card>
  )
}

/** The direction in words, and who leads where a record is locked. */
export function Lane({ visit: { t, names }, rule }: { visit: Visit; rule: RuleView }) {
  if (!rule.on) return <span className="text-ink-3">{t.status.travels.off}</span>
  return (
    <span className="text-ink-2">
      {t.direction[rule.direction](names)}
      {rule.locked && (
        <span className="block text-[0.8125rem] text-ink-3">
          <Lock aria-hidden className="mr-1 mb-0.5 inline size-3" />
          {t.locked(names.books)}
        </span>
      )}
    </span>
  )
}
