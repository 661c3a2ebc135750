import { createHmac } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { freshbooks } from '@/lib/connectors/freshbooks'
import { borderAt, dayBefore, eastern } from '@/lib/connectors/freshbooks/stamps'
import type { Send, SendAnswer } from '@/lib/model/connector'
import type { Snapshot } from '@/lib/model/record'
import type { Entity } from '@/lib/model/words'
import { MAIN, SECOND } from '@/sandbox/freshbooks'
import { conform } from './conformance'
import { URL_OF_OURS, startFreshBooks } from './freshbooks.bench'
import { createOf, listing, problemOf, removeOf, updateOf } from './sample'
import { openSession, sendTo } from './stage'

conform('FreshBooks', () => Promise.resolve(startFreshBooks()))

type Started = ReturnType<typeof startFreshBooks>
const all = async (bench: Started, entity: Entity): Promise<readonly Snapshot[]> => {
  const feed = freshbooks.feeds.find((each) => (each as readonly Entity[]).includes(entity)) ?? []
  return (await listing(openSession(bench), feed)).snapshots.filter((each) => each.entity === entity)
}
const idAt = (bench: Started, at: number): number => Number(bench.simulator.admin.list(MAIN, 'client')[at]?.['id'])

describe('what FreshBooks keeps', () => {
  test('only businesses with an account are offered', async () => {
    const found = await openSession(startFreshBooks()).companies()
    expect(found.map(({ id, name }) => [id, name])).toEqual([
      [MAIN, 'Acme Consulting'],
      [SECOND, 'Acme Canada'],
    ])
  })

  test('money is exact in currencies with and without decimals, tax told apart and a discount on the whole a line of its own', async () => {
    const invoices = (await all(startFreshBooks(), 'invoice')).filter(({ fields }) => fields['kind'] === 'invoice')
    for (const { fields, lines = [] } of invoices) {
      const sum = lines.reduce((whole, line) => whole + Number(line.fields['total']), 0)
      expect(Number(fields['netTotal']) + Number(fields['taxTotal'])).toBe(fields['total'])
      expect(Number(fields['paid']) + Number(fields['balance'])).toBe(fields['total'])
      expect(Number(fields['netTotal'])).toBe(sum)
    }
    const given = invoices.flatMap(({ lines = [] }) =>
      lines.filter(({ fields }) => fields['description'] === 'Discount'),
    )
    expect(given.length).toBeGreaterThan(0)
    for (const { fields } of given) expect(fields['total']).toBeLessThan(0)
    expect(new Set(invoices.map(({ fields }) => fields['currency']))).toEqual(new Set(['USD', 'EUR', 'JPY']))
  })

  test('an invoice that is paid in part says so, although its number for it stays that of a sent one', async () => {
    const bench = startFreshBooks()
    const partial = bench.simulator.admin.list(MAIN, 'invoice').find((each) => each['payment_status'] === 'partial')
    expect(partial).toMatchObject({ status: 2, v3_status: 'partial', display_status: 'sent' })
    const [read] = await openSession(bench).read('invoice', [String(partial?.['id'])])
    expect(read?.fields['state']).toBe('partially-paid')
  })

  test('a credit note and an invoice are told apart by their ids', async () => {
    const bench = startFreshBooks()
    const note = (await all(bench, 'invoice')).find(({ fields }) => fields['kind'] === 'credit-note')
    expect(note?.id).toMatch(/^c\d+$/)
    expect(await openSession(bench).read('invoice', [note?.id ?? ''])).toEqual([note])
  })

  test('a line knows its product although the name of the item was typed with a space too many', async () => {
    const bench = startFreshBooks()
    const { itemid } = bench.simulator.admin.create(MAIN, 'item', { name: 'Oak  table ' })
    const lines = [{ name: 'Oak  table ', qty: '1', unit_cost: { amount: '1', code: 'USD' } }]
    const made = bench.simulator.admin.create(MAIN, 'invoice', { customerid: idAt(bench, 0), lines })
    const [read] = await openSession(bench).read('invoice', [String(made['invoiceid'])])
    expect(read?.lines).toMatchObject([{ parents: { product: String(itemid) } }])
  })

  test('a payment names the invoice it pays', async () => {
    const bench = startFreshBooks()
    const [payment] = await all(bench, 'payment')
    const invoice = payment?.lines?.[0]?.parents.invoice ?? ''
    expect(payment?.lines).toEqual([{ fields: { amount: payment?.fields['amount'] }, parents: { invoice } }])
    expect(await openSession(bench).read('invoice', [invoice])).toHaveLength(1)
  })

  test('a client deleted while the list is read hides no other one from it', async () => {
    const bench = startFreshBooks()
    const whole = await all(bench, 'customer')
    const session = bench.openAt(bench.grant, sendTo(bench), 2)
    const first = await session.changes(['customer', 'contact'], null)
    const [gone] = first.snapshots
    if (!gone) throw new Error('nothing listed')
    await openSession(bench).write('customer', [removeOf('customer', gone.id)])
    const { snapshots: rest } = await listing(session, ['customer', 'contact'], first.next)
    const shown = [...first.snapshots, ...rest].filter(({ entity }) => entity === 'customer')
    expect(new Set(shown.map(({ id }) => id))).toEqual(new Set(whole.map(({ id }) => id)))
  })

  test('an archived client is inactive, not removed', async () => {
    const bench = startFreshBooks()
    bench.simulator.admin.archive(MAIN, 'client', idAt(bench, 0))
    const [read] = await openSession(bench).read('customer', [String(idAt(bench, 0))])
    expect(read).toMatchObject({ removed: false, fields: { active: false } })
  })
})

