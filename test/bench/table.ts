import { efficiency } from './minimum'
import type { Result } from './workloads'

/** The repetitions of one workload by one candidate, in numbers: median, and the range where there were several. */
export interface Line {
  readonly workload: string
  readonly candidate: string
  readonly records: number
  readonly repetitions: number
  readonly perSecond: Figure
  readonly wall: Figure
  /** Milliseconds per 1,000 records. */
  readonly ours: Figure
  readonly database: Figure
  readonly statements: Figure
  readonly peak: Figure
  readonly calls: number
  readonly least: number | null
  readonly efficiency: number | null
  readonly written: number
}

export interface Figure {
  readonly median: number
  readonly least: number
  readonly most: number
}

export function lineOf(results: readonly Result[]): Line {
  const [first] = results
  if (!first) throw new Error('Nothing was measured')
  const { workload, candidate, records, least, calls, written } = first
  const per = (of: (result: Result) => number): Figure => figure(results.map((each) => (of(each) / records) * 1000))
  return {
    workload,
    candidate,
    records,
    repetitions: results.length,
    perSecond: figure(results.map(({ cost }) => (records / cost.wall) * 1000)),
    wall: figure(results.map(({ cost }) => cost.wall)),
    ours: per(({ cost }) => cost.cpu),
    database: per(({ cost }) => cost.databaseCpu),
    statements: per(({ cost }) => cost.statements.counted),
    peak: figure(results.map(({ cost }) => cost.peak)),
    calls,
    least,
    efficiency: least === null ? null : efficiency(least, calls),
    written,
  }
}

export function figure(numbers: readonly number[]): Figure {
  const sorted = [...numbers].sort((a, b) => a - b)
  const at = (place: number): number => sorted[place] ?? 0
  const middle = (sorted.length - 1) / 2
  return {
    median: (at(Math.floor(middle)) + at(Math.ceil(middle))) / 2,
    least: at(0),
    most: at(sorted.length - 1),
  }
}

/** By how much a cost grows when the job grows: 1 is in step, below is better; start-up cancels out where there are three. */
export function growth(costs: readonly { readonly records: number; readonly cost: number }[]): number {
  const points = costs.map(({ records, cost }) => ({ x: Math.log(records), y: Math.log(Math.max(cost, 1)) }))
  const mean = (of: (point: (typeof points)[number]) => number) =>
    points.reduce((sum, point) => sum + of(point), 0) / points.length
  const [x, y] = [mean((point) => point.x), mean((point) => point.y)]
  const above = points.reduce((sum, point) => sum + (point.x - x) * (point.y - y), 0)
  return above / points.reduce((sum, point) => sum + (point.x - x) ** 2, 0)
}

/** What the same work costs among the most records over what it costs among the fewest: 1 where only the work itself counts. */
export function amongMany(lines: readonly Line[]): readonly { readonly name: string; readonly value: number }[] {
  const placed = lines.flatMap((line) => {
    const [, work, among] = /^(.+) among ([\d,]+)$/.exec(line.workload) ?? []
    return work && among ? [{ line, work, among, size: Number(among.replaceAll(',', '')) }] : []
  })
  return [...new Set(placed.map(({ work }) => work))].flatMap((work) => {
    const sizes = placed.filter((each) => each.work === work).sort((a, b) => a.size - b.size)
    const [few, many] = [sizes[0], sizes.at(-1)]
    if (!few || !many || few.size === many.size) return []
    const over = (of: (line: Line) => Figure) => whole(many.line, of) / whole(few.line, of)
    const name = (what: string) => `${work} among ${many.among} over ${few.among}: ${what}`
    return [
      { name: name('our CPU'), value: over(({ ours }) => ours) },
      { name: name('CPU of the database'), value: over(({ database }) => database) },
      { name: name('statements'), value: over(({ statements }) => statements) },
    ]
  })
}

/** Of the whole job: the figures are per 1,000 records. */
const whole = (line: Line, of: (line: Line) => Figure): number => of(line).median * line.records

const columns: readonly (readonly [title: string, of: (line: Line) => string])[] = [
  ['workload', ({ workload }) => workload],
  ['who', ({ candidate }) => candidate],
  ['records/s', ({ perSecond }) => shown(perSecond, 0)],
  ['ms', ({ wall }) => shown(wall, 0)],
  ['CPU ours/1,000', ({ ours }) => shown(ours, 1)],
  ['CPU database/1,000', ({ database }) => shown(database, 1)],
  ['statements/1,000', ({ statements }) => shown(statements, 1)],
  ['calls (least)', ({ calls, least }) => (least === null ? String(calls) : `${calls} (${least})`)],
  ['efficiency', ({ efficiency }) => (efficiency === null ? '' : efficiency.toFixed(3))],
  ['written', ({ written }) => String(written)],
  ['peak MB', ({ peak }) => shown(peak, 0)],
]

function shown({ median, least, most }: Figure, digits: number): string {
  const text = (value: number) =>
    value.toLocaleString('en', { minimumFractionDigits: digits, maximumFractionDigits: digits })
  return text(least) === text(most) ? text(median) : `${text(median)} (${text(least)}-${text(most)})`
}

export function tableOf(lines: readonly Line[]): string {
  const cells = [columns.map(([title]) => title), ...lines.map((line) => columns.map(([, of]) => of(line)))]
  const widths = columns.map((_, at) => Math.max(...cells.map((row) => row[at]?.length ?? 0)))
  return cells.map((row) => `| ${row.map((cell, at) => cell.padEnd(widths[at] ?? 0)).join(' | ')} |`).join('\n')
}
