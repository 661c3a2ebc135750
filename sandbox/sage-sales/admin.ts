import type { Limits } from '../kit/limits'
import type { Bridge } from './bridge'
import type { Actor, Result, Row } from './model'
import type { Delivery, Manner } from './post'
import type { Rooms } from './routes'
import type { Sessions } from './sessions'

export type Plan = 4 | 13 | 'unlimited'

/** `as`: the user at the keyboard. `force`: round the lock, as someone with a support tool could. */
export interface Hand {
  readonly as?: number
  readonly force?: boolean
}

type Facts = Readonly<Record<string, unknown>>

export interface SageSalesAdmin {
  /** Every row with bare references, deleted ones included. */
  list(resource: string): readonly Facts[]
  get(resource: string, id: number): Facts
  create(resource: string, fields: Facts, hand?: Hand): number
  edit(resource: string, id: number, fields: Facts, hand?: Hand): void
  remove(resource: string, id: number, hand?: Hand): void
  /** Back from the bin. */
  restore(resource: string, id: number, hand?: Hand): void
  setPlan(plan: Plan): void
  expireTokens(): void
  /** What the frame's bridge hands to a page that this user opens. */
  bridgeToken(user: number): string
  expireBridge(): void
  revokeKeys(): void
  restoreKeys(): void
  delaySearch(ms: number): void
  setDeliveries(manner: Manner): void
  deliveries(): readonly Delivery[]
  quiet(): Promise<void>
  /** Bytes of a document as base64; null until they were put. */
  file(id: number): string | null
}

export const paceOf = (plan: Plan) => ({ perSecond: plan === 'unlimited' ? null : plan })

const ANYBODY = 502

interface Doors {
  readonly sessions: Sessions
  readonly bridge: Bridge
}

export function adminOf(rooms: Rooms, { sessions, bridge }: Doors, limits: Limits): SageSalesAdmin {
  const { crm, wire, hooks } = rooms
  const resourceOf = (name: string) => {
    const resource = crm.resource(name)
    if (!resource) throw new Error(`No resource ${name}`)
    return resource
  }
  const rowOf = (name: string, id: number): Row => {
    const row = crm.table(resourceOf(name).name).get(id)
    if (!row) throw new Error(`No ${name} ${id}`)
    return row
  }
  const carry = (result: Result<Row>): Row => {
    hooks.tell(crm.takeChanges())
    if (!result.ok) throw new Error(result.refusal.message)
    return result.value
  }
  return {
    list: (name) =>
      crm
        .table(resourceOf(name).name)
        .rows()
        .map((row) => wire.raw(resourceOf(name), row)),
    get: (name, id) => wire.raw(resourceOf(name), rowOf(name, id)),
    create: (name, fields, hand) => carry(crm.create(resourceOf(name), fields, actorOf(hand))).id,
    edit: (name, id, fields, hand) => void carry(crm.update(resourceOf(name), id, fields, actorOf(hand))),
    remove: (name, id, hand) => void carry(crm.remove(resourceOf(name), id, actorOf(hand))),
    restore: (name, id, hand) => {
      const by = { dateUpdated: crm.now(), salesRepIdUpdated: actorOf(hand).user }
      crm.put(resourceOf(name), { ...rowOf(name, id), ...by, deleted: false, dateDeleted: null })
    },
    setPlan: (plan) => limits.set(paceOf(plan)),
    expireTokens: () => sessions.expire(),
    bridgeToken: (user) => bridge.token(user),
    expireBridge: () => bridge.expire(),
    revokeKeys: () => sessions.revoke(),
    restoreKeys: () => sessions.restore(),
    delaySearch: (ms) => rooms.lists.delaySearch(ms),
    setDeliveries: (manner) => hooks.setManner(manner),
    deliveries: () => hooks.deliveries(),
    quiet: () => hooks.quiet(),
    file: (id) => {
      const bytes = rooms.documents.bytes(id)
      return bytes === null ? null : Buffer.from(bytes).toString('base64')
    },
  }
}

const actorOf = (hand: Hand = {}): Actor => ({ user: hand.as ?? ANYBODY, door: hand.force ? 'support' : 'pages' })
