import { describe, expect, test } from 'vitest'
import { client } from '@/lib/connectors/sage-sales/client'
import type { Write } from '@/lib/model/connector'
import { sageSales as simulated } from '@/sandbox/sage-sales'
import { conform } from './conformance'
import { listing, problemOf } from './sample'
import { callsOf, startSageSales, update } from './sage-sales.bench'
import { openSession, sendTo } from './stage'

conform('Sage Sales Management', () => startSageSales())

const ACCOUNTS = ['customer', 'prospect'] as const

describe('reading Sage Sales Management', () => {
  test('a listing costs one call per hundred records, a quiet poll one per list', async () => {
    const bench = await startSageSales({ size: 230 })
    const session = openSession(bench)
    const ends = new Map<string, string>()
    for (const feed of bench.connector.feeds) ends.set(feed.join(), (await listing(session, feed)).end)
    // 230 accounts, 184 contacts, 3 products, 2 orders with 6 lines; the product for bare lines and currencies once.
    const cost = callsOf(bench).filter((call) => /accounts|contacts|salesorders/.test(call))
    expect(cost.sort()).toEqual(
      [3, 2, 1, 1].flatMap((n, at) =>
        Array<string>(n).fill(`GET ${['accounts', 'contacts', 'salesorders', 'salesordersLines'][at] ?? ''}`),
      ),
    )
    bench.simulator.forgetCalls()
    for (const feed of bench.connector.feeds) await session.changes(feed, ends.get(feed.join()) ?? null)
    expect(callsOf(bench)).toEqual([
      'GET accounts',
      'GET contacts',
      'GET products',
      'GET salesorders',
      'GET salesordersLines',
    ])
  })

  test('a CRM that ignores the page size we ask for, or cuts it to one of its own, is still read to its end', async () => {
    for (const maxCount of [50, 75, 99]) {
      const bench = await startSageSales({ size: 130, maxCount })
      expect((await listing(openSession(bench), ACCOUNTS)).snapshots).toHaveLength(130)
    }
  })

  test('among more extra fields than a page shows, ours are found and not made again', async () => {
    const started = await startSageSales()
    const bench = { ...started, simulator: simulated({ clock: started.clock, size: 0, maxCount: 50 }) }
    const theirs = client(bench.grant, sendTo(bench))
    for (let n = 0; n < 60; n += 1)
      await theirs.create('extrafields/accounts', { entity: 'accounts', fieldName: `Own${n}`, type: 'text' })
    const session = openSession(bench)
    await session.prepare?.()
    bench.simulator.forgetCalls()
    await session.prepare?.()
    expect(callsOf(bench).filter((call) => call.startsWith('POST'))).toEqual([])
  })

  test('a CRM that does not take the combined filter is asked once per date, from then on', async () => {
    const bench = await startSageSales()
    const session = openSession(bench)
    const { end } = await listing(session, ACCOUNTS)
    const { admin } = bench.simulator
    bench.simulator.faults.add({ do: 'answer', path: /accounts/, status: 400, body: { code: 901, message: 'SQL' } })
    admin.edit('accounts', 10_001, { city: 'Vienne' })
    admin.create('accounts', { name: 'New', branchId: 438, salesRepId1: 501 })
    admin.remove('accounts', 10_003)
    const changed = await listing(session, ACCOUNTS, end)
    expect(new Set(changed.snapshots.map(({ id }) => id))).toEqual(new Set(['10001', '10003', '10008']))
    bench.clock.advance(3_600_000)
    bench.simulator.forgetCalls()
    expect((await listing(session, ACCOUNTS, (await listing(session, ACCOUNTS, changed.end)).end)).snapshots).toEqual(
      [],
    )
    expect(callsOf(bench)).toHaveLength(6)
  })

  test('edits, births and removals of people show in the next poll', async () => {
    const bench = await startSageSales()
    const session = openSession(bench)
    const { end } = await listing(session, ACCOUNTS)
    bench.simulator.admin.edit('accounts', 10_001, { statusId: 21 })
    bench.simulator.admin.remove('accounts', 10_002)
    const { snapshots } = await listing(session, ACCOUNTS, end)
    expect(snapshots).toMatchObject([
      { id: '10002', removed: true },
      { id: '10001', removed: false, entity: 'prospect', fields: { status: 'prospect' } },
    ])
  })

  test('a session that ran out is renewed once; revoked keys mean: sign in again', async () => {
    const bench = await startSageSales()
    const session = openSession(bench)
    await session.companies()
    bench.simulator.admin.expireTokens()
    bench.simulator.forgetCalls()
    expect((await listing(session, ACCOUNTS)).snapshots).toHaveLength(7)
    expect(bench.simulator.calls().map(({ status }) => status)).toEqual([401, 200, 200])
    bench.simulator.admin.revokeKeys()
    expect(await problemOf(() => session.changes(ACCOUNTS, null))).toEqual({ kind: 'signed-out' })
    bench.simulator.admin.restoreKeys()
    expect((await listing(session, ACCOUNTS)).snapshots).toHaveLength(7)
  })

  test('statuses that mean client and prospect are proposed, and people say which branch is theirs', async () => {
    const session = openSession(await startSageSales())
    expect(await session.choices?.()).toMatchObject([
      { key: 'client', proposed: ['22'], many: true },
      { key: 'prospect', proposed: ['21'], many: true },
      { key: 'plan', proposed: ['4'], many: false },
    ])
    expect((await session.people())[4]).toEqual({
      id: '501',
      name: 'Alice Moreau',
      email: 'alice.moreau@cordier.test',
      active: true,
      administrator: true,
      branch: '438',
    })
  })

  test('preparing twice makes nothing twice, and the product for bare lines stays out of sight', async () => {
    const bench = await startSageSales()
    const session = openSession(bench)
    await session.prepare?.()
    expect(callsOf(bench).filter((call) => call.startsWith('POST'))).toEqual([])
    const { snapshots } = await listing(session, ['product'])
    expect(snapshots.map(({ fields }) => fields['name'])).toEqual(['Chair 2', 'Chair 1'])
  })
})

