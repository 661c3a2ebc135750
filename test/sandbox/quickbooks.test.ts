import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { parse } from 'csv-parse/sync'
import { describe, expect, test } from 'vitest'
import { virtualClock } from '@/sandbox/kit/clock'
import { asFetch } from '@/sandbox/kit/as-fetch'
import { MAIN, SCOPE, SECOND, quickBooks } from '@/sandbox/quickbooks'
import type { Options } from '@/sandbox/quickbooks'

/** What the simulated books refuse and promise, as the vendor's documentation has it. */
function start(options: Options = {}) {
  const clock = virtualClock(Date.UTC(2026, 10, 21, 9))
  const simulator = quickBooks({ clock, size: 5, ...options })
  const fetch = asFetch(simulator.handle)
  const { access } = simulator.admin.grant([SCOPE], MAIN)
  const call = async (path: string, init: RequestInit & { company?: string; accept?: string } = {}) => {
    const { company = MAIN, accept = 'application/json', ...rest } = init
    const headers = { authorization: `Bearer ${access}`, accept, 'content-type': 'application/json' }
    const answer = await fetch(`http://books.test/v3/company/${company}/${path}`, { ...rest, headers })
    return { status: answer.status, headers: answer.headers, text: await answer.text() }
  }
  const post = async (path: string, body: unknown) => {
    const { status, text } = await call(path, { method: 'POST', body: JSON.stringify(body) })
    return { status, body: JSON.parse(text) as unknown }
  }
  const query = async (statement: string) => {
    const { status, text } = await call(`query?query=${encodeURIComponent(statement)}`)
    return { status, body: JSON.parse(text) as unknown }
  }
  return { clock, simulator, admin: simulator.admin, call, post, query }
}

const fault = (code: string, element?: string) => ({
  body: { Fault: { Error: [{ code, ...(element === undefined ? {} : { element }) }] } },
})

describe('questions', () => {
  test('are answered with what was found, an empty object where nothing was, a number where only that was asked', async () => {
    const { query } = start()
    expect(await query("select * from Customer where DisplayName = 'Amy\\'s Bird Sanctuary 1'")).toMatchObject({
      status: 200,
      body: { QueryResponse: { Customer: [{ GivenName: 'Amy' }], startPosition: 1, maxResults: 1 } },
    })
    expect(await query("SELECT * FROM Customer WHERE DisplayName LIKE 'nobody%'")).toMatchObject({
      body: { QueryResponse: {} },
    })
    expect(await query('Select Count(*) From Customer')).toMatchObject({ body: { QueryResponse: { totalCount: 6 } } })
  })

  test.each([
    ["select * from Customer where DisplayName = 'a' or DisplayName = 'b'", '4000'],
    ["select * from Customer where (DisplayName = 'a')", '4000'],
    ['select * from Customer where DisplayName', '4000'],
    ["select * from Customer where Notes = 'x'", '4001'],
    ["select * from Invoice where PrivateNote like '%x%'", '4001'],
    ['select * from Customers', '4001'],
    ['select * from Customer startposition 0', '4000'],
    ['drop table Customer', '4000'],
  ])('%s is refused', async (statement, code) => {
    expect(await start().query(statement)).toMatchObject({ status: 400, ...fault(code) })
  })

  test('compare times as instants whatever their offset, and count from the place asked for', async () => {
    const { admin, query, clock } = start()
    clock.advance(60_000)
    admin.edit(MAIN, 'Item', '1', { Description: 'new' })
    const young = await query("select * from Item where MetaData.LastUpdatedTime >= '2026-11-21T10:00:30+01:00'")
    expect(young).toMatchObject({
      body: { QueryResponse: { Item: [{ Id: '1', MetaData: { LastUpdatedTime: '2026-11-21T01:01:00-08:00' } }] } },
    })
    const page = await query('select * from Item orderby Id asc startposition 2 maxresults 2')
    expect(page).toMatchObject({
      body: { QueryResponse: { Item: [{ Id: '2' }, { Id: '3' }], startPosition: 2, maxResults: 2 } },
    })
  })
})

