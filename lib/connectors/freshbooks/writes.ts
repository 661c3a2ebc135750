import type { Outcome, Write } from '@/lib/model/connector'
import { exponentOf } from '@/lib/model/currency'
import { ConnectorError, consequence } from '@/lib/model/problem'
import type { Consequence, Problem } from '@/lib/model/problem'
import type { Fields, Line, Snapshot, Value } from '@/lib/model/record'
import { text } from '@/lib/model/value'
import type { Entity } from '@/lib/model/words'
import { columnsOf, keyOf, tooLong } from './columns'
import { lineBody, plain, worded } from './lines'
import { customerSnapshot, draftId, hasPerson, kindOf, numberIn, personSnapshot } from './map'
import { marked, markIn, numberOf, rewritten, toldIn } from './mark'
import { CLIENTS, ESTIMATES, INVOICES } from './resources'
import type { Desk } from './rooms'
import type { Client, Estimate, Invoice } from './wire'

type Told = Extract<Write, { readonly do: 'create' | 'update' }>
type Body = Readonly<Record<string, unknown>>

const DELETED: Body = { vis_state: 1 }

/** One call for each: the vendor knows no batches. Once it refuses to go on, nothing more is sent. */
export async function writeAll(desk: Desk, entity: Entity, writes: readonly Write[]): Promise<readonly Outcome[]> {
  const before = await desk.memory.take(writes.flatMap((write) => lookedAt(entity, write)))
  const outcomes: Outcome[] = []
  for (const write of writes) {
    const stopped = outcomes.some((outcome) => !outcome.ok && STOPS.has(consequence[outcome.problem.kind]))
    outcomes.push(stopped ? postponed(desk.client.now()) : await outcomeOf({ ...desk, before }, entity, write))
  }
  return outcomes
}

const STOPS: ReadonlySet<Consequence> = new Set(['stop-and-ask', 'wait'])

/** Not sent at all, so nothing needs to be looked up. */
const postponed = (now: number): Outcome => ({ ok: false, problem: { kind: 'slow-down', until: now } })

/** A desk for one batch, with the clients that its writes have to see before. */
interface Bench extends Desk {
  readonly before: Map<string, Client>
}

/** A note is rewritten around our mark, and the one place for a person may be taken. */
function lookedAt(entity: Entity, write: Write): readonly string[] {
  if (write.do === 'remove') return []
  if (entity === 'contact') return write.do === 'create' ? [write.parents.customer ?? ''].filter(Boolean) : [write.id]
  return entity === 'customer' && write.do === 'update' && 'notes' in write.fields ? [write.id] : []
}

async function outcomeOf(desk: Bench, entity: Entity, write: Write): Promise<Outcome> {
  try {
    return await oneWrite(desk, entity, write)
  } catch (error) {
    if (!(error instanceof ConnectorError)) throw error
    return { ok: false, problem: explained(entity, write, error.problem) }
  }
}

function oneWrite(desk: Bench, entity: Entity, write: Write): Promise<Outcome> {
  const long = write.do === 'remove' ? null : tooLong(entity, write.fields)
  if (long !== null) throw refused(long, 'too long')
  if (entity === 'customer') return writeCustomer(desk, write)
  if (entity === 'contact' && write.do !== 'remove') return writePerson(desk, write)
  if (entity === 'document') return writeDocument(desk, write)
  throw new ConnectorError({ kind: 'rejected', detail: 'only in FreshBooks' })
}

async function writeCustomer(desk: Bench, write: Write): Promise<Outcome> {
  const { client } = desk
  if (write.do === 'remove') return receipt(customerSnapshot(await client.write(CLIENTS, write.id, DELETED)))
  if (write.do === 'create') {
    const note = marked(worded(write.fields['notes']), 'customer', write.marker)
    return receipt(customerSnapshot(await client.write(CLIENTS, null, { ...bodyOf('customer', write.fields), note })))
  }
  const note = 'notes' in write.fields ? await noteOver(desk, write) : {}
  return receipt(
    customerSnapshot(await client.write(CLIENTS, write.id, { ...bodyOf('customer', write.fields), ...note })),
  )
}

async function noteOver(desk: Bench, write: Told & { readonly do: 'update' }): Promise<Body> {
  return { note: rewritten((await known(desk, write.id)).note, worded(write.fields['notes'])) }
}

async function known({ client, before }: Bench, id: string): Promise<Client> {
  const row = before.get(id) ?? (await client.one(CLIENTS, id))
  // Used once: after our own write it is another one.
  before.delete(id)
  if (row === null || row.vis_state === 1) throw new ConnectorError({ kind: 'missing' })
  return row
}

/**
 * A client has room for one person. Making it fills an empty place; the same person again is there already, so that a repeat
 * after a lost answer changes nothing.
 */
async function writePerson(desk: Bench, write: Told): Promise<Outcome> {
  const owner = write.do === 'create' ? write.parents.customer : write.id
  if (owner === undefined) throw ONE_PERSON
  const row = await known(desk, owner)
  const { client } = desk
  const body = bodyOf('contact', write.fields)
  if (write.do === 'create') {
    // Two people of one name are two people: only our mark says that this one is the one that was sent.
    if (hasPerson(row))
      return markIn(row.note, 'contact') === write.marker ? receipt(personSnapshot(row)) : refusal(ONE_PERSON.problem)
    const note = marked(row.note, 'contact', write.marker)
    return receipt(personSnapshot(await client.write(CLIENTS, owner, { ...body, note })))
  }
  if (!hasPerson(row)) throw new ConnectorError({ kind: 'missing' })
  if (write.parents.customer !== undefined && write.parents.customer !== owner) throw ONE_PERSON
  return receipt(personSnapshot(await client.write(CLIENTS, owner, body)))
}

