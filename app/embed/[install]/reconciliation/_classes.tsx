import type { Counted } from '@/lib/model/accuracy'
import { reasons } from '@/lib/model/record'
import { Card } from '../../../_ui/card'
import { Door } from '../../../_ui/door'
import type { Visit } from '../../enter'

/** How many records of each side stand where, and why; every number opens its list. */
export function Classes({ visit, classes }: { visit: Visit; classes: readonly Counted[] }) {
  const { t, f, names, paths } = visit
  const words = t.reconciliation.classes
  return (
    <Card title={words.title}>
      <table role="table" className="sheet">
        <thead>
          <tr role="row">
            {[words.records, words.system, words.standing].map((head) => (
              <th key={head} role="columnheader" scope="col">
                {head}
              </th>
            ))}
            <th role="columnheader" scope="col" className="num">
              {words.count}
            </th>
          </tr>
        </thead>
        <tbody>
          {classes.map((each) => (
            <tr key={[each.entity, each.side, each.kind, each.reason].join(' ')} role="row">
              <td role="cell" data-lead>
                {t.entity[each.entity].many}
              </td>
              <td role="cell" data-label={words.system}>
                {names[each.side]}
              </td>
              <td role="cell" data-label={words.standing}>
                {standingText(visit, each)}
              </td>
              <td role="cell" className="num" data-label={words.count}>
                <Door
                  href={paths.records({ entity: each.entity, class: each.kind })}
                  value={each.count}
                  shown={f.number(each.count)}
                  label={`${t.entity[each.entity].many}, ${standingText(visit, each)}`}
                />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Card>
  )
}

function standingText({ t }: Visit, { kind, reason }: Counted): string {
  const known = reasons.find((each) => each === reason)
  return known ? t.common.labelled(t.records.class[kind], t.reason[known].title) : t.records.class[kind]
}
