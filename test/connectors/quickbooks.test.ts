import { describe, expect, test } from 'vitest'
import { quickbooks } from '@/lib/connectors/quickbooks'
import type { Send, SendAnswer } from '@/lib/model/connector'
import { ConnectorError } from '@/lib/model/problem'
import { MAIN, SECOND } from '@/sandbox/quickbooks'
import { conform } from './conformance'
import { VERIFIER, startQuickBooks } from './quickbooks.bench'
import { idsOf, listing, problemOf } from './sample'
import type { Listing } from './sample'
import { openSession, sendTo } from './stage'

conform('QuickBooks Online', () => Promise.resolve(startQuickBooks()))

const [FEED] = quickbooks.feeds
const HOUR = 3_600_000
const DAY = 24 * HOUR
const AMY = "Amy's Bird Sanctuary 1"

type Bench = ReturnType<typeof startQuickBooks>

const all = (bench: Bench): Promise<Listing> => listing(openSession(bench), FEED)
const of = ({ snapshots }: Listing, entity: string) => snapshots.filter((each) => each.entity === entity)
/** Without those that only found a token had run out, and those that renewed it. */
const served = (bench: Bench) =>
  bench.simulator.calls().filter(({ status, path }) => status === 200 && !/bearer$/.test(path))
const pathsOf = (bench: Bench) => served(bench).map(({ method, path }) => `${method} ${path.split('/').at(-1)}`)