async function writeDocument(desk: Bench, write: Write): Promise<Outcome> {
  if (write.do === 'create') return sent(desk, null, await made(desk, write))
  const { client } = desk
  // Its id says what it is, whatever deals become by now.
  const documents = kindOf(write.id)
  if (write.do === 'remove') return sent({ client, documents }, write.id, DELETED)
  const row =
    documents === 'quote' ? await client.one(ESTIMATES, write.id) : await client.one(INVOICES, numberIn(write.id))
  if (row === null) throw new ConnectorError({ kind: 'missing' })
  const { name, marker } = toldIn(row.po_number)
  const title = 'name' in write.fields ? text(worded(write.fields['name'])) : name
  const number = marker === null ? (title ?? '') : numberOf(title, marker)
  const lines = await lineBodies(desk, write.lines, row.currency_code)
  return sent({ client, documents }, write.id, { ...bodyOf('document', write.fields), po_number: number, ...lines })
}

async function sent(to: Pick<Desk, 'client' | 'documents'>, id: string | null, body: Body): Promise<Outcome> {
  const number = id === null ? null : numberIn(id)
  const row: Estimate | Invoice =
    to.documents === 'quote'
      ? await to.client.write(ESTIMATES, number, body)
      : await to.client.write(INVOICES, number, body)
  const own = 'estimateid' in row ? String(row.estimateid) : draftId(row)
  return { ok: true, receipt: { id: own, version: row.updated, shown: null } }
}

async function made(desk: Bench, { fields, lines, parents, marker }: Told & { readonly do: 'create' }): Promise<Body> {
  const { customer } = parents
  if (customer === undefined) throw refused('parent:customer', 'a document needs its customer')
  const currency = text(worded(fields['currency'])) ?? (await known(desk, customer)).currency_code ?? 'USD'
  const told = lines && lines.length > 0 ? lines : [wholeLine(fields)]
  const exponent = exponentOf(currency)
  const sum = told.reduce((all, line) => all + plain(line, exponent).total, 0)
  // What does not add up would be corrected by the vendor without a word.
  if (typeof fields['netTotal'] === 'number' && fields['netTotal'] !== sum) throw refused('total', 'amount-differs')
  return {
    ...bodyOf('document', fields),
    customerid: Number(customer),
    currency_code: currency,
    po_number: numberOf(text(worded(fields['name'])), marker),
    ...(await lineBodies(desk, told, currency)),
  }
}

async function lineBodies(desk: Desk, lines: readonly Line[] | undefined, currency: string): Promise<Body> {
  if (!lines) return {}
  const catalogue = await desk.catalogue()
  return { lines: lines.map((line) => lineBody(line, currency, catalogue)) }
}

/** A deal without products is one line: its name and its amount. */
function wholeLine(fields: Fields): Line {
  const net = fields['netTotal'] ?? fields['total']
  if (typeof net !== 'number') throw refused('netTotal', 'A document needs lines or an amount')
  return { fields: { description: fields['name'] ?? null, quantity: null, price: null, total: net }, parents: {} }
}

/** What stands elsewhere, or is made of something else, is not told by its column. */
const APART = ['note', 'po_number', 'lines']

/** Given fields as FreshBooks names them; an empty text clears. */
const bodyOf = (entity: Entity, fields: Fields): Body =>
  Object.fromEntries(
    columnsOf(entity)
      .filter(({ key, path, readOnly }) => readOnly === undefined && key in fields && !APART.includes(path))
      .map(({ key, path }) => [path, key === 'country' ? countryName(fields[key]) : worded(fields[key])]),
  )

const names = new Intl.DisplayNames(['en'], { type: 'region', fallback: 'none' })

/** FreshBooks keeps countries by their English name. */
const countryName = (value: Value | undefined): string => {
  const word = worded(value)
  return /^[A-Z]{2}$/.test(word) ? (names.of(word) ?? word) : word
}

const receipt = (shown: Snapshot): Outcome => ({
  ok: true,
  receipt: { id: shown.id, version: shown.version, shown },
})
const refusal = (problem: Problem): Outcome => ({ ok: false, problem })

const refused = (field: string, detail: string): ConnectorError =>
  new ConnectorError({ kind: 'rejected', field, detail })

/** Known to the texts: why, and what to do about it. */
const ONE_PERSON = refused('parent:customer', 'one-person')

/** In our words: which field was blamed, and that a new record cannot be missing, only what it refers to. */
function explained(entity: Entity, write: Write, problem: Problem): Problem {
  if (problem.kind === 'missing' && write.do === 'create' && entity === 'document')
    return { kind: 'rejected', field: 'parent:customer', detail: 'The customer is not in FreshBooks' }
  if (problem.kind !== 'rejected' || problem.field === undefined) return problem
  return { ...problem, field: keyOf(entity, problem.field) }
}
