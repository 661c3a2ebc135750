/** What PostgreSQL answers to a statement, read from its own protocol. */
export interface Answer {
  readonly rows: readonly Readonly<Record<string, unknown>>[]
  readonly fields: readonly Column[]
}

export interface Column {
  readonly name: string
  readonly dataTypeID: number
}

interface Read {
  readonly rows: Record<string, unknown>[]
  readonly columns: readonly Column[]
  readonly failure: Error | null
}

const letter = (text: string): number => text.charCodeAt(0)
const ROW = letter('D')
const COLUMNS = letter('T')
const FAILURE = letter('E')
const NOTHING = -1

/** Message after message: a letter, a length, what it says. `known`: the columns, where the statement was described before. */
export function answerOf(bytes: Uint8Array, known: readonly Column[]): Read {
  const all = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const rows: Record<string, unknown>[] = []
  let columns = known
  let failure: Error | null = null
  for (let at = 0; at < all.length;) {
    const kind = all[at]
    const from = at + 5
    if (kind === ROW) rows.push(rowOf(all, from, columns))
    else if (kind === COLUMNS) columns = columnsOf(all, from)
    else if (kind === FAILURE) failure ??= failureOf(all, from)
    at += 1 + all.readInt32BE(at + 1)
  }
  return { rows, columns, failure }
}

function rowOf(all: Buffer, from: number, columns: readonly Column[]): Record<string, unknown> {
  const row: Record<string, unknown> = {}
  let at = from + 2
  for (const { name, dataTypeID } of columns) {
    const length = all.readInt32BE(at)
    at += 4
    row[name] = length < 0 ? null : valueOf(all.toString('utf8', at, at + length), dataTypeID)
    at += Math.max(length, 0)
  }
  return row
}

const numbers: ReadonlySet<number> = new Set([20, 21, 23, 26, 700, 701])
const json: ReadonlySet<number> = new Set([114, 3802])
const BOOLEAN = 16
const TEXTS = 1009

function valueOf(text: string, type: number): unknown {
  if (json.has(type)) return JSON.parse(text)
  if (numbers.has(type)) return Number(text)
  if (type === BOOLEAN) return text === 't'
  return type === TEXTS ? textsOf(text) : text
}

/** `{a,"b \"c\"",NULL}` */
const textsOf = (text: string): readonly (string | null)[] =>
  [...text.slice(1, -1).matchAll(/"((?:[^"\\]|\\.)*)"|([^,]+)/g)].map(([, inQuotes, bare]) =>
    inQuotes === undefined ? (bare === 'NULL' ? null : (bare ?? null)) : inQuotes.replace(/\\(.)/g, '$1'),
  )

function columnsOf(all: Buffer, from: number): readonly Column[] {
  const columns: Column[] = []
  let at = from + 2
  for (let left = all.readInt16BE(from); left > 0; left -= 1) {
    const end = all.indexOf(0, at)
    columns.push({ name: all.toString('utf8', at, end), dataTypeID: all.readInt32BE(end + 7) })
    at = end + 19
  }
  return columns
}

/** Fields of a letter and a text each; M is the sentence, C the code. */
function failureOf(all: Buffer, from: number): Error {
  const said = new Map<string, string>()
  for (let at = from; all[at] !== 0;) {
    const end = all.indexOf(0, at)
    said.set(all.toString('utf8', at, at + 1), all.toString('utf8', at + 1, end))
    at = end + 1
  }
  return Object.assign(new Error(said.get('M')), { code: said.get('C'), detail: said.get('D') })
}

/** A prepared statement and its values, all as texts: https://www.postgresql.org/docs/current/protocol-message-formats.html, Bind. */
export function bindOf(statement: string, values: readonly (string | null)[]): Buffer {
  const sizes = values.map((value) => (value === null ? NOTHING : Buffer.byteLength(value)))
  const length = sizes.reduce((sum, size) => sum + 4 + Math.max(size, 0), statement.length + 12)
  const message = Buffer.allocUnsafe(1 + length)
  let at = message.writeUInt8(letter('B'))
  at = message.writeInt32BE(length, at)
  at = message.writeUInt8(0, at) // the portal without a name
  at += message.write(`${statement}\0`, at)
  at = message.writeInt16BE(0, at)
  at = message.writeInt16BE(values.length, at)
  for (const [place, value] of values.entries()) {
    at = message.writeInt32BE(sizes[place] ?? NOTHING, at)
    if (value !== null) at += message.write(value, at)
  }
  message.writeInt16BE(0, at)
  return message
}
