import type { Clock } from '../kit/clock'
import type { OAuthAdmin } from '../kit/oauth'
import type { Account } from './account'
import type { Limit } from './limits'
import { deliveries, greeting } from './callbacks'
import type { Delivery } from './callbacks'
import type { Doc, Kind, Row } from './records'
import type { Result } from './refuse'
import { shown } from './show'
import { create, update } from './writes'

/** What people do in FreshBooks itself, and knobs for tests. */
export function admin(accounts: ReadonlyMap<string, Account>, clock: Clock, door: OAuthAdmin, pace: Limit) {
  const of = (id: string): Account => {
    const found = accounts.get(id)
    if (!found) throw new Error(`No account ${id}`)
    return found
  }
  const row = (id: string, kind: Kind, key: number): Row => {
    const found = of(id).get(kind, key)
    if (!found) throw new Error(`No ${kind} ${key}`)
    return found
  }
  const told = (id: string, result: Result<Row>): Doc => {
    if (!result.ok) throw new Error(`${result.refusal.errno} ${result.refusal.message}`)
    return shown(of(id), result.value, ['lines'])
  }
  const edit = (id: string, kind: Kind, key: number, patch: Doc): Doc =>
    told(id, update(of(id), row(id, kind, key), patch, clock.now()))
  return {
    ...door,
    /** From now on so many calls a minute, for each account; null lifts it. */
    limit: (perMinute: number | null, tells?: 'until-when'): void => pace.set(perMinute, tells),
    /** Every record, deleted ones too. */
    list: (id: string, kind: Kind): readonly Doc[] =>
      of(id)
        .all(kind)
        .map((each) => shown(of(id), each, ['lines'])),
    get: (id: string, kind: Kind, key: number): Doc => shown(of(id), row(id, kind, key), ['lines']),
    create: (id: string, kind: Kind, doc: Doc): Doc => told(id, create(of(id), kind, doc, clock.now())),
    edit,
    delete: (id: string, kind: Kind, key: number): Doc => edit(id, kind, key, { vis_state: 1 }),
    archive: (id: string, kind: Kind, key: number): Doc => edit(id, kind, key, { vis_state: 2 }),
    /** The calls that ask new callbacks whether somebody is there. */
    greetings: (id: string): readonly Delivery[] =>
      [...of(id).callbacks.values()].filter(({ verified }) => !verified).map((each) => greeting(of(id), each)),
    /** All that has happened since the last time, for verified callbacks. */
    deliver: (id: string): readonly Delivery[] => deliveries(of(id)),
  }
}

export type FreshBooksAdmin = ReturnType<typeof admin>
