import { PEOPLE, TRANSACTIONS, refOf } from './records'
import type { Doc, Kind, Row } from './records'

export interface CompanySettings {
  readonly id: string
  readonly name: string
  readonly country: string
  readonly homeCurrency: string
  readonly multiCurrency: boolean
  /** Minutes from UTC: answers carry it in every time. */
  readonly offset: number
}

/** What changed, as webhooks tell it. */
export interface Event {
  readonly kind: Kind
  readonly id: string
  readonly verb: 'created' | 'updated' | 'deleted' | 'merged' | 'voided'
  readonly at: number
  readonly other?: string
}

/** One set of books. Rows are replaced, never changed in place. */
export function company(settings: CompanySettings) {
  const rows = new Map<string, Row>()
  const byCustomer = new Map<string, Set<string>>()
  let events: Event[] = []
  const keyOf = (kind: Kind, id: string) => `${kind} ${id}`

  const put = (row: Row): Row => {
    const key = keyOf(row.kind, row.id)
    rows.set(key, row)
    const owner = refOf(row.doc, 'CustomerRef')
    if (owner !== null) byCustomer.set(owner, (byCustomer.get(owner) ?? new Set()).add(key))
    return row
  }

  return {
    settings,
    /** `ended`: the subscription is over. */
    standing: { ended: false },
    /** Answers by requestid. */
    replays: new Map<string, string>(),
    all: (kind: Kind): readonly Row[] => [...rows.values()].filter((row) => row.kind === kind && !row.deleted),
    deleted: (kind: Kind): readonly Row[] => [...rows.values()].filter((row) => row.kind === kind && row.deleted),
    get(kind: Kind, id: string): Row | undefined {
      const row = rows.get(keyOf(kind, id))
      return row?.deleted ? undefined : row
    },
    /** All living transactions of a customer. */
    of: (customer: string, kind: Kind): readonly Row[] =>
      [...(byCustomer.get(customer) ?? [])].flatMap((key) => {
        const row = rows.get(key)
        return row && row.kind === kind && !row.deleted && refOf(row.doc, 'CustomerRef') === customer ? [row] : []
      }),
    ...changing(put, (event) => events.push(event)),
    takeEvents(): readonly Event[] {
      const taken = events
      events = []
      return taken
    },
  }
}

/** Births, edits and deletions, each told to whoever listens. */
function changing(put: (row: Row) => Row, tell: (event: Event) => void) {
  const next = { people: 0, Item: 0, transactions: 0 }
  const numbers: Record<string, number> = {}
  return {
    add(kind: Kind, doc: Doc, now: number): Row {
      const space = PEOPLE.includes(kind) ? 'people' : kind === 'Item' ? 'Item' : 'transactions'
      next[space] += 1
      const id = String(next[space])
      const numbered = TRANSACTIONS.includes(kind) && kind !== 'Payment' && doc['DocNumber'] === undefined
      numbers[kind] = (numbers[kind] ?? 1000) + (numbered ? 1 : 0)
      const own = numbered ? { ...doc, DocNumber: String(numbers[kind]) } : doc
      tell({ kind, id, verb: 'created', at: now })
      return put({ kind, id, doc: own, token: 0, madeAt: now, changedAt: now, deleted: false })
    },
    /** A real edit: the token rises. */
    edit(row: Row, doc: Doc, now: number, verb: Event['verb'] = 'updated', other?: string): Row {
      tell({ kind: row.kind, id: row.id, verb, at: now, ...(other === undefined ? {} : { other }) })
      return put({ ...row, doc, token: row.token + 1, changedAt: now })
    },
    /** A balance moved: the time does, the token does not. */
    touch(row: Row, doc: Doc, now: number): Row {
      tell({ kind: row.kind, id: row.id, verb: 'updated', at: now })
      return put({ ...row, doc, changedAt: now })
    },
    remove(row: Row, now: number): void {
      tell({ kind: row.kind, id: row.id, verb: 'deleted', at: now })
      put({ ...row, deleted: true, changedAt: now })
    },
  }
}

export type Company = ReturnType<typeof company>

/** `2026-05-05T03:08:49-07:00`: whole seconds, in the company's own zone. */
export function stamp({ settings }: Company, time: number): string {
  const { offset } = settings
  const local = new Date(Math.floor(time / 1000) * 1000 + offset * 60_000).toISOString().slice(0, 19)
  const minutes = Math.abs(offset)
  const two = (value: number) => String(value).padStart(2, '0')
  return `${local}${offset < 0 ? '-' : '+'}${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`
}

/** A row as it leaves the service: what is null is simply left out. */
export function shown(from: Company, row: Row): Doc {
  const kept = Object.entries(row.doc).filter(([, value]) => value !== null && value !== undefined && value !== '')
  return {
    ...Object.fromEntries(kept),
    domain: 'QBO',
    sparse: false,
    Id: row.id,
    SyncToken: String(row.token),
    MetaData: { CreateTime: stamp(from, row.madeAt), LastUpdatedTime: stamp(from, row.changedAt) },
  }
}

export const stub = (from: Company, row: Row): Doc => ({
  domain: 'QBO',
  status: 'Deleted',
  Id: row.id,
  MetaData: { LastUpdatedTime: stamp(from, row.changedAt) },
})
