import type { Wire } from './show'

/**
 * The subset of the C#-like filter language that callers use: comparisons of strings, booleans, numbers, `guid("…")` and
 * `DateTime(y,m,d)`, the text calls Contains, StartsWith and EndsWith, joined by AND and OR (AND binds closer), in brackets.
 */
export function where(text: string): ((row: Wire) => boolean) | null {
  const words = wordsOf(text)
  if (words === null) return null
  const reader = { words, at: 0 }
  const test = either(reader)
  return test !== null && reader.at === words.length ? test : null
}

type Test = (row: Wire) => boolean
interface Reader {
  readonly words: readonly string[]
  at: number
}

const WORD = /\s*("(?:[^"\\]|\\.)*"|[A-Za-z_][\w.]*|-?\d+(?:\.\d+)?|==|!=|>=|<=|>|<|&&|\|\||[(),])/y

function wordsOf(text: string): readonly string[] | null {
  const found: string[] = []
  const pattern = new RegExp(WORD)
  const end = text.trimEnd().length
  while (pattern.lastIndex < end) {
    const match = pattern.exec(text)
    if (!match) return null
    found.push(match[1] ?? '')
  }
  return found
}

const takes = (reader: Reader, ...words: readonly string[]): boolean => {
  const taken = words.includes((reader.words[reader.at] ?? '').toUpperCase())
  if (taken) reader.at += 1
  return taken
}

function either(reader: Reader): Test | null {
  const tests = chain(reader, both, ['OR', '||'])
  return tests && ((row) => tests.some((test) => test(row)))
}

function both(reader: Reader): Test | null {
  const tests = chain(reader, single, ['AND', '&&'])
  return tests && ((row) => tests.every((test) => test(row)))
}

function chain(reader: Reader, part: (reader: Reader) => Test | null, joined: readonly string[]): Test[] | null {
  const tests: Test[] = []
  do {
    const test = part(reader)
    if (test === null) return null
    tests.push(test)
  } while (takes(reader, ...joined))
  return tests
}

function single(reader: Reader): Test | null {
  if (!takes(reader, '(')) return comparison(reader)
  const inner = either(reader)
  return inner !== null && takes(reader, ')') ? inner : null
}

function comparison(reader: Reader): Test | null {
  const path = reader.words[reader.at] ?? ''
  if (!/^[A-Za-z_]/.test(path)) return null
  reader.at += 1
  const call = /^(.+)\.(Contains|StartsWith|EndsWith)$/.exec(path)
  if (call) return textCall(reader, call[1] ?? '', call[2] ?? '')
  const sign = reader.words[reader.at] ?? ''
  if (!(sign in SIGNS)) return null
  reader.at += 1
  const value = valueOf(reader)
  return value === undefined ? null : (row) => SIGNS[sign]?.(order(at(row, path), value)) ?? false
}

function textCall(reader: Reader, path: string, call: string): Test | null {
  if (!takes(reader, '(')) return null
  const value = valueOf(reader)
  if (typeof value !== 'string' || !takes(reader, ')')) return null
  const wanted = value.toLowerCase()
  return (row) => {
    const text = String(at(row, path) ?? '').toLowerCase()
    if (call === 'StartsWith') return text.startsWith(wanted)
    return call === 'EndsWith' ? text.endsWith(wanted) : text.includes(wanted)
  }
}

type Value = string | number | boolean | null

function valueOf(reader: Reader): Value | undefined {
  const word = reader.words[reader.at]
  if (word === undefined) return undefined
  reader.at += 1
  if (word.startsWith('"')) return word.slice(1, -1).replace(/\\(.)/g, '$1')
  if (/^-?\d/.test(word)) return Number(word)
  if (/^(true|false)$/i.test(word)) return word.toLowerCase() === 'true'
  if (word.toLowerCase() === 'null') return null
  if (!/^(guid|datetime)$/i.test(word) || !takes(reader, '(')) return undefined
  const parts: Value[] = []
  do {
    const part = valueOf(reader)
    if (part === undefined) return undefined
    parts.push(part)
  } while (takes(reader, ','))
  if (!takes(reader, ')')) return undefined
  const [year, month, day = 1] = parts.map(Number)
  return word.toLowerCase() === 'guid' ? String(parts[0]) : Date.UTC(year ?? 0, (month ?? 1) - 1, day)
}

const SIGNS: Readonly<Record<string, (order: number | null) => boolean>> = {
  '==': (order) => order === 0,
  '!=': (order) => order !== 0,
  '>': (order) => order !== null && order > 0,
  '>=': (order) => order !== null && order >= 0,
  '<': (order) => order !== null && order < 0,
  '<=': (order) => order !== null && order <= 0,
}

/** Text is compared as the vendor does: without regard to case. Null equals only null. */
function order(found: unknown, wanted: Value): number | null {
  const own = found === undefined ? null : typeof found === 'string' ? (instantOf(found) ?? found) : found
  if (own === null || wanted === null) return own === wanted ? 0 : null
  if (typeof own === 'number' && typeof wanted === 'number') return Math.sign(own - wanted)
  if (typeof own === 'boolean' || typeof wanted === 'boolean') return own === wanted ? 0 : null
  return String(own).localeCompare(String(wanted), 'en', { sensitivity: 'accent' })
}

const instantOf = (text: string): number | null => {
  const match = /^\/Date\((-?\d+)/.exec(text)
  return match ? Number(match[1]) : null
}

export function at(row: Wire, path: string): unknown {
  return path.split('.').reduce<unknown>((inside, name) => Reflect.get(Object(inside), name), row)
}