describe('writes', () => {
  test('of a part touch that part, of the whole empty what is missing', async () => {
    const { post, admin } = start()
    const { SyncToken, GivenName } = admin.get(MAIN, 'Customer', '4')
    expect(GivenName).toBe('Amy')
    await post('customer', { Id: '4', SyncToken, sparse: true, Notes: 'only this' })
    expect(admin.get(MAIN, 'Customer', '4')).toMatchObject({ GivenName: 'Amy', Notes: 'only this', SyncToken: '1' })
    await post('customer', { Id: '4', SyncToken: '1', DisplayName: 'Amy' })
    const after = admin.get(MAIN, 'Customer', '4')
    expect(after).toMatchObject({ DisplayName: 'Amy', SyncToken: '2' })
    for (const name of ['GivenName', 'Notes', 'BillAddr', 'PrimaryPhone']) expect(after).not.toHaveProperty(name)
  })

  test.each([
    ['customer', { DisplayName: 'x', Nickname: 'y' }, '2010', 'Nickname'],
    ['customer', { DisplayName: 'x'.repeat(501) }, '2050', 'DisplayName'],
    ['customer', { DisplayName: 'a:b' }, '2040', 'DisplayName'],
    ['customer', { Notes: 'nameless' }, '6000', undefined],
    ['customer', { DisplayName: 'x', PrimaryEmailAddr: { Address: 'no address' } }, '2210', 'PrimaryEmailAddr'],
    ['customer', { DisplayName: 'books BY bessie' }, '6240', undefined],
    ['customer', { Id: '4', sparse: true }, '2020', 'SyncToken'],
    ['customer', { Id: '999', SyncToken: '0' }, '610', undefined],
    ['item', { Name: 'Services', Type: 'Service', IncomeAccountRef: { value: '79' } }, '6240', undefined],
    ['item', { Name: 'No account', Type: 'Service' }, '2020', 'IncomeAccountRef'],
    ['invoice', { Line: [] }, '2020', 'CustomerRef'],
    ['invoice', { CustomerRef: { value: '999' }, Line: [] }, '2500', 'CustomerRef'],
    ['invoice', { CustomerRef: { value: '4' }, Line: [] }, '2020', 'Line'],
    ['invoice', { CustomerRef: { value: '4' }, CurrencyRef: { value: 'EUR' }, Line: [] }, '6000', 'CurrencyRef'],
    ['customer?operation=delete', { Id: '4', SyncToken: '0' }, '500', undefined],
    ['estimate?operation=void', { Id: '1', SyncToken: '0' }, '500', undefined],
  ])('%s %o is refused', async (path, body, code, element) => {
    expect(await start().post(path, body)).toMatchObject({ status: 400, ...fault(code, element) })
  })

  test('an amount must be price times quantity, and a number is given once unless that is allowed', async () => {
    const { post } = start()
    const line = (Amount: number) => ({
      Amount,
      DetailType: 'SalesItemLineDetail',
      SalesItemLineDetail: { ItemRef: { value: '1' }, Qty: 2, UnitPrice: 10 },
    })
    const invoice = (amount: number) => ({ CustomerRef: { value: '4' }, DocNumber: 'A-1', Line: [line(amount)] })
    expect(await post('invoice', invoice(21))).toMatchObject(fault('6070', 'Line'))
    expect(await post('invoice', invoice(20))).toMatchObject({ body: { Invoice: { TotalAmt: 20, Balance: 20 } } })
    expect(await post('invoice', invoice(20))).toMatchObject(fault('6140', 'DocNumber'))
    expect(await post('invoice?include=allowduplicatedocnum', invoice(20))).toMatchObject({ status: 200 })
  })

  test('with a request id are done once and answered alike, whatever the second one says', async () => {
    const { post, admin } = start()
    const first = await post('customer?requestid=r1', { DisplayName: 'Once' })
    expect(await post('customer?requestid=r1', { DisplayName: 'Twice' })).toEqual(first)
    expect(admin.list(MAIN, 'Customer')).toHaveLength(7)
    expect(await post(`customer?requestid=${'r'.repeat(51)}`, { DisplayName: 'Long' })).toMatchObject(fault('2050'))
  })

  test('in a batch are thirty at most, and their ids are short beside a request id', async () => {
    const { post } = start()
    const items = (count: number, id = 'n') =>
      Array.from({ length: count }, (_each, n) => ({ bId: `${id}${n}`, Query: 'select count(*) from Item' }))
    expect(await post('batch', { BatchItemRequest: items(31) })).toMatchObject(fault('1040'))
    expect(await post('batch?requestid=r', { BatchItemRequest: items(1, 'longer than ten') })).toMatchObject(
      fault('2050', 'bId'),
    )
    expect(await post(`batch?requestid=${'r'.repeat(37)}`, { BatchItemRequest: items(1) })).toMatchObject(fault('2050'))
    expect(await post('batch', { BatchItemRequest: items(30) })).toMatchObject({ status: 200 })
  })
})