describe('what is news', () => {
  test('a deleted client is in no list, and a look by its id confirms it', async () => {
    const bench = startFreshBooks()
    const id = String(idAt(bench, 0))
    bench.simulator.admin.delete(MAIN, 'client', Number(id))
    expect((await all(bench, 'customer')).map((each) => each.id)).not.toContain(id)
    expect(await openSession(bench).read('customer', [id])).toMatchObject([{ id, removed: true }])
  })

  test('a new invoice moves the stamp of its client, which then shows the same fields again', async () => {
    const bench = startFreshBooks()
    const session = openSession(bench)
    const before = await listing(session, ['customer', 'contact'])
    bench.clock.advance(120_000)
    const customerid = idAt(bench, 0)
    bench.simulator.admin.create(MAIN, 'invoice', { customerid, lines: [{ qty: '1', unit_cost: { amount: '1' } }] })
    const { snapshots } = await listing(session, ['customer', 'contact'], before.end)
    const own = (each: Snapshot) => each.entity === 'customer' && each.id === String(customerid)
    expect(snapshots.filter(own).map(({ fields }) => fields)).toEqual(before.snapshots.filter(own).map((x) => x.fields))
  })

  test('a change is found although an hour is told twice in autumn', async () => {
    // 1 November 2026, 01:50 Eastern daylight time; twenty minutes later it is 01:10 standard time.
    const bench = startFreshBooks({ at: Date.UTC(2026, 10, 1, 5, 50) })
    const session = openSession(bench)
    const { end } = await listing(session, ['product'])
    bench.clock.advance(20 * 60_000)
    const [item] = bench.simulator.admin.list(MAIN, 'item')
    bench.simulator.admin.edit(MAIN, 'item', Number(item?.['id']), { description: 'Changed' })
    const { snapshots } = await listing(session, ['product'], end)
    expect(snapshots.map(({ fields }) => fields['description'])).toEqual(['Changed'])
  })

  test('stamps are Eastern, and the border of the doubled hour is its beginning', () => {
    expect(eastern(Date.UTC(2026, 5, 29, 16, 48, 49))).toBe('2026-06-29 12:48:49')
    expect(eastern(Date.UTC(2026, 0, 5, 17))).toBe('2026-01-05 12:00:00')
    expect(borderAt(Date.UTC(2026, 10, 1, 5, 50))).toBe('2026-11-01 01:00:00')
    expect(borderAt(Date.UTC(2026, 10, 1, 6, 50))).toBe('2026-11-01 01:50:00')
    expect(dayBefore('2026-03-01 00:10:00')).toBe('2026-02-28')
  })

  test('a quiet poll costs one call for each list', async () => {
    const bench = startFreshBooks()
    const session = openSession(bench)
    const ends = await Promise.all(freshbooks.feeds.map(async (feed) => (await listing(session, feed)).end))
    bench.simulator.forgetCalls()
    for (const [at, feed] of freshbooks.feeds.entries()) await listing(session, feed, ends[at])
    expect(bench.simulator.calls()).toHaveLength(6)
  })
})

