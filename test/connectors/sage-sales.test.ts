import { describe, expect, test } from 'vitest'
import type { Line, Snapshot } from '@/lib/model/record'
import { random } from '@/sandbox/kit/random'
import type { Random } from '@/sandbox/kit/random'
import type { Content, Page, Write } from '@/lib/model/connector'
import { conform, listing, problemOf } from './conformance'
import { startSageSales } from './sage-sales.bench'
import { openSession, sendTo } from './stage'

conform('Sage Sales Management', () => startSageSales())

const ACCOUNTS = ['customer', 'prospect'] as const
type Started = Awaited<ReturnType<typeof startSageSales>>

/** Calls of the vendor's API by method and resource, logins apart. */
const callsOf = ({ simulator }: Started): readonly string[] =>
  simulator
    .calls()
    .map(({ method, path }) => `${method} ${path.replace('/api/v4/', '')}`)
    .filter((call) => call !== 'POST login')

const update = (entity: Write['entity'], id: string, content: Partial<Content>): Write => ({
  do: 'update',
  entity,
  id,
  ifMatch: null,
  idempotencyKey: `u-${id}`,
  fields: {},
  parents: {},
  ...content,
})

const line = (description: string, total: number, parents: Line['parents'] = { product: '50002' }): Line => ({
  fields: { description, quantity: '1', price: String(total / 100), discount: '0', total },
  parents,
})

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

  test('a CRM that ignores the page size we ask for is still read to its end', async () => {
    const bench = await startSageSales({ size: 130, maxCount: 50 })
    expect((await listing(openSession(bench), ACCOUNTS)).snapshots).toHaveLength(130)
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

describe('invoices as orders', () => {
  test('many orders and their lines come whole, page by page, and orders of the CRM itself are no invoices', async () => {
    const bench = await startSageSales()
    const { admin } = bench.simulator
    for (let n = 0; n < 23; n += 1) {
      const ours = n % 4 === 0 ? {} : { Z_BooksInvoiceId: `b${n}` }
      const id = admin.create('salesorders', { reference: `R${n}`, branchId: 438, salesRepId: 501, ...ours })
      for (let at = n % 5; at > 0; at -= 1) {
        admin.create('salesordersLines', { salesOrderId: id, productId: 50_002, quantity: at, price: 1, order: at })
      }
    }
    const lines = admin.list('salesordersLines')
    for (const count of [1, 2, 3, 7, 100]) {
      const { snapshots } = await listing(bench.openAt(bench.grant, sendTo(bench), count), ['invoice'])
      const ours = snapshots.filter(({ fields }) => String(fields['invoiceId']).startsWith('b'))
      expect(ours).toHaveLength(17)
      for (const { id, lines: own = [] } of snapshots) {
        const quantities = lines.filter((each) => each['salesorderId'] === Number(id)).map((each) => each['quantity'])
        expect(own.map(({ fields }) => Number(fields['quantity'])).sort()).toEqual(quantities.sort())
      }
    }
  })

  test('a line edited on its own brings its whole order; an order edited on its own keeps its lines unsaid', async () => {
    const bench = await startSageSales()
    const session = openSession(bench)
    const { end } = await listing(session, ['invoice'])
    bench.simulator.admin.edit('salesordersLines', 90_004, { description: 'By hand' }, { force: true })
    const byLine = await listing(session, ['invoice'], end)
    expect(byLine.snapshots).toHaveLength(1)
    expect(byLine.snapshots[0]?.lines?.map(({ fields }) => fields['description'])).toEqual([
      'By hand',
      'Line 2',
      'Line 3',
    ])
    bench.clock.advance(3_600_000)
    const later = (await listing(session, ['invoice'], byLine.end)).end
    bench.simulator.admin.edit('salesorders', 70_001, { comment: 'Seen' }, { force: true })
    const byOrder = await listing(session, ['invoice'], later)
    expect(byOrder.snapshots.map(({ id, lines }) => [id, lines])).toEqual([['70001', undefined]])
  })

  test('whatever people do while we read, the last poll leaves us with what the CRM holds', async () => {
    for (let seed = 1; seed <= 12; seed += 1) {
      const bench = await startSageSales()
      const { admin } = bench.simulator
      const chance = random(seed)
      const orders = Array.from({ length: 9 }, (_, n) => anOrder(bench, `s${n}`))
      for (let n = 0; n < 20; n += 1) aLine(bench, chance.pick(asList(orders)), n)
      bench.clock.advance(3_600_000)
      const session = bench.openAt(bench.grant, sendTo(bench), 1 + chance.below(4))
      const seen = new Map<string, Snapshot>()
      let cursor: string | null = null
      for (let quiet = 0, step = 0; quiet < 2; step += 1) {
        if (step < 12) meddle(bench, orders, chance, step)
        bench.clock.advance(step < 12 ? 1_000 : 600_000)
        const page: Page = await session.changes(['invoice'], cursor)
        for (const each of page.snapshots) seen.set(each.id, { ...seen.get(each.id), ...each })
        cursor = page.next
        quiet = !page.more && step > 12 && page.snapshots.length === 0 ? quiet + 1 : 0
      }
      const lines = admin.list('salesordersLines').filter((each) => each['deleted'] !== true)
      for (const id of orders) {
        const held = lines.filter((each) => each['salesorderId'] === id).map((each) => each['description'])
        const shown = seen.get(String(id))
        expect(shown?.removed).toBe(admin.get('salesorders', id)['deleted'])
        if (!shown?.removed)
          expect(shown?.lines?.map(({ fields }) => fields['description']).sort()).toEqual(held.sort())
      }
    }
  })

  test('a batch of invoices costs one call for the headers and one per hundred lines', async () => {
    const bench = await startSageSales()
    const session = openSession(bench)
    const writes = Array.from({ length: 60 }, (_, n): Write => ({
      do: 'create',
      entity: 'invoice',
      marker: `m${n}`,
      idempotencyKey: `k${n}`,
      fields: { number: `N${n}`, invoiceId: `i${n}`, owner: '502', state: 'paid', locked: true },
      lines: [line('A', 1_00), line('B', 50)],
      parents: { customer: '10001' },
    }))
    const outcomes = await session.write('invoice', writes)
    expect(outcomes.every(({ ok }) => ok)).toBe(true)
    const posts = callsOf(bench).filter((call) => call.startsWith('POST'))
    expect(posts).toEqual(['POST salesorders/bulk', 'POST salesordersLines/bulk', 'POST salesordersLines/bulk'])
  })

  test('lines are replaced as a whole with as few changes as needed', async () => {
    const bench = await startSageSales()
    const session = openSession(bench)
    const wanted = [line('Line 1', 1_00), line('Changed', 2_00)]
    const [outcome] = await session.write('invoice', [update('invoice', '70001', { lines: wanted })])
    expect(outcome).toMatchObject({ ok: true })
    expect((await session.read('invoice', ['70001']))[0]?.lines).toEqual(wanted)
    const writes = callsOf(bench).filter((call) => !call.startsWith('GET'))
    expect(writes).toEqual(['DELETE salesordersLines/bulk', 'PUT salesordersLines/bulk'])
  })

  test('a header whose lines failed is found by its mark as it stands, and is not reported as refused', async () => {
    const bench = await startSageSales()
    const session = openSession(bench)
    const write: Write = {
      do: 'create',
      entity: 'invoice',
      marker: 'half',
      idempotencyKey: 'half',
      fields: { number: 'N', invoiceId: 'i', owner: '502' },
      lines: [line('Fine', 1_00), line('No such product', 1_00, { product: '999' })],
      parents: { customer: '10001' },
    }
    expect(await session.write('invoice', [write])).toMatchObject([{ ok: false, problem: { kind: 'unreachable' } }])
    const [found] = await session.find('invoice', 'half')
    expect(found?.lines).toEqual([line('Fine', 1_00)])
    const lines = [line('Fine', 1_00), line('Of its own', 1_00, {})]
    const repaired = await session.write('invoice', [update('invoice', found?.id ?? '', { lines })])
    expect(repaired).toMatchObject([{ ok: true }])
    expect((await session.read('invoice', [found?.id ?? '']))[0]?.lines).toEqual(lines)
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

  test('an unreadable answer to a write leaves open what happened', async () => {
    const bench = await startSageSales()
    const session = openSession(bench)
    await session.people()
    bench.simulator.faults.add({ do: 'truncated', path: /bulk/ })
    const write = update('contact', '30001', { fields: { city: 'Lyon' } })
    expect(await problemOf(() => session.write('contact', [write]))).toMatchObject({ kind: 'unreachable' })
  })
})

const anOrder = ({ simulator }: Started, name: string): number =>
  simulator.admin.create('salesorders', { reference: name, branchId: 438, salesRepId: 501, Z_BooksInvoiceId: name })

const aLine = ({ simulator }: Started, order: number, n: number): number =>
  simulator.admin.create('salesordersLines', {
    salesOrderId: order,
    productId: 50_002,
    quantity: 1,
    price: 1,
    description: `L${n}`,
  })

/** One thing that people may do between two pages. */
function meddle(bench: Started, orders: number[], chance: Random, step: number): void {
  const { admin } = bench.simulator
  const live = asList(orders.filter((id) => admin.get('salesorders', id)['deleted'] !== true))
  const lines = admin.list('salesordersLines').filter((each) => each['deleted'] !== true && Number(each['id']) > 90_006)
  const line = Number(chance.pick(asList(lines))['id'])
  const deeds = [
    () => orders.push(anOrder(bench, `n${step}`)),
    () => aLine(bench, chance.pick(live), 100 + step),
    () => admin.edit('salesordersLines', line, { description: `E${step}` }),
    () => admin.remove('salesordersLines', line),
    () => admin.edit('salesorders', chance.pick(live), { comment: `C${step}` }),
    () => admin.remove('salesorders', chance.pick(live)),
  ] as const
  chance.pick(deeds)()
}

function asList<T>(all: readonly T[]): readonly [T, ...T[]] {
  const [first, ...rest] = all
  if (first === undefined) throw new Error('nothing to choose from')
  return [first, ...rest]
}
