import { randomUUID } from 'node:crypto'
import { clockOf } from '@/lib/auth/clock'
import { connectors } from '@/lib/connectors'
import { mayHurry } from '@/lib/engine/cadence'
import { engineOf } from '@/lib/engine/engine-of'
import { meetAgain } from '@/lib/engine/meet'
import { vendorWebhookKeys } from '@/lib/env'
import type { Hint, WebhookCall } from '@/lib/model/connector'
import type { Context } from '@/lib/model/context'
import { database, inTenant, type Database, type Room, type Tx } from '@/lib/store/db'
import { addHints } from '@/lib/store/hints'
import { integrationsOfConnection, setHinted, type Integration } from '@/lib/store/integrations'
import { noteWebhook, saveSubscription, subscribedAt, subscriptionOf, type Subscribed } from '@/lib/store/subscriptions'
import { askVendor } from './ask-vendor'

/** What the vendor is answered; `unknown` also where nobody here knows the address any more, `later`: it may try again. */
export type Reception = 'unknown' | 'rejected' | 'taken' | 'later'

/** Vendors repeat a call for days. */
const remembered = 7 * 86_400_000

/**
 * A vendor's call: its signature first, then the records it names are noted, to be read by id. Nothing in it is believed.
 * `token`: from the address, where the vendor calls for one connection.
 */
export async function receive(
  vendor: string,
  token: string | null,
  call: WebhookCall,
  emit: Context['emit'],
  db?: Database,
): Promise<Reception> {
  const connector = connectors[vendor]
  if (!connector?.receive) return 'unknown'
  const house = houseAt(db ?? (await database()), emit)
  const addressed = token === null ? [] : await subscribedAt(house.db, vendor, token, [])
  if (token !== null && addressed.length === 0) return 'unknown'
  const secrets = await Promise.all(addressed.map((each) => secretOf(house, each)))
  const received = connector.receive(call, [...secrets.flat(), ...vendorWebhookKeys(vendor)])
  if (received.kind === 'rejected') return 'rejected'
  if (received.kind === 'confirm') return confirmed(house, addressed, received)
  const companies = [...new Set(received.hints.flatMap(({ company }) => company ?? []))]
  const concerned = token === null ? await subscribedAt(house.db, vendor, null, companies) : addressed
  for (const each of concerned) await take(house, each, connector.side, received.hints, received.key)
  return 'taken'
}

type House = Omit<Room, 'tenant'>
const houseAt = (db: Database, emit: Context['emit']): House => ({
  db,
  emit,
  now: clockOf(db),
  newId: randomUUID,
  actor: { kind: 'webhook' },
  role: 'house',
})

const roomOf = (house: House, { tenant }: Subscribed): Room => ({ ...house, tenant })

async function secretOf(house: House, each: Subscribed): Promise<readonly string[]> {
  const room = roomOf(house, each)
  const found = await inTenant(room, (tx) => subscriptionOf(tx, room, each.connection))
  return found?.secret ? [found.secret] : []
}

/** The vendor asks for its own secret back; it is kept only if the vendor says it is its own. */
async function confirmed(
  house: House,
  addressed: readonly Subscribed[],
  { id, secret }: { readonly id: string; readonly secret: string },
): Promise<Reception> {
  const [each] = addressed
  if (!each) return 'rejected'
  const room = roomOf(house, each)
  const found = await inTenant(room, (tx) => subscriptionOf(tx, room, each.connection))
  if (!found) return 'rejected'
  const answer = await askVendor(found.vendor, async () => {
    const { session } = await meetAgain(engineOf(room), each.connection)
    await session.confirm?.(id, secret)
  })
  if (!answer.ok) return 'later'
  await inTenant(room, (tx) => saveSubscription(tx, room, { ...found, secret }))
  return 'taken'
}

async function take(
  house: House,
  each: Subscribed,
  side: 'crm' | 'books',
  hints: readonly Hint[],
  key: string,
): Promise<void> {
  const room = roomOf(house, each)
  const own = hints.filter(({ company }) => company === null || company === each.company)
  const noted = own.map(({ entity, id }) => ({ side, entity, remoteId: id }))
  const woken = await inTenant(room, async (tx) => {
    if (!(await noteWebhook(tx, room, each.connection, key, remembered))) return []
    const integrations = await integrationsOfConnection(tx, room, each.connection)
    for (const integration of integrations) await addHints(tx, room, integration.id, noted)
    return wake(tx, room, integrations.filter(isAwake))
  })
  for (const integration of woken)
    await room.emit({
      name: 'run.asked',
      tenant: room.tenant,
      integration: integration.id,
      trigger: 'hint',
      run: null,
      actor: room.actor,
    })
}

const isAwake = ({ live, startedAt, pausedAt, stopped }: Integration): boolean =>
  live && startedAt !== null && pausedAt === null && stopped === null

/** Only the first hint asks for a run; the run looks once more before it closes. */
async function wake(tx: Tx, room: Room, integrations: readonly Integration[]): Promise<readonly Integration[]> {
  const woken: Integration[] = []
  for (const each of integrations)
    if ((await mayHurry(tx, room, each)) && (await setHinted(tx, room, each.id, true))) woken.push(each)
  return woken
}
