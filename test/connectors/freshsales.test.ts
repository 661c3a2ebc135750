import { describe, expect, test } from 'vitest'
import { ratesOf } from '@/lib/connectors/freshsales/choices'
import { receive, SECRET_HEADER } from '@/lib/connectors/freshsales/hints'
import { conform } from './conformance'
import { KEY, callsOf, made, startFreshsales } from './freshsales.bench'
import { problemOf, refusedBy } from './sample'
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

  test('of several views that promise everything the first is proposed, and the only one that nobody owns where none does', async () => {
    const bench = await startFreshsales({ madeReady: false })
    const proposed = async () => {
      const asked = (await openSession(bench).choices?.()) ?? []
      return asked.find(({ key }) => key === 'dealView')?.proposed
    }
    const open = bench.simulator.admin.makeView('deals', 'Open deals')
    expect(await proposed()).toEqual([open])
    bench.simulator.admin.makeView('deals', 'Recently modified')
    expect(await proposed()).toEqual([])
    const all = bench.simulator.admin.makeView('deals', 'All Deals')
    bench.simulator.admin.makeView('deals', 'All Deals of 2026')
    expect(await proposed()).toEqual([all])
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

  test('half of the plan is ours, in no more than half of the calls that a minute may have', () => {
    const of = (plan?: string) =>
      ratesOf({ baseUrl: '', secrets: {}, company: null, chosen: plan ? { hourlyPlan: [plan] } : {} })
    const hours = (calls: number) => [
      { calls: 200, seconds: 60 },
      { calls, seconds: 3_600 },
    ]
    expect(of()).toEqual(hours(500))
    expect(of('pro')).toEqual(hours(1_000))
    expect(of('enterprise')).toEqual(hours(2_500))
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

test('a number with many decimals in a record of the account breaks no list', async () => {
  const bench = await startFreshsales()
  const drawn = (row: object): object => ({ ...row, custom_field: { cf_ratio: 0.30000000000000004, cf_far: -1.5e-17 } })
  const tamper = (body: unknown): unknown => {
    const rows: unknown = Reflect.get(Object(body), 'sales_accounts')
    return Array.isArray(rows) ? { ...Object(body), sales_accounts: rows.map(drawn) } : body
  }
  const session = bench.connector.open(bench.grant, sendTo(bench, { tamper }))
  const { snapshots } = await session.changes(['customer'], null)
  expect(snapshots.length).toBeGreaterThan(0)
  expect(snapshots.every(({ fields }) => fields['x:cf_ratio'] === 0.30000000000000004)).toBe(true)
})