describe('reading QuickBooks', () => {
  test('a first load takes one call per thousand records of a kind, a quiet poll takes one for all of them', async () => {
    const bench = startQuickBooks({ size: 25 })
    const { end } = await all(bench)
    expect(pathsOf(bench).sort()).toEqual([...Array<string>(6).fill('GET query'), 'GET preferences'].sort())
    bench.simulator.forgetCalls()
    expect((await listing(openSession(bench), FEED, end)).snapshots).toEqual([])
    expect(pathsOf(bench)).toEqual(['GET cdc'])
  })

  test('parts of customers, projects, categories and subtotal lines are told as nothing of their own', async () => {
    const bench = startQuickBooks()
    const found = await all(bench)
    expect(of(found, 'customer')).toHaveLength(6)
    expect(of(found, 'product').map(({ fields }) => fields['x:Type'])).not.toContain('Category')
    for (const { lines = [] } of of(found, 'invoice')) expect(lines).toHaveLength(1)
  })

  test('what a project owes is owed by its customer', async () => {
    const bench = startQuickBooks()
    const project = bench.simulator.admin.get(MAIN, 'Customer', 'Kitchen remodel')
    const made = bench.simulator.admin.create(MAIN, 'Invoice', {
      CustomerRef: { value: String(project['Id']) },
      Line: [sold('1', 2, 10)],
    })
    const [amy] = of(await all(bench), 'customer').filter(({ fields }) => fields['name'] === AMY)
    expect(await openSession(bench).read('invoice', [String(made['Id'])])).toMatchObject([
      { parents: { customer: amy?.id }, fields: { total: 2000, balance: 2000, state: 'open' } },
    ])
  })

  test('a payment makes its customer look changed although nothing of it is but what it owes', async () => {
    const bench = startQuickBooks()
    const before = await all(bench)
    const open = of(before, 'invoice').find(({ fields }) => fields['state'] === 'open' && fields['currency'] === 'USD')
    bench.clock.advance(HOUR)
    bench.simulator.admin.pay(MAIN, open?.id ?? '', Number(open?.fields['balance']) / 100)
    const after = await listing(openSession(bench), FEED, before.end)
    const [customer] = of(after, 'customer')
    const was = of(before, 'customer').find(({ id }) => id === customer?.id)
    expect(customer).toMatchObject({ id: open?.parents.customer, version: was?.version })
    expect({ ...customer?.fields, outstanding: 0 }).toEqual({ ...was?.fields, outstanding: 0 })
    expect(of(after, 'invoice')).toMatchObject([{ id: open?.id, fields: { state: 'paid', balance: 0 } }])
    expect(of(after, 'payment')).toMatchObject([{ lines: [{ parents: { invoice: open?.id } }] }])
  })

  test('money is exact in the decimals of its own currency', async () => {
    const bench = startQuickBooks()
    const invoices = of(await all(bench), 'invoice')
    expect(new Set(invoices.map(({ fields }) => fields['currency']))).toEqual(new Set(['USD', 'EUR', 'JPY']))
    for (const { id, fields, lines = [] } of invoices) {
      const wire = bench.simulator.admin
        .list(MAIN, fields['kind'] === 'invoice' ? 'Invoice' : 'CreditMemo')
        .find((each) => each['Id'] === id)
      const shown = Number(wire?.['TotalAmt'])
      expect(fields['total']).toBe(Math.round(shown * (fields['currency'] === 'JPY' ? 1 : 100)))
      const net = lines.reduce((sum, line) => sum + Number(line.fields['total']), 0)
      expect([net, net + Number(fields['taxTotal'])]).toEqual([fields['netTotal'], fields['total']])
      expect(Number(fields['paid']) + Number(fields['balance'])).toBe(fields['total'])
    }
  })

  test('a voided invoice is cancelled, a deleted one is removed, an inactive customer is removed with its person', async () => {
    const bench = startQuickBooks()
    const before = await all(bench)
    const [one, two] = of(before, 'invoice').filter(({ fields }) => fields['kind'] === 'invoice')
    const [customer] = of(before, 'customer')
    bench.clock.advance(HOUR)
    bench.simulator.admin.void(MAIN, 'Invoice', one?.id ?? '')
    bench.simulator.admin.delete(MAIN, 'Invoice', two?.id ?? '')
    bench.simulator.admin.deactivate(MAIN, 'Customer', customer?.id ?? '')
    const after = await listing(openSession(bench), FEED, before.end)
    const find = (entity: string, id = '') => of(after, entity).find((each) => each.id === id)
    expect(find('invoice', one?.id)).toMatchObject({ removed: false, fields: { state: 'cancelled', total: 0 } })
    expect(find('invoice', two?.id)).toMatchObject({ removed: true })
    expect(find('customer', customer?.id)).toMatchObject({ removed: true })
    expect(find('contact', customer?.id)).toMatchObject({ removed: true })
    expect(await openSession(bench).read('invoice', [two?.id ?? ''])).toMatchObject([{ removed: true }])
  })

  test('an invoice that was no deal is no removed document, a deleted one is', async () => {
    const bench = startQuickBooks()
    const id = firstInvoice(bench)
    expect(await openSession(bench).read('document', [id])).toEqual([])
    bench.simulator.admin.delete(MAIN, 'Invoice', id)
    expect(await openSession(bench).read('document', [id])).toMatchObject([{ id, removed: true }])
  })

  test('a merged customer is removed, and its invoices are the other one’s', async () => {
    const bench = startQuickBooks()
    const before = await all(bench)
    const [loser, winner] = of(before, 'customer').filter(({ fields }) => fields['currency'] === 'USD')
    bench.clock.advance(HOUR)
    bench.simulator.admin.merge(MAIN, loser?.id ?? '', winner?.id ?? '')
    const after = await listing(openSession(bench), FEED, before.end)
    expect(of(after, 'customer').find(({ id }) => id === loser?.id)).toMatchObject({ removed: true })
    const moved = of(before, 'invoice').filter(({ parents }) => parents.customer === loser?.id)
    expect(moved.length).toBeGreaterThan(0)
    for (const { id } of moved)
      expect(of(after, 'invoice').find((each) => each.id === id)).toMatchObject({ parents: { customer: winner?.id } })
  })

  test('of customers made in one and the same second none is lost when one of them is edited while they are read', async () => {
    const bench = startQuickBooks()
    const made = Array.from({ length: 5 }, (_each, n) =>
      String(bench.simulator.admin.create(MAIN, 'Customer', { DisplayName: `Twin ${n}` })['Id']),
    )
    const session = bench.openAt(bench.grant, sendTo(bench), 2)
    const shown: string[] = []
    let edited = false
    for (let cursor: string | null = null, more = true; more;) {
      const page = await session.changes(FEED, cursor)
      shown.push(...page.snapshots.filter(({ entity }) => entity === 'customer').map(({ id }) => id))
      const known = made.filter((id) => shown.includes(id))
      const [first] = known
      bench.clock.advance(2_000)
      if (!edited && first !== undefined) bench.simulator.admin.edit(MAIN, 'Customer', first, { Notes: 'Seen' })
      edited ||= first !== undefined
      cursor = page.next
      more = page.more
    }
    expect(edited).toBe(true)
    expect(shown).toEqual(expect.arrayContaining(made))
  })

  test('more changes than one answer holds are read kind by kind, and deletions are not lost with them', async () => {
    const bench = startQuickBooks({ size: 20, unlimited: true })
    const before = await all(bench)
    const [doomed] = of(before, 'invoice').filter(({ fields }) => fields['kind'] === 'invoice')
    bench.clock.advance(HOUR)
    for (let n = 0; n < 1_005; n += 1) bench.simulator.admin.create(MAIN, 'Customer', { DisplayName: `Walk-in ${n}` })
    bench.simulator.admin.delete(MAIN, 'Invoice', doomed?.id ?? '')
    bench.simulator.forgetCalls()
    const after = await listing(openSession(bench), FEED, before.end)
    expect(
      new Set(
        of(after, 'customer')
          .filter(({ fields }) => /^Walk-in/.test(String(fields['name'])))
          .map(({ id }) => id),
      ).size,
    ).toBe(1_005)
    expect(of(after, 'invoice').find(({ id }) => id === doomed?.id)).toMatchObject({ removed: true })
    expect(pathsOf(bench).filter((path) => path === 'GET cdc')).toHaveLength(5)
    expect((await listing(openSession(bench), FEED, after.end)).snapshots.length).toBeGreaterThan(0)
  })

  test('more deletions than one answer holds mean a complete listing, which is told as such', async () => {
    const bench = startQuickBooks({ unlimited: true })
    const { end } = await all(bench)
    bench.clock.advance(HOUR)
    const CustomerRef = { value: '4' }
    for (let n = 0; n < 1_001; n += 1) {
      const made = bench.simulator.admin.create(MAIN, 'Estimate', { CustomerRef, Line: [sold('1', 1, 1)] })
      bench.simulator.admin.delete(MAIN, 'Estimate', String(made['Id']))
    }
    let page = await openSession(bench).changes(FEED, end)
    while (page.more && page.restarted !== true) page = await openSession(bench).changes(FEED, page.next)
    expect(page.restarted).toBe(true)
    expect((await listing(openSession(bench), FEED, page.next)).end).toContain('changes')
  })

  test('after a month of silence everything is listed anew, and says so', async () => {
    const bench = startQuickBooks()
    const { end, snapshots } = await all(bench)
    bench.clock.advance(31 * DAY)
    bench.simulator.forgetCalls()
    const page = await openSession(bench).changes(FEED, end)
    expect(page).toMatchObject({ restarted: true, more: true })
    const rest = await listing(openSession(bench), FEED, page.next)
    expect([...page.snapshots, ...rest.snapshots]).toHaveLength(snapshots.length)
    expect(pathsOf(bench)).not.toContain('GET cdc')
  })

  test('each consent opens its own company and no other', async () => {
    const bench = startQuickBooks()
    expect(await openSession(bench).companies()).toMatchObject([{ id: MAIN, currency: 'USD', detail: 'US' }])
    const elsewhere = { ...bench.grant, consent: { realmId: SECOND } }
    expect(await problemOf(() => openSession(bench, elsewhere).companies())).toEqual({
      kind: 'forbidden',
      scope: 'company',
    })
    const nowhere = { ...bench.grant, company: null, consent: {} }
    expect(() => openSession(bench, nowhere)).toThrow(new ConnectorError({ kind: 'signed-out' }))
  })

  test('a currency can be told only where the company has several', async () => {
    const bench = startQuickBooks()
    const currency = async (grant = bench.grant, tokens = bench) =>
      (await openSession(tokens, grant).fields('customer')).find(({ key }) => key === 'currency')
    expect(await currency()).toMatchObject({ readOnly: false })
    const { access } = bench.simulator.admin.grant(undefined, SECOND)
    const second = {
      ...bench,
      tokens: { access: () => Promise.resolve(access), renewed: () => Promise.resolve(access) },
    }
    expect(await currency({ ...bench.grant, consent: { realmId: SECOND } }, second)).toMatchObject({ readOnly: true })
  })
})

