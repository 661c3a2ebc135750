import { verbs } from '@/lib/model/words'
import type { PlanView } from '@/lib/service/views'
import { Card } from '../../../_ui/card'
import { Door } from '../../../_ui/door'
import type { Visit } from '../../enter'

/** How many of each kind, on which side. */
export function ByEntity({ visit: { t, f, names, paths }, plan }: { visit: Visit; plan: PlanView }) {
  if (plan.byEntity.length === 0) return null
  return (
    <Card title={t.plan.byEntity}>
      <table role="table" className="sheet">
        <thead>
          <tr role="row">
            <th role="columnheader" scope="col">
              {t.status.travels.records}
            </th>
            <th role="columnheader" scope="col">
              {t.plan.where}
            </th>
            {verbs.map((verb) => (
              <th key={verb} role="columnheader" scope="col" className="num">
                {t.verb[verb]}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {plan.byEntity.map((line) => (
            <tr key={`${line.entity} ${line.side}`} role="row">
              <td role="cell" data-lead>
                {t.entity[line.entity].many}
              </td>
              <td role="cell" data-label={t.plan.where} className="text-ink-2">
                {names[line.side]}
              </td>
              {verbs.map((verb) => (
                <td
                  key={verb}
                  role="cell"
                  className="num"
                  data-label={t.verb[verb]}
                  {...(line[verb] === 0 ? { 'data-zero': '' } : {})}
                >
                  <Door
                    href={paths.plan(plan.run, { entity: line.entity, side: line.side, verb })}
                    value={line[verb]}
                    shown={f.number(line[verb])}
                    label={`${t.entity[line.entity].many}, ${t.verbIn[verb](names[line.side])}`}
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
