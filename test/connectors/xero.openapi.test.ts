import { describe, expect, test } from 'vitest'
import { xero } from '@/lib/connectors/xero'
import type { Content, Grant, Session } from '@/lib/model/connector'
import type { Entity } from '@/lib/model/words'
import { asFetch } from '@/sandbox/kit/as-fetch'
import { CLIENT, MAIN, xero as simulated } from '@/sandbox/xero'
import { consented } from './consented'
import { pacedSend } from './manners'
import { created, createOf, listing, removeOf, sampleOf, updateOf } from './sample'
import { jumpingClock } from './stage'
import type { Bench } from './stage'
import { judge, published } from './xero.openapi'
import type { Seen } from './xero.openapi'
import { signed } from '@/lib/http/signed'

describe('Xero as it is published', () => {
  if (published) checked()
  else test('left out: the published description is not beside this clone', () => expect(published).toBe(false))
})

function checked(): void {
  const faults = judge()

  test('every request of ours and every answer of the simulator is as described, in both ways of documents', async () => {
    for (const kind of ['quote', 'draft-invoice']) {
      const { seen } = await everything({ 'calls-per-day': ['5000'], 'document-kind': [kind] })
      expect(seen.length).toBeGreaterThan(20)
      expect(seen.flatMap(faults)).toEqual([])
    }
  })

  test('a wrong name, a wrong type and a strange parameter would be told', async () => {
    const { seen } = await everything({ 'calls-per-day': ['5000'] })
    const list = seen.find(({ url }) => url.includes('/Contacts?'))
    if (!list) throw new Error('no contacts were listed')
    expect(faults({ ...list, url: `${list.url}&size=3` })).toHaveLength(1)
    const put = seen.find(({ method }) => method === 'PUT')
    if (!put) throw new Error('nothing was created')
    expect(faults({ ...put, body: JSON.stringify({ Contacts: [{ Nmae: 'x' }] }) })).toHaveLength(1)
    expect(faults({ ...list, answer: { Contacts: [{ Name: 7 }] } })).toHaveLength(1)
    expect(faults({ ...list, headers: {} })).toHaveLength(1)
  })
}

/** Every call that the connector knows: lists, changes, reads by id, searches, and all writes. */
async function everything(chosen: Grant['chosen']): Promise<{ readonly seen: readonly Seen[] }> {
  const clock = jumpingClock()
  const simulator = simulated({ clock, size: { contacts: 6, items: 4, invoices: 40, quotes: 2, users: 2 } })
  const grant: Grant = { baseUrl: 'http://xero.test', secrets: {}, company: MAIN, chosen }
  const inside = asFetch(simulator.handle)
  const seen: Seen[] = []
  const fetch: typeof globalThis.fetch = async (url, init) => {
    const answer = await inside(url, init)
    if (!String(url).includes('/api.xro/')) return answer
    const body = init?.body === undefined ? '' : String(init.body)
    const headers = Object.fromEntries(new Headers(init?.headers))
    const told: unknown = answer.status === 200 ? await answer.clone().json() : null
    seen.push({ method: init?.method ?? 'GET', url: String(url), headers, body, status: answer.status, answer: told })
    return answer
  }
  const bench = {
    connector: xero,
    simulator,
    clock,
    grant,
    oauth: { admin: simulator.admin, client: CLIENT },
    manner: 'paced' as const,
    openAt: () => session,
  }
  const session = xero.open(grant, signed(pacedSend(bench, fetch), consented(bench, bench.oauth)))
  await session.companies()
  await session.people()
  for (const feed of xero.feeds) {
    const { snapshots, end } = await listing(session, feed)
    await session.changes(feed, end)
    for (const entity of feed)
      await session.read(entity, snapshots.flatMap((each) => (each.entity === entity ? [each.id] : [])).slice(0, 3))
  }
  const company = await sampleOf(bench, session, 'customer')
  const customer = await written(bench, session, 'customer', company)
  // The name is taken now: refused, and looked for.
  await session.write('customer', [createOf('customer', company, 'twin')])
  const person = { fields: { firstName: 'Renée', lastName: 'Ñandú', phone: '+33145678901' }, parents: { customer } }
  await written(bench, session, 'contact', person)
  const lines = [
    { fields: { description: 'Tables', quantity: '2', price: '4.5', discount: '10', total: 8_10 }, parents: {} },
  ]
  const deal = { fields: { name: 'Fit-out', date: '2026-03-01', currency: 'EUR' }, parents: { customer }, lines }
  const document = await written(bench, session, 'document', deal)
  await session.write('document', [removeOf('document', document)])
  await session.write('customer', [removeOf('customer', customer)])
  return { seen }
}

/** Made, found by its mark, read by its id, and edited. */
async function written(bench: Bench, session: Session, entity: Entity, content: Content): Promise<string> {
  const id = await created(bench, session, entity, content, `mark-of-${entity}`)
  expect(await session.find(entity, `mark-of-${entity}`)).toMatchObject([{ id }])
  const [read] = await session.read(entity, [id])
  if (!read) throw new Error(`${entity} not read back`)
  const edit = { name: 'Renamed', lastName: 'Renée', phone: '+33145678902', city: 'Nîmes' }
  expect(await session.write(entity, [updateOf(entity, read, edit)])).toMatchObject([{ ok: true }])
  return id
}
