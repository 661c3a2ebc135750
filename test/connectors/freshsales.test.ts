import { describe, expect, test } from 'vitest'
import { ratesOf } from '@/lib/connectors/freshsales/choices'
import { receive, SECRET_HEADER } from '@/lib/connectors/freshsales/hints'
import { conform } from './conformance'
import { KEY, callsOf, made, startFreshsales } from './freshsales.bench'
import { listing, problemOf, refusedBy, updateOf } from './sample'
import { openSession, sendTo } from './stage'

conform('Freshsales', () => startFreshsales())

describe('setting Freshsales up', () => {
  test('views of everything, won stages and our modules are proposed where the lists leave no doubt', async () => {
    const bench = await startFreshsales()
    const asked = (await openSession(bench).choices?.()) ?? []
    const labelled = asked.map(({ key, values, proposed, many }) => [
      key,
      values.filter(({ value }) => proposed.includes(value)).map(({ label }) => label),
      many,
    ])
    expect(labelled).toEqual([
      ['accountView', ['All Accounts'], false],
      ['contactView', ['All Contacts'], false],
      ['dealView', ['All Deals'], false],
      ['won', ['Won'], true],
      ['invoiceModule', ['Invoices'], false],
      ['paymentModule', ['Payments'], false],
      ['hourlyPlan', ['growth'], false],
    ])
  })

  test("a new account proposes neither one person's deals nor a module that nobody made", async () => {
    const bench = await startFreshsales({ madeReady: false })
    const asked = (await openSession(bench).choices?.()) ?? []
    const proposed = Object.fromEntries(asked.map((each) => [each.key, each.proposed]))
    expect(proposed).toMatchObject({ dealView: [], invoiceModule: [], paymentModule: [] })
  })

  test('what the administrator still has to make is named, and nothing is made behind their back', async () => {
    const bench = await startFreshsales({ madeReady: false })
    const before = bench.simulator.admin.list('sales_accounts').length
    const problem = await problemOf(async () => openSession(bench).prepare?.())
    expect(problem).toMatchObject({ kind: 'rejected', detail: 'not there yet: cm_invoice, cm_payment' })
    bench.simulator.admin.makeModules(['cf_sync_ref', 'cf_lines'])
    expect(await problemOf(async () => openSession(bench).prepare?.())).toMatchObject({
      detail: 'not there yet: cm_invoice.cf_sync_ref, cm_invoice.cf_lines, cm_payment.cf_sync_ref',
    })
    expect(callsOf(bench).filter((call) => !call.startsWith('GET'))).toEqual([])
    expect(bench.simulator.admin.list('sales_accounts')).toHaveLength(before)
  })

  test('once all is there, preparing says nothing', async () => {
    const bench = await startFreshsales()
    expect(await problemOf(async () => openSession(bench).prepare?.())).toBeNull()
  })

  test('half of the plan is ours, in portions of three minutes', () => {
    const of = (plan?: string) =>
      ratesOf({ baseUrl: '', secrets: {}, company: null, chosen: plan ? { hourlyPlan: [plan] } : {} })
    expect(of()).toEqual([{ calls: 25, seconds: 180 }])
    expect(of('pro')).toEqual([{ calls: 50, seconds: 180 }])
    expect(of('enterprise')).toEqual([{ calls: 125, seconds: 180 }])
    expect(of('made up')).toEqual(of())
  })

  test("the customer's host is built from one label and nothing else", async () => {
    const bench = await startFreshsales()
    const urls: string[] = []
    const to = (domain: string) => ({ ...bench.grant, baseUrl: bench.connector.baseUrl, secrets: { domain } })
    await bench.connector.open(to('acme'), sendTo(bench, urls)).companies()
    expect(urls[0]).toMatch(/^https:\/\/acme\.myfreshworks\.com\/crm\/sales\/api\//)
    for (const evil of ['evil.test/', 'a@b', '', '-a', 'acme.evil'])
      expect(() => bench.connector.open(to(evil), sendTo(bench))).toThrow('not a name of a host')
  })

  test('people are those who may own records', async () => {
    const session = openSession(await startFreshsales())
    expect(await session.people()).toMatchObject([
      { name: 'Alice Moreau', email: 'alice.moreau@acme.test', active: true },
      { name: 'Bruno Petit', active: true },
      { name: 'Carla Ruiz', active: false },
    ])
  })

  test('fields that the administrator made for other purposes are offered under their own names', async () => {
    const bench = await startFreshsales()
    const session = openSession(bench)
    const keys = (await session.fields('customer')).map(({ key }) => key)
    expect(keys).toContain('vatNumber')
    expect(keys).not.toContain('x:cf_sync_ref')
    const modules = await session.fields('invoice')
    expect(modules.find(({ key }) => key === 'kind')?.values?.map(({ value }) => value)).toContain('credit-note')
    expect(modules.map(({ key }) => key)).not.toContain('x:cf_lines')
  })
})

describe('deals of Freshsales', () => {
  test('a won deal is accepted, a lost one declined, and its products are its lines', async () => {
    const bench = await startFreshsales()
    const [deal] = bench.simulator.admin.list('deals')
    const id = String(deal?.['id'])
    const session = openSession(bench)
    expect(await session.read('document', [id])).toMatchObject([
      {
        fields: { state: 'sent', total: 100_00, currency: 'EUR' },
        lines: [
          { fields: { quantity: '1', price: '10.5', discount: '0' } },
          { fields: { quantity: '2', price: '11.5', discount: '0' } },
        ],
      },
    ])
    bench.simulator.admin.win(id)
    const [won] = await session.read('document', [id])
    expect(won?.fields).toMatchObject({ state: 'accepted', date: '2026-11-21' })
    expect(won?.parents['customer']).toBe(deal?.['sales_account_id'])
  })

  test('which stages mean won is for the administrator to say', async () => {
    const bench = await startFreshsales()
    const [deal] = bench.simulator.admin.list('deals')
    const grant = { ...bench.grant, chosen: { won: [String(deal?.['deal_stage_id'])] } }
    const session = bench.connector.open(grant, sendTo(bench))
    expect(await session.read('document', [String(deal?.['id'])])).toMatchObject([{ fields: { state: 'accepted' } }])
  })
})

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
})

