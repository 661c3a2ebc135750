/** The part of CEL that Inngest's `if`, `match`, `key` and `idempotency` need: paths, literals, comparisons, + && || ! ( ). */
export type Expression = (scope: Scope) => unknown
export type Scope = Readonly<Record<string, unknown>>

const token =
  /\s*(?:("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')|(\d+(?:\.\d+)?)|([A-Za-z_]\w*)|(&&|\|\||==|!=|<=|>=|[-+<>!().[\]]))/y

interface Reader {
  readonly source: string
  readonly tokens: readonly string[]
  at: number
}

/** Throws on anything outside the subset, so that a function using it is refused when it registers, not when it runs. */
export function parseExpression(source: string): Expression {
  const reader: Reader = { source, tokens: tokensOf(source), at: 0 }
  const expression = either(reader)
  if (reader.at < reader.tokens.length) throw unsupported(source)
  return expression
}

/** An expression as a yes or no. A path that leads nowhere equals nothing but null, so two missing fields never match. */
export const holds = (expression: Expression, scope: Scope): boolean => expression(scope) === true

function tokensOf(source: string): readonly string[] {
  const found: string[] = []
  token.lastIndex = 0
  while (source.slice(token.lastIndex).trim() !== '') {
    const match = token.exec(source)
    if (!match) throw unsupported(source)
    found.push(match[0].trim())
  }
  return found
}

function either(reader: Reader): Expression {
  const left = both(reader)
  if (!accept(reader, '||')) return left
  const right = either(reader)
  return (scope) => left(scope) === true || right(scope) === true
}

function both(reader: Reader): Expression {
  const left = comparison(reader)
  if (!accept(reader, '&&')) return left
  const right = both(reader)
  return (scope) => left(scope) === true && right(scope) === true
}

const comparisons: Readonly<Record<string, (a: unknown, b: unknown) => boolean>> = {
  '==': (a, b) => equal(a, b),
  '!=': (a, b) => !equal(a, b),
  '<': (a, b) => compare(a, b) === -1,
  '<=': (a, b) => compare(a, b) === -1 || compare(a, b) === 0,
  '>': (a, b) => compare(a, b) === 1,
  '>=': (a, b) => compare(a, b) === 1 || compare(a, b) === 0,
}

function comparison(reader: Reader): Expression {
  const left = sum(reader)
  const test = comparisons[reader.tokens[reader.at] ?? '']
  if (!test) return left
  reader.at += 1
  const right = sum(reader)
  return (scope) => test(left(scope), right(scope))
}

function sum(reader: Reader): Expression {
  const left = unary(reader)
  if (!accept(reader, '+')) return left
  const right = sum(reader)
  return (scope) => add(left(scope), right(scope))
}

function unary(reader: Reader): Expression {
  if (!accept(reader, '!')) return primary(reader)
  const inner = unary(reader)
  return (scope) => inner(scope) !== true
}

function primary(reader: Reader): Expression {
  if (accept(reader, '(')) {
    const inner = either(reader)
    expect(reader, ')')
    return inner
  }
  const sign = accept(reader, '-') ? -1 : 1
  const word = reader.tokens[reader.at++] ?? ''
  if (/^\d/.test(word)) return () => sign * Number(word)
  if (sign === 1 && /^["']/.test(word)) return () => textOf(word)
  if (sign === 1 && word in constants) return () => constants[word]
  if (sign === 1 && /^[A-Za-z_]/.test(word)) return path(reader, word)
  throw unsupported(reader.source)
}

const constants: Readonly<Record<string, unknown>> = { true: true, false: false, null: null }

function path(reader: Reader, root: string): Expression {
  const keys: string[] = []
  for (;;) {
    if (accept(reader, '.')) keys.push(word(reader, /^[A-Za-z_]/))
    else if (accept(reader, '[')) {
      keys.push(textOf(word(reader, /^["'\d]/)))
      expect(reader, ']')
    } else if (reader.tokens[reader.at] === '(') throw unsupported(reader.source)
    else return (scope) => keys.reduce(member, scope[root])
  }
}

function member(value: unknown, key: string): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined
  return Reflect.get(value, key)
}

function word(reader: Reader, shape: RegExp): string {
  const found = reader.tokens[reader.at++] ?? ''
  if (!shape.test(found)) throw unsupported(reader.source)
  return found
}

function accept(reader: Reader, wanted: string): boolean {
  if (reader.tokens[reader.at] !== wanted) return false
  reader.at += 1
  return true
}

function expect(reader: Reader, wanted: string): void {
  if (!accept(reader, wanted)) throw unsupported(reader.source)
}

const textOf = (quoted: string): string => quoted.replace(/^["']|["']$/g, '').replace(/\\(.)/g, '$1')

function equal(a: unknown, b: unknown): boolean {
  if (a === undefined || b === undefined) return a === null || b === null
  return a === b || JSON.stringify(a) === JSON.stringify(b)
}

function compare(a: unknown, b: unknown): -1 | 0 | 1 | null {
  const ordered = (typeof a === 'number' && typeof b === 'number') || (typeof a === 'string' && typeof b === 'string')
  if (!ordered) return null
  return a < b ? -1 : a > b ? 1 : 0
}

function add(a: unknown, b: unknown): unknown {
  if (typeof a === 'number' && typeof b === 'number') return a + b
  return `${shown(a)}${shown(b)}`
}

const shown = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value ?? null))

const unsupported = (source: string): Error => new Error(`the embedded executor cannot read the expression "${source}"`)
