import { done, refuse } from './fault'
import type { Result } from './fault'

export interface Condition {
  readonly field: string
  readonly operator: '=' | '<' | '>' | '<=' | '>=' | 'in' | 'like'
  readonly values: readonly (string | boolean)[]
}

export interface Query {
  readonly from: string
  readonly count: boolean
  readonly where: readonly Condition[]
  readonly order: { readonly field: string; readonly down: boolean } | null
  readonly start: number
  readonly most: number
}

interface Token {
  readonly kind: 'word' | 'text' | 'sign'
  readonly text: string
}

const DEFAULT_MOST = 100
const LARGEST = 1000
const PIECE = /\s*(?:'((?:\\.|[^'\\])*)'|(<=|>=|[=<>(),*])|([^\s'=<>(),*]+))/y
const OPERATORS = ['=', '<', '>', '<=', '>=', 'in', 'like'] as const

/** The vendor's query language: no OR, no parentheses but those of IN, keywords in any case. */
export function parseQuery(statement: string): Result<Query> {
  const tokens = tokensOf(statement)
  if (tokens === null) return unparsable(statement)
  const reader = readerOf(tokens)
  try {
    return done(read(reader))
  } catch (error) {
    if (error instanceof NotAQuery) return unparsable(error.message)
    throw error
  }
}

class NotAQuery extends Error {}

const unparsable = (near: string) =>
  refuse('4000', 'Error parsing query', `QueryParserError: Encountered " ${near} " where it is not expected`)

function tokensOf(statement: string): readonly Token[] | null {
  const found: Token[] = []
  PIECE.lastIndex = 0
  const whole = statement.trim()
  while (PIECE.lastIndex < whole.length) {
    const match = PIECE.exec(whole)
    if (!match) return null
    const [, text, sign, word] = match
    if (text !== undefined) found.push({ kind: 'text', text: text.replace(/\\(.)/g, '$1') })
    else if (sign !== undefined) found.push({ kind: 'sign', text: sign })
    else found.push({ kind: 'word', text: word ?? '' })
  }
  return found
}

function readerOf(tokens: readonly Token[]) {
  let at = 0
  const is = (text: string): boolean => {
    const token = tokens[at]
    return token !== undefined && token.kind !== 'text' && token.text.toLowerCase() === text
  }
  const take = (): Token => {
    const token = tokens[at]
    if (!token) throw new NotAQuery('the end')
    at += 1
    return token
  }
  const passes = (text: string): boolean => {
    if (!is(text)) return false
    at += 1
    return true
  }
  const need = (text: string): void => {
    if (!passes(text)) throw new NotAQuery(tokens[at]?.text ?? 'the end')
  }
  return { take, passes, need, atEnd: () => at >= tokens.length, here: () => tokens[at]?.text ?? 'the end' }
}

type Reader = ReturnType<typeof readerOf>

function read(reader: Reader): Query {
  reader.need('select')
  const count = reader.passes('count')
  for (const sign of count ? ['(', '*', ')'] : ['*']) reader.need(sign)
  reader.need('from')
  const from = wordOf(reader)
  const where = reader.passes('where') ? conditions(reader) : []
  const ordered = reader.passes('orderby') || (reader.passes('order') && (reader.need('by'), true))
  const order = ordered ? orderOf(reader) : null
  const start = reader.passes('startposition') ? numberOf(reader, 1) : 1
  const most = reader.passes('maxresults') ? numberOf(reader, 1) : DEFAULT_MOST
  if (!reader.atEnd()) throw new NotAQuery(reader.here())
  return { from, count, where, order, start, most: Math.min(most, LARGEST) }
}

function conditions(reader: Reader): readonly Condition[] {
  const found = [condition(reader)]
  while (reader.passes('and')) found.push(condition(reader))
  return found
}

function condition(reader: Reader): Condition {
  const field = wordOf(reader)
  const given = reader.take().text.toLowerCase()
  const operator = OPERATORS.find((each) => each === given)
  if (!operator) throw new NotAQuery(given)
  if (operator !== 'in') return { field, operator, values: [valueOf(reader)] }
  reader.need('(')
  const values = [valueOf(reader)]
  while (reader.passes(',')) values.push(valueOf(reader))
  reader.need(')')
  return { field, operator, values }
}

function valueOf(reader: Reader): string | boolean {
  const { kind, text } = reader.take()
  if (kind === 'text') return text
  if (/^(true|false)$/i.test(text)) return text.toLowerCase() === 'true'
  if (/^-?\d+(\.\d+)?$/.test(text)) return text
  throw new NotAQuery(text)
}

function orderOf(reader: Reader): Query['order'] {
  const field = wordOf(reader)
  const down = reader.passes('desc')
  if (!down) reader.passes('asc')
  return { field, down }
}

function wordOf(reader: Reader): string {
  const { kind, text } = reader.take()
  if (kind !== 'word') throw new NotAQuery(text)
  return text
}

function numberOf(reader: Reader, least: number): number {
  const { text } = reader.take()
  if (!/^\d+$/.test(text) || Number(text) < least) throw new NotAQuery(text)
  return Number(text)
}