describe('what QuickBooks tells us by itself', () => {
  test('events in any order and twice over are one call and the records to read', () => {
    const bench = startQuickBooks()
    bench.simulator.admin.edit(MAIN, 'Customer', AMY, { Notes: 'x' })
    bench.simulator.admin.pay(MAIN, firstInvoice(bench), 1)
    const first = bench.simulator.admin.deliver(VERIFIER)
    const again = bench.simulator.admin.redeliver(first, VERIFIER)
    expect(again.body).not.toBe(first.body)
    const [one, two] = [first, again].map(({ headers, body }) =>
      quickbooks.receive({ headers, body: new TextEncoder().encode(body) }, [VERIFIER]),
    )
    expect(one).toMatchObject({ kind: 'hints', key: two?.kind === 'hints' ? two.key : '' })
    const hints = one?.kind === 'hints' ? one.hints : []
    expect(new Set(hints.map(({ entity }) => entity))).toEqual(
      new Set(['customer', 'contact', 'invoice', 'document', 'payment']),
    )
    expect(new Set(hints.map(({ company }) => company))).toEqual(new Set([MAIN]))
  })

  test('a merge names both customers', () => {
    const bench = startQuickBooks()
    bench.simulator.admin.merge(MAIN, '5', '4')
    const { headers, body } = bench.simulator.admin.deliver(VERIFIER)
    const received = quickbooks.receive({ headers, body: new TextEncoder().encode(body) }, [VERIFIER])
    const ids = received.kind === 'hints' ? received.hints.filter(({ entity }) => entity === 'customer') : []
    expect(idsOf(ids as never)).toEqual(expect.arrayContaining(['4', '5']))
  })
})

