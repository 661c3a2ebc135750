export type Operator = '=' | '>' | '<' | '>=' | '<=' | 'LIKE' | 'NOT LIKE'

export interface Literal {
  readonly form: 'text' | 'number' | 'word'
  readonly text: string
}

export interface Comparison {
  readonly field: string
  readonly operator: Operator
  readonly literal: Literal
}

interface Token {
  readonly form: Literal['form'] | 'operator'
  readonly text: string
}

const TOKEN = /\s*(?:'((?:[^']|'')*)'|(-?\d+(?:\.\d+)?)|(<=|>=|[=<>])|([A-Za-z_]\w*))/y
const SYMBOLS: ReadonlySet<string> = new Set(['=', '>', '<', '>=', '<='])

/** AND binds tighter than OR: a list of alternatives, each a list of comparisons. null where the vendor answers 901. */
export function parseWhere(expression: string): readonly (readonly Comparison[])[] | null {
  const tokens = tokensOf(expression)
  if (tokens === null) return null
  const alternatives: Comparison[][] = [[]]
  let at = 0
  for (;;) {
    const read = comparisonAt(tokens, at)
    if (read === null) return null
    alternatives.at(-1)?.push(read.comparison)
    at = read.next
    const joint = tokens[at]
    if (joint === undefined) return alternatives
    if (isWord(joint, 'OR')) alternatives.push([])
    else if (!isWord(joint, 'AND')) return null
    at += 1
  }
}

function tokensOf(expression: string): readonly Token[] | null {
  const source = expression.trimEnd()
  const tokens: Token[] = []
  TOKEN.lastIndex = 0
  while (TOKEN.lastIndex < source.length) {
    const match = TOKEN.exec(source)
    if (!match) return null
    const [, quoted, number, operator, word] = match
    if (quoted !== undefined) tokens.push({ form: 'text', text: quoted.replaceAll("''", "'") })
    else if (number !== undefined) tokens.push({ form: 'number', text: number })
    else if (operator !== undefined) tokens.push({ form: 'operator', text: operator })
    else tokens.push({ form: 'word', text: word ?? '' })
  }
  return tokens
}

function comparisonAt(tokens: readonly Token[], at: number): { comparison: Comparison; next: number } | null {
  const field = tokens[at]
  if (field?.form !== 'word') return null
  const operator = operatorAt(tokens, at + 1)
  if (operator === null) return null
  const literal = tokens[at + 1 + operator.length]
  if (literal === undefined || literal.form === 'operator') return null
  return {
    comparison: { field: field.text, operator: operator.operator, literal: { form: literal.form, text: literal.text } },
    next: at + 2 + operator.length,
  }
}

function operatorAt(tokens: readonly Token[], at: number): { operator: Operator; length: number } | null {
  const token = tokens[at]
  if (isWord(token, 'LIKE')) return { operator: 'LIKE', length: 1 }
  if (isWord(token, 'NOT') && isWord(tokens[at + 1], 'LIKE')) return { operator: 'NOT LIKE', length: 2 }
  return token?.form === 'operator' && isSymbol(token.text) ? { operator: token.text, length: 1 } : null
}

const isSymbol = (text: string): text is '=' | '>' | '<' | '>=' | '<=' => SYMBOLS.has(text)

const isWord = (token: Token | undefined, word: string) => token?.form === 'word' && token.text.toUpperCase() === word
