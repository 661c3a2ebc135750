import { describe, expect, test } from 'vitest'
import { callsOf, made, startFreshsales } from './freshsales.bench'
import { listing, problemOf, refusedBy, updateOf } from './sample'
import { openSession, sendTo } from './stage'

describe('writing many records to Freshsales', () => {
  const many = (n: number) =>
    Array.from({ length: n }, (_, at) => made('customer', { name: `Firm ${at}` }, `many-${at}`))

  test('a hundred records take one call, one look at the job and one page of the list', async () => {
    const bench = await startFreshsales()
    const session = openSession(bench)
    await session.changes(['customer'], null)
    bench.simulator.forgetCalls()
    const outcomes = await session.write('customer', many(100))
    expect(outcomes.every(({ ok }) => ok)).toBe(true)
    expect(callsOf(bench)).toEqual([
      'POST sales_accounts/bulk_upsert',
      'GET job_statuses/1',
      'GET sales_accounts/view/#',
    ])
    const names = outcomes.map((each) => (each.ok ? each.receipt.shown?.fields['name'] : null))
    expect(names).toEqual(Array.from({ length: 100 }, (_, at) => `Firm ${at}`))
  })

  test('a hundred updates need no page, because their ids are known', async () => {
    const bench = await startFreshsales({ size: 100 })
    const session = openSession(bench)
    const { snapshots } = await listing(session, ['customer'])
    bench.simulator.forgetCalls()
    const writes = snapshots.map((each) => updateOf('customer', each, { city: 'Vienne' }))
    expect((await session.write('customer', writes)).every(({ ok }) => ok)).toBe(true)
    expect(callsOf(bench)).toEqual(['POST sales_accounts/bulk_upsert', 'GET job_statuses/1'])
    expect(bench.simulator.admin.list('sales_accounts').every((row) => row['city'] === 'Vienne')).toBe(true)
  })

  test('the bad ones are refused alone, each with its field, and the good ones are there once', async () => {
    const bench = await startFreshsales()
    const session = openSession(bench)
    const bad = made('customer', { name: 'Long', city: 'x'.repeat(300) }, 'bad-1')
    const gone = updateOf(
      'customer',
      { entity: 'customer', id: '99', version: null, fields: {}, parents: {}, removed: false },
      {
        city: 'Nowhere',
      },
    )
    const outcomes = await session.write('customer', [...many(3), bad, gone])
    expect(outcomes.slice(0, 3).every(({ ok }) => ok)).toBe(true)
    expect(outcomes.slice(3)).toMatchObject([
      {
        ok: false,
        problem: { kind: 'rejected', field: 'city', detail: 'City is too long (maximum is 255 characters)' },
      },
      { ok: false, problem: { kind: 'missing' } },
    ])
    expect(bench.simulator.admin.list('sales_accounts')).toHaveLength(10)
  })

  test('a job that does not end in time leaves open what became of it, and its records are found by their marks', async () => {
    const bench = await startFreshsales()
    const session = openSession(bench)
    bench.simulator.admin.setJobs({ ms: 45_000 })
    const writes = many(3)
    expect(await refusedBy(session, 'customer', writes)).toMatchObject([1, 2, 3].map(() => ({ kind: 'unreachable' })))
    bench.clock.advance(bench.connector.visibleAfter * 1000)
    expect(await session.find('customer', 'many-1')).toMatchObject([{ fields: { name: 'Firm 1' }, marker: 'many-1' }])
    bench.simulator.admin.setJobs({ ms: 1_000 })
    expect((await session.write('customer', writes)).every(({ ok }) => ok)).toBe(true)
    expect(bench.simulator.admin.list('sales_accounts')).toHaveLength(10)
  })

  test('a job that broke, or whose answer is lost, is nothing that was refused', async () => {
    const bench = await startFreshsales()
    const session = openSession(bench)
    bench.simulator.admin.setJobs({ broken: 1 })
    expect(await refusedBy(session, 'customer', many(3))).toMatchObject([1, 2, 3].map(() => ({ kind: 'unreachable' })))
    for (const status of [429, 500, 403]) {
      bench.simulator.faults.add({ do: 'answer', path: /job_statuses/, status })
      const refused = await refusedBy(session, 'customer', many(3))
      expect(refused).toMatchObject([1, 2, 3].map(() => ({ kind: 'unreachable' })))
    }
    expect((await session.write('customer', many(3))).every(({ ok }) => ok)).toBe(true)
    expect(bench.simulator.admin.list('sales_accounts')).toHaveLength(10)
  })

  test('a job that tells how many records failed and not which ones has confirmed none; where all failed, each is refused', async () => {
    const bench = await startFreshsales()
    const session = openSession(bench)
    const { snapshots } = await listing(session, ['customer'])
    const moved = (at: number, city: string) =>
      snapshots.slice(at, at + 3).map((each) => updateOf('customer', each, { city }))
    bench.simulator.admin.setJobs({ nameless: 2 })
    const [bad, ...good] = [...moved(0, 'x'.repeat(300)).slice(0, 1), ...moved(1, 'Vienne')]
    if (!bad) throw new Error('no customer')
    const refused = await refusedBy(session, 'customer', [bad, ...good])
    expect(refused.map((each) => each?.kind)).toEqual(['unreachable', 'unreachable', 'unreachable', 'unreachable'])
    expect(await refusedBy(session, 'customer', moved(0, 'x'.repeat(300)))).toMatchObject(
      [1, 2, 3].map(() => ({ kind: 'rejected', field: 'city' })),
    )
  })

  test('too many jobs at once mean: a little later', async () => {
    const bench = await startFreshsales()
    bench.simulator.faults.add({ do: 'answer', path: /bulk_upsert/, status: 405 })
    const problem = await problemOf(() => openSession(bench).write('customer', many(3)))
    expect(problem).toMatchObject({ kind: 'slow-down' })
  })

  test('a record that the list does not show yet is looked for later, never made twice', async () => {
    const bench = await startFreshsales()
    const view = bench.simulator.admin.makeView('sales_accounts', 'Nobody', '1')
    const session = bench.connector.open({ ...bench.grant, chosen: { accountView: [view] } }, sendTo(bench))
    expect(await refusedBy(session, 'customer', many(3))).toMatchObject([1, 2, 3].map(() => ({ kind: 'unreachable' })))
    expect(await session.find('customer', 'many-0')).toHaveLength(1)
  })
})

