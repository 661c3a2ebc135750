import { describe, expect, test } from 'vitest'
import type { Page, Write } from '@/lib/model/connector'
import type { Snapshot } from '@/lib/model/record'
import { random } from '@/sandbox/kit/random'
import type { Random } from '@/sandbox/kit/random'
import { callsOf, line, startSageSales, update } from './sage-sales.bench'
import type { Started } from './sage-sales.bench'
import { listing } from './sample'
import { openSession, sendTo } from './stage'

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
