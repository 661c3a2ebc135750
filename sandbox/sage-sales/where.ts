import { readInstant } from './instant'
import { AUDIT } from './fields'
import type { Field, Fields, Row, Value } from './model'
import type { Candidates, Table } from './table'
import { parseWhere } from './where-words'
import type { Comparison, Literal, Operator } from './where-words'

export interface Filter {
  test(row: Row): boolean
  /** Which rows are worth testing. */
  candidates(table: Table): Candidates
}

type Test = (row: Row) => boolean

const ALL: Candidates = { since: -Infinity, ids: new Set() }

/** Compiled once per request. null where the vendor answers 901: bad syntax, unknown field, value of another kind. */
export function compileWhere(expression: string, fields: Fields): Filter | null {
  const alternatives = parseWhere(expression)?.map((all) => all.map((comparison) => leaf(comparison, fields)))
  if (!alternatives || alternatives.some((all) => all.includes(null))) return null
  const compiled = alternatives.map((all) => all.filter((each) => each !== null))
  return {
    test: (row) => compiled.some((all) => all.every((each) => each.test(row))),
    candidates: (table) => union(compiled.map((all) => narrowest(all.map((each) => each.candidates(table))))),
  }
}

function leaf(comparison: Comparison, fields: Fields): Filter | null {
  const [name, field] = fieldOf(comparison.field, fields) ?? []
  if (name === undefined || field === undefined) return null
  const { operator } = comparison
  if (operator === 'LIKE' || operator === 'NOT LIKE') {
    if (field.kind !== 'string' || comparison.literal.form !== 'text') return null
    return { test: like(name, comparison.literal.text, operator), candidates: () => ALL }
  }
  const value = valueOf(comparison.literal, field)
  if (value === null || (field.kind === 'boolean' && operator !== '=')) return null
  return { test: compare(name, operator, value), candidates: candidatesOf(name, operator, value) }
}

function fieldOf(key: string, fields: Fields): readonly [string, Field] | undefined {
  const direct = fields[key]
  return direct ? [key, direct] : Object.entries(fields).find(([, field]) => field.writeAs === key)
}

function valueOf(literal: Literal, field: Field): string | number | boolean | null {
  switch (field.kind) {
    case 'string':
      return literal.form === 'text' ? literal.text : null
    case 'date':
      return literal.form === 'text' ? readInstant(literal.text) : null
    case 'boolean':
      return readFlag(literal.text)
    case 'references':
      return null
    default: {
      const number = literal.text.trim() === '' ? NaN : Number(literal.text)
      return Number.isNaN(number) ? null : number
    }
  }
}

function readFlag(text: string): boolean | null {
  const flag = text.toLowerCase()
  return flag === 'true' || flag === '1' ? true : flag === 'false' || flag === '0' ? false : null
}

/** As in SQL, nothing compares with null, not even NOT LIKE. */
function compare(
  field: string,
  operator: Exclude<Operator, 'LIKE' | 'NOT LIKE'>,
  wanted: string | number | boolean,
): Test {
  const test = (holds: (found: string | number | boolean) => boolean): Test => {
    return (row) => {
      const found = row[field]
      return found !== undefined && found !== null && typeof found !== 'object' && holds(found)
    }
  }
  switch (operator) {
    case '=':
      return test((found) => found === wanted)
    case '>':
      return test((found) => found > wanted)
    case '<':
      return test((found) => found < wanted)
    case '>=':
      return test((found) => found >= wanted)
    case '<=':
      return test((found) => found <= wanted)
  }
}

function like(field: string, pattern: string, operator: 'LIKE' | 'NOT LIKE'): Test {
  const source = pattern
    .replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
    .replaceAll('%', '.*')
    .replaceAll('_', '.')
  const matches = new RegExp(`^${source}$`, 'isu')
  const wanted = operator === 'LIKE'
  return (row) => {
    const found = row[field]
    return typeof found === 'string' && matches.test(found) === wanted
  }
}

function candidatesOf(field: string, operator: Operator, value: Value): Filter['candidates'] {
  if (operator === '=' && typeof value !== 'boolean') {
    return (table) => ({ since: Infinity, ids: new Set(table.withValue(field, value)) })
  }
  const recent = (operator === '>' || operator === '>=') && AUDIT_DATES.has(field) && typeof value === 'number'
  return () => (recent ? { since: value, ids: new Set() } : ALL)
}

const AUDIT_DATES = new Set(Object.keys(AUDIT).filter((name) => name.startsWith('date')))

const union = (parts: readonly Candidates[]): Candidates => ({
  since: Math.min(...parts.map((part) => part.since)),
  ids: new Set(parts.flatMap((part) => [...part.ids])),
})

const narrowest = (parts: readonly Candidates[]): Candidates =>
  parts.reduce((best, part) => (part.since > best.since ? part : best), parts[0] ?? ALL)
