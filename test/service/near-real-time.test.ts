import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { sage50Fr } from '@/lib/connectors/sage-50-fr'
import type { Connector, Received, Session, WebhookCall } from '@/lib/model/connector'
import { ConnectorError } from '@/lib/model/problem'
import { changes } from '@/lib/service/changes'
import { goLive } from '@/lib/service/go-live'
import { keepListening } from '@/lib/service/keep-listening'
import { nearRealTime } from '@/lib/service/near-real-time'
import { receive } from '@/lib/service/receive'
import { setup } from '@/lib/service/setup'
import { integration as readIntegration } from '@/lib/store/integrations'
import { endConnection } from '@/lib/store/connections'
import { subscriptionOf } from '@/lib/store/subscriptions'
import type { Corridor } from '../kit/corridor'
import { settled } from '../engine/kit'
import { refusal, worked } from './kit'

/** The books as a vendor that calls us once it was asked to; `silent` where it does not answer, `none` where it cannot. */
const vendor = vi.hoisted(() => ({
  kind: 'none',
  asked: 0,
  ended: [] as string[],
}))

const hear = ({ body }: WebhookCall, keys: readonly string[]): Received =>
  keys.length > 0 ? { kind: 'hints', hints: [], key: Buffer.from(body).toString() } : { kind: 'rejected' }

function calling(): Connector {
  if (vendor.kind === 'none') return sage50Fr
  return {
    ...sage50Fr,
    receive: hear,
    open: (grant, send): Session => ({
      ...sage50Fr.open(grant, send),
      ...(vendor.kind === 'by-hand' ? {} : { subscribe }),
      unsubscribe: async (ids) => void vendor.ended.push(...ids),
    }),
  }
}

async function subscribe(): Promise<readonly string[]> {
  if (vendor.kind === 'silent') throw new ConnectorError({ kind: 'unreachable' })
  vendor.asked += 1
  return ['hook-1']
}

vi.mock('@/lib/connectors', async (actual) => {
  const real: { connectors: Record<string, Connector>; connectorOf: (id: string) => Connector } = await actual()
  const all: Record<string, Connector> = {
    ...real.connectors,
    get 'sage-50-fr'() {
      return calling()
    },
  }
  return { connectors: all, connectorOf: (id: string) => all[id] ?? real.connectorOf(id) }
})

const day = 24 * 3_600_000
let house: Corridor
let connection: string
let integration: string

beforeAll(async () => {
  house = await settled()
  integration = await house.integration()
  const found = await house.within((tx) => readIntegration(tx, house.desk, integration))
  connection = found?.booksConnection ?? ''
})
afterAll(() => house.close())

const seen = async () => {
  const view = await nearRealTime(house.desk)
  if (!view) throw new Error('No vendor can call')
  return view
}
const stored = () => house.within((tx) => subscriptionOf(tx, house.desk, connection))

test('where neither system can tell us of a change, near real time is not offered and cannot be switched on', async () => {
  expect(await nearRealTime(house.desk)).toBeNull()
  expect(await refusal(goLive(house.desk, { live: true }))).toEqual({ kind: 'not-now' })
})

test('it is off until somebody switches it on, and the history names who did', async () => {
  vendor.kind = 'asked'
  expect(await seen()).toMatchObject({ live: false, callers: [{ lost: false, heardAt: null, byHand: null }] })
  expect(await refusal(goLive(house.viewer, { live: true }))).toEqual({ kind: 'forbidden' })
  await worked(goLive(house.desk, { live: true }))
  expect(await seen()).toMatchObject({
    live: true,
    callers: [{ vendor: { id: 'sage-50-fr' }, lost: false, byHand: null }],
  })
  expect((await setup(house.desk)).live).toBe(true)
  const { rows } = await changes(house.desk, { kind: 'decided' })
  expect(rows[0]).toMatchObject({ why: 'go-live', by: 'Ana' })
})

test('the page says when the vendor called last', async () => {
  const token = (await stored())?.token ?? ''
  const call = { headers: {}, body: Buffer.from('call 1') }
  expect(await receive('sage-50-fr', token, call, async () => undefined, house.db)).toBe('taken')
  expect((await seen()).callers[0]?.heardAt).toBeGreaterThan(0)
})

test('a vendor is asked anew once a day, not at every run', async () => {
  const before = vendor.asked
  expect(await keepListening(house.desk, integration, house.desk.way)).toBe(0)
  house.clock.advance(day)
  expect(await keepListening(house.desk, integration, house.desk.way)).toBe(1)
  expect(await keepListening(house.desk, integration, house.desk.way)).toBe(0)
  expect(vendor.asked).toBe(before + 1)
})

test('a vendor that agreed to nothing for two days counts as lost, until it is asked again', async () => {
  vendor.kind = 'silent'
  house.clock.advance(day)
  expect(await keepListening(house.desk, integration, house.desk.way)).toBe(0)
  expect((await seen()).callers[0]?.lost).toBe(false)
  house.clock.advance(day + 1)
  expect((await seen()).callers[0]?.lost).toBe(true)
  expect(await refusal(goLive(house.desk, { live: true }))).toMatchObject({ kind: 'vendor' })
  vendor.kind = 'asked'
  await worked(goLive(house.desk, { live: true }))
  expect((await seen()).callers[0]?.lost).toBe(false)
})

test('switched off, the vendor is told to stop, the schedule goes on and nothing counts as lost', async () => {
  await worked(goLive(house.desk, { live: false }))
  expect(vendor.ended).toEqual(['hook-1'])
  expect(await stored()).toBeNull()
  expect(await seen()).toMatchObject({ live: false, callers: [{ lost: false }] })
  expect(await keepListening(house.desk, integration, house.desk.way)).toBe(0)
  const found = await house.within((tx) => readIntegration(tx, house.desk, integration))
  expect(found?.nextDueAt).not.toBeNull()
})

test('a vendor that cannot be asked shows the administrator, and nobody else, what to type in there', async () => {
  vendor.kind = 'by-hand'
  await worked(goLive(house.desk, { live: true }))
  const [caller] = (await seen()).callers
  const kept = await stored()
  expect(caller?.byHand?.secret).toBe(kept?.secret)
  expect(caller?.byHand?.address).toContain(`/api/webhooks/sage-50-fr?to=${kept?.token ?? '-'}`)
  expect((await nearRealTime(house.viewer))?.callers[0]?.byHand).toBeNull()
})

test('a subscription that went with its connection is lost, and is not asked for while nobody signed in again', async () => {
  await house.within((tx) => endConnection(tx, house.desk, connection))
  expect(await nearRealTime(house.desk)).toBeNull()
  expect(await keepListening(house.desk, integration, house.desk.way)).toBe(0)
})
