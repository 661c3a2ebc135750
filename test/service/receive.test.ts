import { createHmac, timingSafeEqual } from 'node:crypto'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { sage50Fr } from '@/lib/connectors/sage-50-fr'
import type { Connector, Received, Session, WebhookCall } from '@/lib/model/connector'
import type { HouseEvent } from '@/lib/model/context'
import { goLive } from '@/lib/service/go-live'
import { pause } from '@/lib/service/pause'
import { receive } from '@/lib/service/receive'
import { unsubscribe } from '@/lib/service/unsubscribe'
import { integration } from '@/lib/store/integrations'
import { takeHints } from '@/lib/store/hints'
import { subscriptionOf } from '@/lib/store/subscriptions'
import type { Corridor } from '../kit/corridor'
import { inSage, main, settled } from '../engine/kit'

/** The books as if they called us: signed with a secret of the connection that they hand out themselves. */
const confirmed: string[] = []
const calling: Connector = {
  ...sage50Fr,
  receive: hear,
  open: (grant, send): Session => ({
    ...sage50Fr.open(grant, send),
    subscribe: (url) => Promise.resolve([`hook at ${new URL(url).pathname}`]),
    confirm: (id, secret) => Promise.resolve(void confirmed.push(`${id}:${secret}`)),
    unsubscribe: (ids) => Promise.resolve(void confirmed.push(`ended ${ids.join()}`)),
  }),
}

function hear({ headers, body }: WebhookCall, keys: readonly string[]): Received {
  const text = Buffer.from(body).toString()
  if (headers['x-hello'] !== undefined) return { kind: 'confirm', id: 'cb-1', secret: headers['x-hello'] }
  const signed = keys.some((key) => same(signatureOf(text, key), headers['x-signature'] ?? ''))
  if (!signed) return { kind: 'rejected' }
  return { kind: 'hints', hints: [{ company: main, entity: 'customer', id: text }], key: `k:${text}` }
}

const signatureOf = (text: string, key: string): string => createHmac('sha256', key).update(text).digest('hex')
const same = (a: string, b: string): boolean => a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b))

vi.mock('@/lib/connectors', async (actual) => {
  const real: { connectors: Record<string, Connector>; connectorOf: (id: string) => Connector } = await actual()
  const all: Record<string, Connector> = {
    ...real.connectors,
    get 'sage-50-fr'() {
      return calling
    },
  }
  return { connectors: all, connectorOf: (id: string) => all[id] ?? real.connectorOf(id) }
})

let house: Corridor
let token: string
const events: HouseEvent[] = []
const emit = (event: HouseEvent): Promise<void> => Promise.resolve(void events.push(event))
const call = (body: string, headers: Record<string, string>): WebhookCall => ({ headers, body: Buffer.from(body) })
const post = (body: string, headers: Record<string, string>, to: string | null = token) =>
  receive('sage-50-fr', to, call(body, headers), emit, house.db)
const signed = (text: string, key = 'the secret') => post(text, { 'x-signature': signatureOf(text, key) })

async function booksConnection(): Promise<string> {
  const id = await house.integration()
  const found = await house.within((tx) => integration(tx, house.desk, id))
  if (!found) throw new Error('nothing is set up')
  return found.booksConnection
}

const hints = async () => {
  const id = await house.integration()
  return (await house.within((tx) => takeHints(tx, house.desk, id, 10))).map(({ remoteId }) => remoteId)
}

beforeAll(async () => {
  house = await settled()
})
afterAll(() => house.close())

test('near real time asks the vendor to call us at an address of this connection alone', async () => {
  expect(await goLive(house.desk, { live: true })).toMatchObject({ ok: true })
  const connection = await booksConnection()
  const found = await house.within((tx) => subscriptionOf(tx, house.desk, connection))
  expect(found).toMatchObject({ company: main, remoteIds: ['hook at /api/webhooks/sage-50-fr'] })
  expect(found?.token.length).toBeGreaterThan(30)
  token = found?.token ?? ''
})

test('a vendor that wants its secret back gets it, and signs with it from then on', async () => {
  expect(await signed('C1')).toBe('rejected')
  expect(await post('', { 'x-hello': 'the secret' })).toBe('taken')
  expect(confirmed).toEqual(['cb-1:the secret'])
})

test('a signed call notes the record it names and asks for one run, however often it is delivered', async () => {
  const [client] = inSage(house, 'clients')
  const id = String(client?.['id'])
  expect(await Promise.all([signed(id), signed(id), signed('other')])).toEqual(['taken', 'taken', 'taken'])
  expect(await hints()).toEqual(expect.arrayContaining([id, 'other']))
  expect(events).toEqual([expect.objectContaining({ name: 'run.asked', trigger: 'hint', tenant: house.desk.tenant })])
  await house.runToEnd('hint')
  expect(await hints()).toEqual([])
  expect(await signed(id)).toBe('taken')
  expect(await hints()).toEqual([])
})

test('a forged call, a flipped byte and an address that nobody has change nothing', async () => {
  expect(await signed('C9', 'a guess')).toBe('rejected')
  expect(await post('C9!', { 'x-signature': signatureOf('C9', 'the secret') })).toBe('rejected')
  expect(await post('C9', { 'x-signature': signatureOf('C9', 'the secret') }, 'nobody')).toBe('unknown')
  expect(await receive('sage-sales', null, call('C9', {}), emit, house.db)).toBe('unknown')
  expect(await receive('nobody', null, call('C9', {}), emit, house.db)).toBe('unknown')
  expect(await hints()).toEqual([])
})

test('500 calls at once are answered in well under a second each and cost one run', async () => {
  events.length = 0
  const started = performance.now()
  const answers = await Promise.all(Array.from({ length: 500 }, (_, at) => signed(`burst-${at}`)))
  expect(answers.every((answer) => answer === 'taken')).toBe(true)
  expect((performance.now() - started) / 500).toBeLessThan(200)
  expect(events).toHaveLength(1)
  await house.runToEnd('hint')
})

test('what a webhook names during a pause is noted and waits', async () => {
  await pause(house.desk, {})
  events.length = 0
  expect(await signed('while paused')).toBe('taken')
  expect(events).toEqual([])
  expect(await hints()).toEqual(['while paused'])
})

test('once the vendor need not call any more, its calls find nobody', async () => {
  expect(await unsubscribe(house.desk, await booksConnection())).toMatchObject({ ok: true })
  expect(confirmed.at(-1)).toBe('ended hook at /api/webhooks/sage-50-fr')
  expect(await signed('late')).toBe('unknown')
})
