import type { TrendDay } from '@/lib/service/statistics'
import { Card, CardBody } from '../../../_ui/card'
import { Door } from '../../../_ui/door'
import { dateOf } from '../../asked'
import type { Visit } from '../../enter'

const kinds = ['created', 'updated', 'removed', 'refused'] as const
const fills = { created: 'fill-ok', updated: 'fill-info', removed: 'fill-ink-3', refused: 'fill-bad' } as const
const swatches = { created: 'bg-ok', updated: 'bg-info', removed: 'bg-ink-3', refused: 'bg-bad' } as const

const width = 600
const height = 120
const allOf = (day: TrendDay): number => kinds.reduce((sum, kind) => sum + day[kind], 0)

interface TrendProps {
  readonly visit: Visit
  readonly trend: readonly TrendDay[]
}

/** Thirty days as bars for the eye, as a sentence for the ear, and as a table for whoever wants the numbers. */
export function Trend({ visit, trend }: TrendProps) {
  const { o, f } = visit
  const words = o.statistics
  const all = trend.reduce((sum, day) => sum + allOf(day), 0)
  const most = trend.reduce<TrendDay | undefined>(
    (best, day) => (best === undefined || allOf(day) > allOf(best) ? day : best),
    undefined,
  )
  if (all === 0 || most === undefined)
    return (
      <Card title={words.trend}>
        <CardBody>
          <p className="text-ink-2">{words.trendNone}</p>
        </CardBody>
      </Card>
    )
  const said = words.trendSaid(f.number(allOf(most)), f.day(dateOf(most.day)), f.number(all))
  return (
    <Card title={words.trend}>
      <CardBody>
        <Bars trend={trend} most={allOf(most)} said={said} />
        <p aria-hidden className="mt-1 flex justify-between text-[0.75rem] text-ink-3">
          <span>{f.day(dateOf(trend[0]?.day ?? 0))}</span>
          <span>{f.day(dateOf(trend.at(-1)?.day ?? 0))}</span>
        </p>
        <ul className="mt-2 flex flex-wrap gap-x-4 gap-y-1 text-[0.8125rem] text-ink-2">
          {kinds.map((kind) => (
            <li key={kind} className="flex items-center gap-1.5">
              <span aria-hidden className={`size-2.5 rounded-[2px] ${swatches[kind]}`} />
              {words[kind]}
            </li>
          ))}
        </ul>
        <details className="mt-3">
          <summary className="link inline-block min-h-6 text-[0.8125rem]">{words.table}</summary>
          <Table visit={visit} trend={trend} />
        </details>
      </CardBody>
    </Card>
  )
}

function Bars({ trend, most, said }: { trend: readonly TrendDay[]; most: number; said: string }) {
  const step = width / trend.length
  return (
    <svg
      role="img"
      aria-label={said}
      viewBox={`0 0 ${width} ${height}`}
      className="h-32 w-full"
      preserveAspectRatio="none"
    >
      <line x1="0" x2={width} y1={height - 0.5} y2={height - 0.5} className="stroke-line" strokeWidth="1" />
      {trend.map((day, at) => (
        <g key={day.day}>
          {stack(day, most).map(({ kind, y, tall }) => (
            <rect key={kind} x={at * step + 2} y={y} width={step - 4} height={tall} className={fills[kind]} />
          ))}
        </g>
      ))}
    </svg>
  )
}

/** One bar on the other, from the ground up; what is not nothing stays visible. */
function stack(day: TrendDay, most: number) {
  const tall = (count: number) => (count === 0 ? 0 : Math.max((count / most) * (height - 6), 1.5))
  return kinds.map((kind, at) => {
    const below = kinds.slice(0, at).reduce((sum, lower) => sum + tall(day[lower]), 0)
    return { kind, tall: tall(day[kind]), y: height - below - tall(day[kind]) }
  })
}

function Table({ visit: { o, f, paths }, trend }: TrendProps) {
  const words = o.statistics
  return (
    <table role="table" className="sheet mt-2">
      <thead>
        <tr role="row">
          <th role="columnheader" scope="col">
            {words.day}
          </th>
          {kinds.map((kind) => (
            <th key={kind} role="columnheader" scope="col" className="num">
              {words[kind]}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {[...trend]
          .reverse()
          .filter((day) => allOf(day) > 0)
          .map((day) => {
            const date = dateOf(day.day)
            return (
              <tr key={day.day} role="row">
                <td role="cell" data-lead>
                  {f.day(date)}
                </td>
                {kinds.map((kind) => (
                  <td key={kind} role="cell" className="num" data-label={words[kind]}>
                    <Door
                      href={paths.changes({ from: date, to: date, kind: kind === 'refused' ? 'refused' : 'written' })}
                      value={day[kind]}
                      shown={f.number(day[kind])}
                      label={`${f.day(date)}, ${words[kind]}`}
                    />
                  </td>
                ))}
              </tr>
            )
          })}
      </tbody>
    </table>
  )
}