describe('what is written', () => {
  test('new notes leave our mark in its place', async () => {
    const bench = startFreshBooks()
    const session = openSession(bench)
    const fields = { name: 'Marked', notes: 'One' }
    await session.write('customer', [createOf('customer', { fields, parents: {} }, 'm1')])
    const [made] = await session.find('customer', 'm1')
    if (!made) throw new Error('not found')
    await session.write('customer', [updateOf('customer', made, { notes: 'Two' })])
    expect(await session.find('customer', 'm1')).toMatchObject([{ id: made.id, fields: { notes: 'Two' } }])
  })

  test('once FreshBooks does not answer nothing more is sent, so that one client is in doubt and not all', async () => {
    const bench = startFreshBooks()
    const urls: string[] = []
    const session = bench.connector.open(bench.grant, sendTo(bench, { urls }))
    bench.simulator.faults.add({ do: 'cut-before', method: 'POST', path: /users\/clients/, times: 9 })
    const writes = ['A', 'B', 'C'].map((name) => createOf('customer', { fields: { name }, parents: {} }, name))
    const outcomes = await session.write('customer', writes)
    expect(outcomes.map((each) => (each.ok ? 'ok' : each.problem.kind))).toEqual([
      ...['unreachable', 'slow-down', 'slow-down'],
    ])
    expect(urls.filter((url) => url.includes('users/clients'))).toHaveLength(1)
  })

  test('a client without any name is refused, and the name is blamed', async () => {
    const write = createOf('customer', { fields: { city: 'Paris' }, parents: {} }, 'm2')
    const [outcome] = await openSession(startFreshBooks()).write('customer', [write])
    expect(outcome).toMatchObject({ ok: false, problem: { kind: 'rejected', field: 'name' } })
  })

  test('there is room for one person in a client', async () => {
    const bench = startFreshBooks()
    const customer = String(idAt(bench, 0))
    const write = createOf('contact', { fields: { firstName: 'No', lastName: 'Room' }, parents: { customer } }, 'm3')
    const [outcome] = await openSession(bench).write('contact', [write])
    expect(outcome).toEqual({
      ok: false,
      problem: { kind: 'rejected', field: 'parent:customer', detail: 'one-person' },
    })
  })

  test('a discount that ends in half a cent is rounded as everywhere else, so that the amount of the deal stands', async () => {
    const bench = startFreshBooks()
    const line = { fields: { description: 'Oak', quantity: '1', price: '1.05', discount: '50' }, parents: {} }
    const parents = { customer: String(idAt(bench, 0)) }
    const content = { fields: { name: 'Half', netTotal: 53 }, parents, lines: [line] }
    const [outcome] = await openSession(bench).write('document', [createOf('document', content, 'half')])
    expect(outcome).toMatchObject({ ok: true })
    expect(await openSession(bench).find('document', 'half')).toMatchObject([{ fields: { netTotal: 53 } }])
  })

  test('what somebody deleted before we knew that we made it is found by its mark all the same', async () => {
    const bench = startFreshBooks()
    const session = openSession(bench)
    const client = createOf('customer', { fields: { name: 'Gone Ltd' }, parents: {} }, 'gone-1')
    const deal = { fields: { name: 'Deal', netTotal: 12_50 }, parents: { customer: String(idAt(bench, 0)) } }
    const writes = [client, createOf('document', deal, 'gone-2')]
    for (const write of writes) {
      const [outcome] = await session.write(write.entity, [write])
      const id = outcome?.ok ? outcome.receipt.id : ''
      await session.write(write.entity, [removeOf(write.entity, id)])
      const marker = write.do === 'create' ? write.marker : ''
      expect(await session.find(write.entity, marker)).toMatchObject([{ id, removed: true, marker }])
    }
  })

  test('a deal becomes a draft invoice where the administrator wants that', async () => {
    const bench = startFreshBooks({ chosen: { 'document-kind': ['draft-invoice'] } })
    const session = openSession(bench)
    const content = { fields: { name: 'Deal', netTotal: 12_50 }, parents: { customer: String(idAt(bench, 0)) } }
    const [outcome] = await session.write('document', [createOf('document', content, 'm4')])
    expect(outcome).toMatchObject({ ok: true })
    const [made] = await session.find('document', 'm4')
    expect(made?.fields).toMatchObject({ kind: 'draft-invoice', state: 'draft', name: 'Deal', total: 12_50 })
  })
})

