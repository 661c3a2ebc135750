import type { Flat, Half, Line, Value } from '../model/record'
import type { Join, ResolvedRule, TransformName, ValuePair } from '../model/rule'
import { laneTo, otherSide, spaceOf, type Side } from '../model/words'
import type { Facts, PeopleFacts } from './facts'
import { canonicalLines, linesOf, parentOf } from './flatten'
import { fold } from './keys'

/** A record's values in the words of the other side, and the parents that do not exist there yet. */
export interface Told {
  readonly flat: Flat
  /** Links whose record must be created first; their place in `flat` holds `link:<id>`. */
  readonly waitsFor: readonly string[]
  /** Keys that cannot be told yet because a parent is unknown on the other side: `space:side:id`, by target key. */
  readonly unknown: Readonly<Record<string, string>>
  /** Those of them whose parent was removed on the side that speaks: it can never be told. */
  readonly gone: readonly string[]
}

type Cell =
  { readonly value: Value } | { readonly waitsFor: string } | { readonly unknown: string; readonly gone?: true }

/** Field map, rules, people and parents; then the target's lengths and normal form, so that what we send is what we shall see. */
export function transform(half: Half, from: Side, rule: ResolvedRule, facts: Facts): Told {
  const to = otherSide(from)
  const waitsFor: string[] = []
  const unknown: Record<string, string> = {}
  const gone: string[] = []
  const flat: Record<string, Value> = {}
  for (const join of rule.joins) {
    const key = join[to]
    if (key === null || (join.lane !== undefined && join.lane !== laneTo(to))) continue
    const cell = tell(join, key, half.seen, from, facts, waitsFor)
    if (cell === undefined) continue
    if ('unknown' in cell && cell.gone) gone.push(key)
    if ('unknown' in cell) unknown[key] = cell.unknown
    else flat[key] = 'waitsFor' in cell ? pending(cell.waitsFor, waitsFor) : cut(cell.value, rule.maxLength[to][key])
  }
  return { flat: facts.normal(to, rule.entity, flat), waitsFor: [...new Set(waitsFor)], unknown, gone }
}

function pending(link: string, waitsFor: string[]): string {
  waitsFor.push(link)
  return `link:${link}`
}

function tell(join: Join, key: string, seen: Flat, from: Side, facts: Facts, waitsFor: string[]): Cell | undefined {
  const source = join[from]
  if (source === null) return join.constant === undefined ? undefined : { value: join.constant }
  const value = seen[source]
  if (value === undefined) return undefined
  if (key === 'lines') return tellLines(value, from, facts, waitsFor)
  const parent = parentOf(key)
  if (parent === null) return translated(join.values, from, named[join.as ?? 'same'](value, facts.people))
  return typeof value === 'string' ? tellParent(parent, value, from, facts) : { value: null }
}

/** A value that nobody gave a counterpart is not told: the field stays as it is over there, the rest of the record goes on. */
function translated(pairs: readonly ValuePair[] | undefined, from: Side, value: Value): Cell | undefined {
  if (!pairs || pairs.length === 0 || value === null) return { value }
  const found = pairs.find((pair) => pair[from] === value)
  return found && { value: found[otherSide(from)] }
}

function tellParent(entity: NonNullable<ReturnType<typeof parentOf>>, id: string, from: Side, facts: Facts): Cell {
  const parent = facts.parent(entity, from, id)
  if (parent?.otherId) return { value: parent.otherId }
  if (parent?.stands === 'planned') return { waitsFor: parent.link }
  return { unknown: `${spaceOf(entity)}:${from}:${id}`, ...(parent?.stands === 'gone' ? { gone: true } : {}) }
}

/** Lines are one value: if one product is unknown, the lines wait as a whole. A product that was removed leaves its line bare. */
function tellLines(value: Value, from: Side, facts: Facts, waitsFor: string[]): Cell {
  const told = linesOf(value).map((line) => ({ line, product: tellProduct(line.parents.product, from, facts) }))
  const stuck = told.find(({ product }) => product !== null && 'unknown' in product)
  if (stuck?.product && 'unknown' in stuck.product) return stuck.product
  const lines = told.map(({ line: { fields }, product }): Line => {
    if (product === null || 'unknown' in product) return { fields, parents: {} }
    const id = 'waitsFor' in product ? pending(product.waitsFor, waitsFor) : product.value
    return { fields, parents: typeof id === 'string' ? { product: id } : {} }
  })
  return { value: canonicalLines(lines) }
}

function tellProduct(id: string | undefined, from: Side, facts: Facts): Cell | null {
  const stands = id === undefined ? 'gone' : facts.parent('product', from, id)?.stands
  return id === undefined || stands === 'removed' || stands === 'gone' || stands === 'excluded'
    ? null
    : tellParent('product', id, from, facts)
}

/** Vendors count an emoji as two, and refuse what is longer; cut in between, half of it would be left. */
function cut(value: Value, longest: number | undefined): Value {
  if (typeof value !== 'string' || longest === undefined || value.length <= longest) return value
  return value
    .slice(0, longest)
    .replace(/[\uD800-\uDBFF]$/, '')
    .trimEnd()
}

const named: Readonly<Record<TransformName, (value: Value, people: PeopleFacts) => Value>> = {
  same: (value) => value,
  /** The stock of an article that has none is a dash: empty, never 0. */
  'dash-unless-stocked': (value) => (typeof value === 'number' ? value : null),
  availability: (value) => value === true,
  /** The CRM user who stands for this sales rep, else the administrator. */
  owner: (value, people) =>
    (typeof value === 'string' ? people.crmByBooks[fold(value)] : undefined) ?? people.administrator,
  'full-name': (value, people) => (typeof value === 'string' ? (people.nameByCrm[value] ?? null) : null),
}
