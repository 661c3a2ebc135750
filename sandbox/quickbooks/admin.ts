import type { Clock } from '../kit/clock'
import type { OAuthAdmin } from '../kit/oauth'
import type { Company } from './company'
import { shown } from './company'
import type { Gate } from './gate'
import { settle } from './ledger'
import { amountOf, refOf } from './records'
import type { Doc, Kind, Row } from './records'
import { delivered, movedForward } from './webhooks'
import type { Delivery } from './webhooks'
import { voided, write } from './writes'

/** What people do in QuickBooks itself, and knobs for tests; ids or names say which record. */
export function admin(companies: ReadonlyMap<string, Company>, clock: Clock, door: OAuthAdmin, pace: Gate) {
  const company = (id: string): Company => {
    const found = companies.get(id)
    if (!found) throw new Error(`No company ${id}`)
    return found
  }
  return {
    ...people(company, clock),
    ...door,
    /** The subscription of a company ends, or goes on. */
    end: (id: string, ended = true): void => void (company(id).standing.ended = ended),
    liftLimits: (): void => pace.lift(),
    restoreLimits: (): void => pace.restore(),
    /** All changes since the last time as CloudEvents, signed: one delivery for all companies. */
    deliver: (verifier: string): Delivery => delivered([...companies.values()], verifier),
    /** The same delivery once more, its events in another order: what a lost acknowledgement leads to. */
    redeliver: (delivery: Delivery, verifier: string): Delivery => movedForward(delivery, verifier),
  }
}

export type QuickBooksAdmin = ReturnType<typeof admin>

function people(company: (id: string) => Company, clock: Clock) {
  const apply = (id: string, kind: Kind, body: Doc, operation: string): Doc => {
    const result = write(company(id), kind, body, { operation, include: [] }, clock.now())
    if (!result.ok) throw new Error(`${result.fault.code} ${result.fault.detail}`)
    return result.value
  }
  const changed = (id: string, kind: Kind, key: string, patch: Doc, operation = 'update'): Doc => {
    const row = rowOf(company(id), kind, key)
    return apply(id, kind, { ...patch, sparse: true, Id: row.id, SyncToken: String(row.token) }, operation)
  }
  return {
    /** Every living record, inactive ones too. */
    list: (id: string, kind: Kind): readonly Doc[] =>
      company(id)
        .all(kind)
        .map((row) => shown(company(id), row)),
    get: (id: string, kind: Kind, key: string): Doc => shown(company(id), rowOf(company(id), kind, key)),
    create: (id: string, kind: Kind, doc: Doc): Doc => apply(id, kind, doc, 'create'),
    edit: (id: string, kind: Kind, key: string, patch: Doc): Doc => changed(id, kind, key, patch),
    deactivate: (id: string, kind: Kind, key: string): Doc => changed(id, kind, key, { Active: false }),
    delete: (id: string, kind: Kind, key: string): Doc => changed(id, kind, key, {}, 'delete'),
    void(id: string, kind: Kind, key: string): void {
      voided(company(id), rowOf(company(id), kind, key), clock.now())
    },
    /** A payment of the customer on one invoice. */
    pay(id: string, invoice: string, amount: number): Doc {
      const row = rowOf(company(id), 'Invoice', invoice)
      const line = { Amount: amount, LinkedTxn: [{ TxnId: row.id, TxnType: 'Invoice' }] }
      const owner = { value: refOf(row.doc, 'CustomerRef') ?? '' }
      return apply(id, 'Payment', { CustomerRef: owner, TotalAmt: amount, Line: [line] }, 'create')
    },
    merge: (id: string, loser: string, winner: string): void => merge(company(id), loser, winner, clock.now()),
    /** What a customer owes, by its invoices, credits and payments. */
    balance: (id: string, customer: string): number =>
      amountOf(rowOf(company(id), 'Customer', customer).doc['Balance']),
  }
}

function rowOf(from: Company, kind: Kind, key: string): Row {
  const named = (row: Row) => [row.doc['DisplayName'], row.doc['Name'], row.doc['DocNumber']].includes(key)
  const row = from.get(kind, key) ?? from.all(kind).find(named)
  if (!row) throw new Error(`No ${kind} ${key} in ${from.settings.id}`)
  return row
}

/** The loser becomes inactive and all that it had is the winner's. */
function merge(into: Company, loserKey: string, winnerKey: string, now: number): void {
  const [loser, winner] = [rowOf(into, 'Customer', loserKey), rowOf(into, 'Customer', winnerKey)]
  const owner = { value: winner.id, name: String(winner.doc['FullyQualifiedName']) }
  for (const kind of ['Estimate', 'Invoice', 'CreditMemo', 'Payment'] as const) {
    for (const row of into.of(loser.id, kind)) into.edit(row, { ...row.doc, CustomerRef: owner }, now)
  }
  const name = `${String(loser.doc['DisplayName'])} (deleted)`
  into.edit(loser, { ...loser.doc, Active: false, DisplayName: name }, now, 'merged', winner.id)
  settle(into, loser.id, now)
  settle(into, winner.id, now)
}