describe('a record that is there already in Freshsales', () => {
  const stranger = { last_name: 'Stranger', email: 'anna@firm.test', job_title: 'Owner' }

  test('a contact whose address another one has points at that one, alone and in a batch, and overwrites nobody', async () => {
    for (const others of [0, 3]) {
      const bench = await startFreshsales()
      const there = bench.simulator.admin.create('contacts', stranger)
      const before = bench.simulator.admin.get('contacts', there)
      bench.clock.advance(60_000)
      const more = Array.from({ length: others }, (_, at) =>
        made('contact', { lastName: `Other ${at}` }, `other-${at}`),
      )
      const writes = [made('contact', { lastName: 'Anna', email: 'Anna@firm.test' }, 'twin'), ...more]
      const [first, ...rest] = await openSession(bench).write('contact', writes)
      expect(first).toEqual({ ok: false, problem: { kind: 'changed-meanwhile', seen: [there] } })
      expect(rest.every(({ ok }) => ok)).toBe(true)
      expect(bench.simulator.admin.get('contacts', there)).toEqual(before)
      expect(bench.simulator.admin.list('contacts')).toHaveLength(8 + others)
    }
  })

  test('an edit that would give a contact the address of another one is refused with that field', async () => {
    const bench = await startFreshsales()
    bench.simulator.admin.create('contacts', stranger)
    const session = openSession(bench)
    const [contact] = (await listing(session, ['contact'])).snapshots.filter(
      ({ fields }) => fields['lastName'] !== 'Stranger',
    )
    if (!contact) throw new Error('no contact')
    const refused = await refusedBy(session, 'contact', [updateOf('contact', contact, { email: 'anna@firm.test' })])
    expect(refused).toMatchObject([{ kind: 'rejected', field: 'email' }])
  })

  test('the same create twice is one record, because only our own mark identifies it', async () => {
    const bench = await startFreshsales()
    const session = openSession(bench)
    const write = made('customer', { name: 'Same name' }, 'mark-a')
    const [first] = await session.write('customer', [write])
    const [again] = await session.write('customer', [write])
    const [other] = await session.write('customer', [made('customer', { name: 'Same name' }, 'mark-b')])
    const ids = [first, again, other].map((each) => (each?.ok ? each.receipt.id : null))
    expect(ids[0]).toBe(ids[1])
    expect(ids[2]).not.toBe(ids[0])
  })
})

