import type { Line, Value } from '@/lib/model/record'
import { canonicalLines, linesOf } from '@/lib/model/value'
import type { Format } from './format'

export interface LinesText {
  readonly gone: readonly string[]
  readonly come: readonly string[]
}

/** Lines are written whole; people see which ones went and which ones came. */
export function linesText(f: Format, before: Value, after: Value): LinesText {
  const [old, fresh] = [keyed(before), keyed(after)]
  return { gone: without(old, fresh, f), come: without(fresh, old, f) }
}

const keyed = (value: Value): ReadonlyMap<string, Line> =>
  new Map(linesOf(value ?? undefined).map((line, at, all) => [`${canonicalLines([line])} ${nth(line, at, all)}`, line]))

/** The second of two equal lines is another line. */
const nth = (line: Line, at: number, all: readonly Line[]): number =>
  all.slice(0, at).filter((other) => canonicalLines([other]) === canonicalLines([line])).length

const without = (lines: ReadonlyMap<string, Line>, others: ReadonlyMap<string, Line>, f: Format): readonly string[] =>
  [...lines].filter(([key]) => !others.has(key)).map(([, line]) => lineText(f, line))

function lineText(f: Format, { fields }: Line): string {
  const { quantity, description, total } = fields
  const what = [quantity, description].filter((part) => part !== null && part !== undefined).join(' × ')
  return typeof total === 'number' ? `${what}  ${f.money(total, null)}` : what
}