describe('writing to Sage Sales Management', () => {
  test('a bad record in a batch is refused alone, with its field', async () => {
    const bench = await startSageSales()
    const session = openSession(bench)
    const good = (n: number): Write => ({
      do: 'create',
      entity: 'customer',
      marker: `g${n}`,
      idempotencyKey: `g${n}`,
      fields: { name: `Good ${n}`, owner: '501' },
      parents: {},
    })
    const outcomes = await session.write('customer', [
      good(1),
      { ...good(2), fields: { owner: '501' } } as Write,
      { ...good(3), fields: { name: 'Far away', owner: '501', country: 'Narnia' } } as Write,
      good(4),
    ])
    expect(outcomes).toMatchObject([
      { ok: true },
      { ok: false, problem: { kind: 'rejected', field: 'name' } },
      { ok: false, problem: { kind: 'rejected', field: 'country' } },
      { ok: true },
    ])
  })

  test('a locked account stays locked when it is edited, in one call after its re-reading', async () => {
    const bench = await startSageSales()
    const session = openSession(bench)
    await session.write('customer', [update('customer', '10001', { fields: { locked: true } })])
    await session.read('customer', ['10001', '10002'])
    bench.simulator.forgetCalls()
    const outcomes = await session.write('customer', [
      update('customer', '10001', { fields: { city: 'Vienne' } }),
      update('customer', '10002', { fields: { city: 'Vienne' } }),
    ])
    expect(outcomes.map(({ ok }) => ok)).toEqual([true, true])
    expect(callsOf(bench)).toEqual(['PUT accounts/bulk'])
    const shown = await session.read('customer', ['10001', '10002'])
    expect(new Map(shown.map(({ id, fields }) => [id, [fields['locked'], fields['city']]]))).toEqual(
      new Map([
        ['10001', [true, 'Vienne']],
        ['10002', [false, 'Vienne']],
      ]),
    )
  })

  test('a prospect becomes a client in the same account, and an account gets its owner with the branch', async () => {
    const bench = await startSageSales()
    const session = openSession(bench)
    await session.write('customer', [update('customer', '10003', { fields: { entity: 'customer' } })])
    expect(await session.read('customer', ['10003'])).toMatchObject([
      { entity: 'customer', fields: { status: 'client' } },
    ])
    expect(bench.simulator.admin.get('accounts', 10_003)).toMatchObject({ statusId: 22 })
  })

  test('while the storage of pictures is away, one picture waits for it and not a hundred one after the other', async () => {
    const bench = await startSageSales({ size: 20 })
    const urls: string[] = []
    const session = bench.connector.open(bench.grant, sendTo(bench, { urls }))
    bench.simulator.faults.add({ do: 'cut-before', method: 'POST', path: /documents/, times: 9 })
    const files = { image: Buffer.from([0x89, 0x50, 0x4e, 0x47]).toString('base64') }
    const [first, second] = (await session.changes(['product'], null)).snapshots
    const writes = [first, second].map((each) =>
      update('product', each?.id ?? '', { fields: { image: 'etag' }, files }),
    )
    const outcomes = await session.write('product', writes)
    expect(outcomes.map((each) => (each.ok ? 'ok' : each.problem.kind))).toEqual(['unreachable', 'slow-down'])
    expect(urls.filter((url) => url.includes('documents'))).toHaveLength(1)
  })

  test("a picture takes two calls and the storage never sees the session's key", async () => {
    const bench = await startSageSales()
    const session = openSession(bench)
    const image = Buffer.from([0x89, 0x50, 0x4e, 0x47, 1, 2, 3]).toString('base64')
    const [outcome] = await session.write('product', [
      update('product', '50002', { fields: { image: 'etag' }, files: { image } }),
    ])
    expect(outcome).toMatchObject({ ok: true })
    expect(bench.simulator.admin.file(2_001)).toBe(image)
    expect(bench.simulator.calls().map(({ method }) => method)).toEqual(expect.arrayContaining(['POST', 'PUT']))
  })

  test('a record missing from the answer of a batch counts as unknown, not as refused', async () => {
    const bench = await startSageSales()
    bench.simulator.faults.add({ do: 'answer', path: /bulk/, status: 200, body: [] })
    const outcomes = await openSession(bench).write('contact', [
      update('contact', '30001', { fields: { city: 'Lyon' } }),
    ])
    expect(outcomes).toMatchObject([{ ok: false, problem: { kind: 'unreachable' } }])
  })

  test('what fails after a part was done is told record by record, never for the whole batch', async () => {
    const bench = await startSageSales()
    const session = openSession(bench)
    await session.people()
    bench.simulator.faults.add({ do: 'answer', path: /salesordersLines\/bulk/, status: 429 })
    const create: Write = {
      do: 'create',
      entity: 'invoice',
      marker: 'm',
      idempotencyKey: 'k',
      fields: { number: 'N', owner: '501' },
      lines: [{ fields: { description: 'A', quantity: '1', price: '1', total: 100 }, parents: { product: '50002' } }],
      parents: {},
    }
    expect(await session.write('invoice', [create])).toMatchObject([{ ok: false, problem: { kind: 'unreachable' } }])
    await session.read('invoice', ['70001'])
    bench.simulator.faults.add({ do: 'answer', method: 'GET', path: /salesordersLines/, status: 429 })
    const both = update('invoice', '70001', { fields: { paid: 1 }, lines: create.lines ?? [] })
    expect(await session.write('invoice', [both])).toMatchObject([{ ok: false, problem: { kind: 'slow-down' } }])
  })

  test('a country that was added to the list since is found', async () => {
    const bench = await startSageSales()
    const session = openSession(bench)
    const move = (country: string) => session.write('contact', [update('contact', '30001', { fields: { country } })])
    expect(await move('FR')).toMatchObject([{ ok: true }])
    expect(await move('XK')).toMatchObject([{ ok: false, problem: { field: 'country' } }])
    bench.simulator.admin.create('countries', { code: 'XK', descriptionEN: 'Kosovo' })
    expect(await move('XK')).toMatchObject([{ ok: true }])
  })

  test('an unreadable answer to a write leaves open what happened', async () => {
    const bench = await startSageSales()
    const session = openSession(bench)
    await session.people()
    bench.simulator.faults.add({ do: 'truncated', path: /bulk/ })
    const write = update('contact', '30001', { fields: { city: 'Lyon' } })
    expect(await problemOf(() => session.write('contact', [write]))).toMatchObject({ kind: 'unreachable' })
  })
})