describe('the hour of Freshsales', () => {
  test('when it is used up we wait until the vendor says it is new', async () => {
    const bench = await startFreshsales({ perHour: 1_000 })
    bench.simulator.admin.setBudget(1)
    const session = openSession(bench)
    await problemOf(() => session.changes(['product'], null))
    const problem = await problemOf(() => session.changes(['product'], null))
    const next = (Math.floor(bench.clock.now() / 3_600_000) + 1) * 3_600_000
    expect(problem).toEqual({ kind: 'slow-down', until: next })
  })

  test('what is refused for the hour in the midst of a batch is told record by record and not sent on', async () => {
    const bench = await startFreshsales()
    const session = openSession(bench)
    await session.fields('product')
    bench.simulator.forgetCalls()
    bench.simulator.faults.add({ do: 'answer', method: 'POST', status: 429, skip: 1 })
    const writes = [1, 2, 3].map((n) => made('product', { name: `P${n}` }, `p-${n}`))
    const refused = await refusedBy(session, 'product', writes)
    expect(refused.map((each) => each?.kind ?? null)).toEqual([null, 'slow-down', 'slow-down'])
    expect(callsOf(bench).filter((call) => call.startsWith('POST'))).toHaveLength(2)
  })
})

describe('webhooks of Freshsales', () => {
  const call = (body: unknown, secret = KEY) => ({
    headers: { [SECRET_HEADER]: secret },
    body: Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)),
  })

  test('each module is a hint to its own kind of record; others are none of our business', () => {
    const hinted = (module: string) => {
      const received = receive(call({ module, id: '402000000000000001', at: '2026-11-21T09:00:00Z' }), [KEY])
      return received.kind === 'hints' ? received.hints.map(({ entity, id }) => [entity, id]) : received.kind
    }
    expect(hinted('sales_accounts')).toEqual([['customer', '402000000000000001']])
    expect(hinted('deals')).toEqual([['document', '402000000000000001']])
    expect(hinted('cm_invoice')).toEqual([['invoice', '402000000000000001']])
    expect(hinted('tasks')).toEqual([])
  })

  test('two edits of one record are two hints, one delivery twice is one', () => {
    const keyOf = (at: string) => {
      const received = receive(call({ module: 'contacts', id: '1', at }), [KEY])
      return received.kind === 'hints' ? received.key : null
    }
    expect(keyOf('a')).toBe(keyOf('a'))
    expect(keyOf('a')).not.toBe(keyOf('b'))
  })

  test('an id that is none, an empty key and a wrong secret prove nothing', () => {
    expect(receive(call({ module: 'contacts', id: '../1' }), [KEY])).toEqual({ kind: 'rejected' })
    expect(receive(call({ module: 'contacts', id: '1' }, ''), [''])).toEqual({ kind: 'rejected' })
    expect(receive(call({ module: 'contacts', id: '1' }, `${KEY}x`), [KEY])).toEqual({ kind: 'rejected' })
    expect(receive(call('{"module":"contacts"'), [KEY])).toEqual({ kind: 'rejected' })
  })
})