describe('callbacks', () => {
  test('are ordered once however often we ask, and deleted when we go', async () => {
    const bench = startFreshBooks()
    const session = openSession(bench)
    const ids = (await session.subscribe?.(URL_OF_OURS)) ?? []
    expect(await session.subscribe?.(URL_OF_OURS)).toEqual(ids)
    expect(ids).toHaveLength(6)
    expect(bench.simulator.admin.greetings(MAIN)).toHaveLength(6)
    await session.unsubscribe?.(ids)
    await session.unsubscribe?.(ids)
    expect(bench.simulator.admin.greetings(MAIN)).toEqual([])
  })

  test('name the client and the person in it', async () => {
    const bench = startFreshBooks()
    const { call, key } = await bench.webhook()
    const received = freshbooks.receive(call, [key])
    const id = String(idAt(bench, 0))
    expect(received).toMatchObject({
      hints: [
        { company: MAIN, entity: 'customer', id },
        { company: MAIN, entity: 'contact', id },
      ],
    })
  })

  test('name an invoice as what it is: the list alone shows which of them are the documents of deals', () => {
    const told = { name: 'invoice.create', object_id: '7', account_id: MAIN }
    const proof = createHmac('sha256', 'secret').update(JSON.stringify(told).replace(/([:,])"/g, '$1 "'))
    const headers = { 'x-freshbooks-hmac-sha256': proof.digest('base64') }
    const call = { headers, body: Buffer.from(String(new URLSearchParams(told))) }
    const received = freshbooks.receive(call, ['secret'])
    expect(received).toMatchObject({ hints: [{ company: MAIN, entity: 'invoice', id: '7' }] })
  })
})

describe('the four shapes of a refusal', () => {
  const answering = (status: number, body: string): Send => {
    const answer: SendAnswer = { status, headers: {}, body: new TextEncoder().encode(body), sentAt: 1_000, took: 0 }
    return Object.assign(() => Promise.resolve(answer), { now: () => 1_000, sleep: () => Promise.resolve() })
  }
  const { grant } = startFreshBooks()
  const told = (status: number, body: unknown) =>
    problemOf(() => freshbooks.open(grant, answering(status, JSON.stringify(body))).changes(['product'], null))
  const newer = { code: 5, message: 'Not found', details: [{ reason: '1012', metadata: { field: 'itemid' } }] }

  test.each([
    [200, { response: { errors: [{ errno: 1003, field: 'x', message: 'm' }] } }, { kind: 'surprise', detail: 'm' }],
    [404, newer, { kind: 'surprise', detail: 'not found' }],
    [401, { error: 'unauthenticated' }, { kind: 'signed-out' }],
    [400, { error: 'invalid_grant' }, { kind: 'signed-out' }],
    [403, { error: 'insufficient_scope' }, { kind: 'forbidden', scope: 'user:billable_items:read' }],
    [422, { errno: 1004, message: 'e', details: [] }, { kind: 'surprise', detail: 'e' }],
    [429, {}, { kind: 'slow-down', until: 61_000 }],
    [503, {}, { kind: 'unreachable', detail: 'HTTP 503' }],
  ])('%i %j is told apart', async (status, body, problem) => {
    expect(await told(status, body)).toEqual(problem)
  })
})
