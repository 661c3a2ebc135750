import type { EntityNumbers, StatisticsView } from '@/lib/service/statistics'
import { Card } from '../../../_ui/card'
import { Door } from '../../../_ui/door'
import { dateOf } from '../../asked'
import type { Visit } from '../../enter'

const changes = ['created', 'updated', 'removed', 'refused'] as const
const verbs = { created: 'create', updated: 'update', removed: 'remove', refused: undefined } as const

interface ByKindProps {
  readonly visit: Visit
  readonly view: StatisticsView
}

/** Per kind of record what stands and what changed; every number is the door to its list. */
export function ByKind({ visit, view }: ByKindProps) {
  const { t, o } = visit
  const words = o.statistics
  const heads = [words.inBoth, ...changes.map((change) => words[change]), words.excluded, words.failed]
  return (
    <Card title={words.byKind}>
      <table role="table" className="sheet">
        <thead>
          <tr role="row">
            <th role="columnheader" scope="col">
              {t.status.travels.records}
            </th>
            {heads.map((head) => (
              <th key={head} role="columnheader" scope="col" className="num">
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {view.entities.map((line) => (
            <Line key={line.entity} visit={visit} view={view} line={line} />
          ))}
        </tbody>
      </table>
    </Card>
  )
}

function Line({ visit, view, line }: ByKindProps & { line: EntityNumbers }) {
  const { t, o, paths } = visit
  const { entity } = line
  const { from, to } = view.period.now
  const span = { from: dateOf(from), to: dateOf(to) }
  const records = (kind: string) => paths.records({ entity, class: kind })
  const cell = { visit, of: t.entity[entity].many }
  return (
    <tr role="row">
      <td role="cell" data-lead>
        {t.entity[entity].many}
      </td>
      <Cell {...cell} label={o.statistics.inBoth} value={line.inBoth} href={records('in-sync')} />
      {changes.map((change) => (
        <Cell
          key={change}
          {...cell}
          label={o.statistics[change]}
          value={line.now[change]}
          before={line.before[change]}
          href={paths.changes({
            entity,
            ...span,
            verb: verbs[change],
            kind: change === 'refused' ? 'refused' : 'written',
          })}
        />
      ))}
      <Cell {...cell} label={o.statistics.excluded} value={line.excluded} href={records('excluded')} />
      <Cell {...cell} label={o.statistics.failed} value={line.failed} href={records('parked')} />
    </tr>
  )
}

interface CellProps {
  readonly visit: Visit
  readonly of: string
  readonly label: string
  readonly value: number
  readonly before?: number
  readonly href: string
}

function Cell({ visit: { o, f }, of, label, value, before, href }: CellProps) {
  return (
    <td role="cell" className="num" data-label={label}>
      <span>
        <Door href={href} value={value} shown={f.number(value)} label={`${of}, ${label}`} />
        {before !== undefined && (
          <span className="block text-[0.75rem] whitespace-nowrap text-ink-3">
            {o.statistics.before(f.number(before))}
          </span>
        )}
      </span>
    </td>
  )
}