describe('invoices and payments in Freshsales', () => {
  test('people read the lines in the record, and we read them back, yen as well as euros', async () => {
    const bench = await startFreshsales()
    const session = openSession(bench)
    const lines = [
      {
        fields: { description: 'Chairs | red', quantity: '3', price: '400', discount: '0', total: 1_200 },
        parents: {},
      },
    ]
    const write = made('invoice', { number: 'JP1', currency: 'JPY', total: 1_200 }, 'yen', { lines })
    const [outcome] = await session.write('invoice', [write])
    const id = outcome?.ok ? outcome.receipt.id : ''
    expect(bench.simulator.admin.get('cm_invoice', id)).toMatchObject({
      cf_total: '1200.0',
      cf_lines: 'Chairs | red | 3 | 400 | 0 | 1200 |  |  | -',
    })
    expect(await session.read('invoice', [id])).toMatchObject([{ fields: { total: 1_200 }, lines }])
    const [read] = await session.read('invoice', [id])
    if (!read) throw new Error('not read back')
    await session.write('invoice', [updateOf('invoice', read, { paid: 700 })])
    expect(bench.simulator.admin.get('cm_invoice', id)).toMatchObject({ cf_paid: '700.0' })
  })

  test('lines that somebody wrote over are no longer ours to read', async () => {
    const bench = await startFreshsales()
    const [row] = bench.simulator.admin.list('cm_invoice')
    const id = String(row?.['id'])
    bench.simulator.admin.edit('cm_invoice', id, { custom_field: { cf_lines: 'call Anna about this' } })
    expect(await openSession(bench).read('invoice', [id])).toMatchObject([{ lines: [] }])
  })

  test('a credit note is an invoice of another kind, a kind the module does not know is refused', async () => {
    const bench = await startFreshsales()
    const session = openSession(bench)
    const note = made('invoice', { number: 'CN1', kind: 'credit-note' }, 'cn')
    expect(await session.write('invoice', [note])).toMatchObject([
      { ok: true, receipt: { shown: { fields: { kind: 'credit-note' } } } },
    ])
    const odd = made('invoice', { number: 'X1', kind: 'proforma' }, 'odd')
    expect(await refusedBy(session, 'invoice', [odd])).toMatchObject([{ kind: 'rejected', field: 'kind' }])
  })

  test('modules under another name are found by what the administrator chose', async () => {
    const bench = await startFreshsales()
    const grant = { ...bench.grant, chosen: { invoiceModule: ['cm_payment'] } }
    const urls: string[] = []
    await bench.connector.open(grant, sendTo(bench, urls)).changes(['invoice'], null)
    expect(urls.at(-1)).toContain('/custom_module/cm_payment/view/')
  })

  test('a payment without a number has none, although the CRM wants a name', async () => {
    const bench = await startFreshsales()
    const session = openSession(bench)
    const [outcome] = await session.write('payment', [made('payment', { amount: 5_00, currency: 'EUR' }, 'unnamed')])
    expect(outcome).toMatchObject({ ok: true, receipt: { shown: { fields: { number: null, amount: 5_00 } } } })
  })

  test('a product whose currency alone was wrong keeps its price in the right one', async () => {
    const bench = await startFreshsales()
    const session = openSession(bench)
    const [product] = (await listing(session, ['product'])).snapshots
    if (!product) throw new Error('no product')
    const { currency, price } = product.fields
    expect([currency, typeof price]).toEqual(['EUR', 'number'])
    await session.read('product', [product.id])
    const [outcome] = await session.write('product', [updateOf('product', product, { currency: 'GBP' })])
    expect(outcome).toMatchObject({ ok: true, receipt: { shown: { fields: { currency: 'GBP', price } } } })
  })
})