describe('money', () => {
  test('a credit used up by a payment leaves both even, and the customer owes what is left', () => {
    const { admin } = start()
    const CustomerRef = { value: '4' }
    const Line = [{ Amount: 100, DetailType: 'SalesItemLineDetail', SalesItemLineDetail: { ItemRef: { value: '1' } } }]
    const before = admin.balance(MAIN, '4')
    const invoice = admin.create(MAIN, 'Invoice', { CustomerRef, Line })
    const credit = admin.create(MAIN, 'CreditMemo', { CustomerRef, Line: [{ ...Line[0], Amount: 40 }] })
    expect(admin.balance(MAIN, '4')).toBeCloseTo(before + 60, 2)
    const link = (TxnId: unknown, TxnType: string, Amount: number) => ({
      Amount,
      LinkedTxn: [{ TxnId: String(TxnId), TxnType }],
    })
    admin.create(MAIN, 'Payment', {
      CustomerRef,
      TotalAmt: 0,
      Line: [link(invoice['Id'], 'Invoice', 40), link(credit['Id'], 'CreditMemo', 40)],
    })
    expect(admin.get(MAIN, 'Invoice', String(invoice['Id']))).toMatchObject({ Balance: 60 })
    expect(admin.get(MAIN, 'CreditMemo', String(credit['Id']))).toMatchObject({ RemainingCredit: 0 })
    expect(admin.balance(MAIN, '4')).toBeCloseTo(before + 60, 2)
  })

  test('a payment moves the time of its customer and not its token', () => {
    const { admin, clock } = start()
    const [invoice] = admin.list(MAIN, 'Invoice').filter((each) => each['Balance'] !== 0)
    const customer = String(Reflect.get(Object(invoice?.['CustomerRef']), 'value'))
    const before = admin.get(MAIN, 'Customer', customer)
    clock.advance(5_000)
    const payment = admin.pay(MAIN, String(invoice?.['Id']), 1)
    const after = admin.get(MAIN, 'Customer', customer)
    expect([after['SyncToken'], after['MetaData']]).not.toEqual([before['SyncToken'], before['MetaData']])
    expect(after['SyncToken']).toBe(before['SyncToken'])
    admin.void(MAIN, 'Payment', String(payment['Id']))
    expect(admin.get(MAIN, 'Invoice', String(invoice?.['Id']))['Balance']).toBe(invoice?.['Balance'])
  })
})

describe('the door', () => {
  test('answers XML to whom asks for nothing else, and names each call', async () => {
    const { call } = start()
    const answer = await call(`companyinfo/${MAIN}`, { accept: 'text/plain' })
    expect(answer.text).toMatch(/^<\?xml/)
    expect(answer.headers.get('intuit_tid')).toMatch(/^1-[0-9a-f]{24}$/)
    expect((await call(`companyinfo/${MAIN}?format=json`, { accept: 'text/plain' })).text).toContain('CompanyName')
  })

  test('opens one company to a consent', async () => {
    const { call } = start()
    expect(await call(`companyinfo/${SECOND}`, { company: SECOND })).toMatchObject({ status: 403 })
  })

  test('lets forty batches a minute pass and not one more', async () => {
    const { clock, post } = start()
    const asked = async (): Promise<number> => {
      clock.advance(200)
      const items = { BatchItemRequest: [{ bId: '1', Query: 'select count(*) from Item' }] }
      return (await post('batch', items).catch(() => ({ status: 429 }))).status
    }
    const statuses: number[] = []
    for (let n = 0; n < 41; n += 1) statuses.push(await asked())
    expect(statuses.map((status) => status === 429)).toEqual([...Array.from({ length: 40 }, () => false), true])
    // A place comes free when the first of them is a minute old.
    clock.advance(51_000)
    expect(await asked()).toBe(429)
    clock.advance(1_000)
    expect(await asked()).not.toBe(429)
  })
})

const FOLDER = fileURLToPath(new URL('../../../shared/data/northwind', import.meta.url))

describe('Northwind as a set of books', () => {
  if (existsSync(FOLDER)) northwind()
  else test('left out: the Northwind files are not beside this clone', () => expect(existsSync(FOLDER)).toBe(false))
})

function northwind(): void {
  const rows = (name: string): readonly Readonly<Record<string, string>>[] =>
    parse(readFileSync(`${FOLDER}/${name}.csv`), { columns: true })

  test('every customer and every product is there, and every order is an invoice to the cent', () => {
    const { admin } = start({ data: FOLDER })
    expect(admin.list(MAIN, 'Customer')).toHaveLength(rows('customers').length)
    expect(admin.list(MAIN, 'Item')).toHaveLength(rows('products').length + 1)
    const invoices = admin.list(MAIN, 'Invoice')
    expect(invoices).toHaveLength(rows('orders').length)
    const cents = (each: number) => Math.round(each * 100)
    const details = rows('order-details').map((row) =>
      cents(Number(row['UnitPrice']) * Number(row['Quantity']) * (1 - Number(row['Discount']))),
    )
    const freight = rows('orders').map((row) => cents(Number(row['Freight'])))
    const sum = (all: readonly number[]) => all.reduce((total, each) => total + each, 0)
    expect(sum(invoices.map((each) => cents(Number(each['TotalAmt']))))).toBe(sum([...details, ...freight]))
    const owed = sum(invoices.map((each) => cents(Number(each['Balance']))))
    const paid = sum(admin.list(MAIN, 'Payment').map((each) => cents(Number(each['TotalAmt']))))
    expect(owed + paid).toBe(sum([...details, ...freight]))
  })
}