describe('when QuickBooks refuses a whole call', () => {
  const answering = (status: number, body: string, headers = {}): Send => {
    const answer: SendAnswer = { status, headers, body: new TextEncoder().encode(body), sentAt: 1_000, took: 0 }
    return Object.assign(() => Promise.resolve(answer), { now: () => 1_000, sleep: () => Promise.resolve() })
  }
  const bench = startQuickBooks()
  const asked = (status: number, body: string) =>
    problemOf(() => quickbooks.open(bench.grant, answering(status, body)).companies())
  const fault = (code: string, type = 'ValidationFault') =>
    JSON.stringify({ Fault: { Error: [{ Message: 'm', Detail: 'd', code }], type } })

  test.each([
    [401, '{"fault":{"error":[{"code":"3200"}]}}', { kind: 'signed-out' }],
    [401, 'no JSON at all', { kind: 'signed-out' }],
    [403, fault('3100', 'AuthorizationFault'), { kind: 'forbidden', scope: 'company' }],
    [400, fault('6190'), { kind: 'forbidden', scope: 'subscription' }],
    [429, '<IntuitResponse><Fault/></IntuitResponse>', { kind: 'slow-down', until: 61_000 }],
    [200, fault('3001', 'SystemFault'), { kind: 'slow-down', until: 61_000 }],
    [200, fault('10000', 'SystemFault'), { kind: 'unreachable', detail: 'code 10000' }],
    [400, fault('4001'), { kind: 'surprise', detail: 'd' }],
    [503, 'busy', { kind: 'unreachable', detail: 'HTTP 503' }],
  ])('%i %s is told apart', async (status, body, problem) => {
    expect(await asked(status, body)).toEqual(problem)
  })

  test('a company whose subscription ended asks for its administrator', async () => {
    const own = startQuickBooks()
    own.simulator.admin.end(MAIN)
    expect(await problemOf(() => openSession(own).changes(FEED, null))).toEqual({
      kind: 'forbidden',
      scope: 'subscription',
    })
  })
})

const sold = (item: string, quantity: number, price: number) => ({
  Amount: quantity * price,
  DetailType: 'SalesItemLineDetail',
  SalesItemLineDetail: { ItemRef: { value: item }, Qty: quantity, UnitPrice: price },
})

const firstInvoice = (bench: Bench): string => String(bench.simulator.admin.list(MAIN, 'Invoice')[0]?.['Id'])
