import type { Doc, Kind, Row } from './records'

export interface News {
  readonly name: string
  readonly id: number
}

export interface Callback {
  readonly callbackid: number
  readonly event: string
  readonly uri: string
  readonly verifier: string
  readonly verified: boolean
}

export interface Account {
  readonly id: string
  readonly currency: string
  get(kind: Kind, id: number): Row | null
  all(kind: Kind): readonly Row[]
  add(kind: Kind, doc: Doc, now: number): Row
  edit(row: Row, patch: Doc, now: number): Row
  /** What has happened since it was last asked. */
  takeNews(): readonly News[]
  readonly callbacks: Map<number, Callback>
  nextId(): number
}

/** The books of one business. */
export function account(id: string, currency: string): Account {
  const rows = new Map<string, Row>()
  const callbacks = new Map<number, Callback>()
  let news: readonly News[] = []
  let last = 1000
  const nextId = () => (last += 1)
  const put = (row: Row, verb: string): Row => {
    rows.set(`${row.kind} ${row.id}`, row)
    news = [...news, { name: `${row.kind}.${verb}`, id: row.id }]
    return row
  }
  return {
    id,
    currency,
    callbacks,
    nextId,
    get: (kind, key) => rows.get(`${kind} ${key}`) ?? null,
    all: (kind) => [...rows.values()].filter((row) => row.kind === kind),
    add: (kind, doc, now) => put({ kind, id: nextId(), doc: { vis_state: 0, ...doc }, changedAt: now }, 'create'),
    edit(row, patch, now) {
      const doc = { ...row.doc, ...patch }
      const isRemoval = doc['vis_state'] === 1 && row.doc['vis_state'] !== 1
      return put({ ...row, doc, changedAt: now }, isRemoval ? 'delete' : 'update')
    },
    takeNews() {
      const told = news
      news = []
      return told
    },
  }
}
