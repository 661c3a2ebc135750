import { describe, expect, test } from 'vitest'
import { xero } from '@/lib/connectors/xero'
import { MAIN, SECOND, WEBHOOK_KEY, xero as simulated } from '@/sandbox/xero'
import { conform } from './conformance'
import { idsOf, listing, problemOf } from './sample'
import { jumpingClock, openSession, sendTo } from './stage'
import { SMALL, all, calls, start } from './xero.bench'

conform('Xero', () => Promise.resolve(start()))

describe('reading Xero', () => {
  test('a quiet poll is one call for each list, customers and their persons together', async () => {
    const bench = start()
    const session = openSession(bench)
    const ends = await Promise.all(xero.feeds.map(async (feed) => ({ feed, end: (await listing(session, feed)).end })))
    bench.simulator.forgetCalls()
    for (const { feed, end } of ends)
      expect(await session.changes(feed, end)).toMatchObject({ snapshots: [], more: false })
    const lists = ['Contacts', 'Items', 'Quotes', 'Invoices', 'CreditNotes', 'Payments']
    expect(calls(bench)).toEqual(lists.map((name) => `GET /api.xro/2.0/${name}`))
  })

  test('what If-Modified-Since never tells is seen by the next complete listing, once a day', async () => {
    const bench = start()
    const session = openSession(bench)
    const paid = (await all(session, ['invoice'])).find(({ fields }) => fields['state'] === 'partially-paid')
    const { end } = await listing(session, ['invoice'])
    bench.simulator.admin.postpone(MAIN, paid?.id ?? '', '2030-01-31')
    bench.clock.advance(3_600_000)
    expect((await listing(session, ['invoice'], end)).snapshots).toEqual([])
    bench.clock.advance(24 * 3_600_000)
    const again = await session.changes(['invoice'], end)
    expect(again.restarted).toBe(true)
    expect(again.snapshots.find(({ id }) => id === paid?.id)?.fields['dueDate']).toBe('2030-01-31')
  })

  test('an item that was deleted leaves no trace but its absence, looked for once an hour', async () => {
    const bench = start()
    const session = openSession(bench)
    const { snapshots, end } = await listing(session, ['product'])
    const gone = snapshots[0]?.id ?? ''
    bench.simulator.admin.deleteItem(MAIN, gone)
    expect(await session.changes(['product'], end)).toMatchObject({ snapshots: [], more: false })
    bench.clock.advance(3_600_000)
    const whole = await session.changes(['product'], end)
    expect(whole.restarted).toBe(true)
    expect(idsOf(whole.snapshots)).toEqual(idsOf(snapshots).filter((id) => id !== gone))
    expect(await session.read('product', [gone])).toEqual([])
  })

  test('invoices and credit notes add up to the cent in every currency, bills stay out', async () => {
    const bench = start()
    const invoices = await all(openSession(bench), ['invoice'])
    expect(new Set(invoices.map(({ fields }) => fields['kind']))).toEqual(new Set(['invoice', 'credit-note']))
    expect(new Set(invoices.map(({ fields }) => fields['currency']))).toContain('JPY')
    for (const { fields, lines = [] } of invoices) {
      const sum = (key: string) => lines.reduce((total, line) => total + Number(line.fields[key]), 0)
      expect(sum('total')).toBe(fields['netTotal'])
      expect(sum('taxTotal')).toBe(fields['taxTotal'])
      expect(Number(fields['netTotal']) + Number(fields['taxTotal'])).toBe(fields['total'])
      if (fields['state'] !== 'cancelled')
        expect(Number(fields['paid']) + Number(fields['balance'])).toBe(fields['total'])
      expect(fields['number']).not.toMatch(/^BILL/)
    }
  })

  test('items are priced in the currency of their organisation, and a contact owes in its own', async () => {
    const bench = start()
    const yen = (body: unknown): unknown => {
      const over = (each: unknown): object => (typeof each === 'object' && each !== null ? each : {})
      const given = over(body) as Readonly<Record<string, unknown>> // an answer of Xero's, read by its names
      const change = (name: string, part: object) =>
        Array.isArray(given[name]) ? { [name]: given[name].map((each: unknown) => ({ ...over(each), ...part })) } : {}
      const AccountsReceivable = { Outstanding: 15_000, Overdue: 0 }
      return {
        ...given,
        ...change('Organisations', { BaseCurrency: 'JPY' }),
        ...change('Items', { SalesDetails: { UnitPrice: 1_500 }, PurchaseDetails: { UnitPrice: 900 } }),
        ...change('Contacts', { DefaultCurrency: 'JPY', Balances: { AccountsReceivable } }),
      }
    }
    const session = bench.connector.open(bench.grant, sendTo(bench, { tamper: yen }))
    const [item] = await all(session, ['product'])
    expect(item?.fields).toMatchObject({ price: 1_500, cost: 900, currency: 'JPY' })
    expect(await session.read('product', [item?.id ?? ''])).toMatchObject([{ fields: { price: 1_500 } }])
    const [customer] = await all(session, ['customer', 'contact'])
    expect(customer?.fields).toMatchObject({ outstanding: 15_000, overdue: 0, currency: 'JPY' })
  })

  test('what items are priced in is asked for once, however often they are listed from the beginning', async () => {
    const bench = start()
    const asking = 'GET /api.xro/2.0/Organisation'
    const { snapshots, end } = await listing(openSession(bench), ['product'])
    expect(calls(bench)).toContain(asking)
    bench.simulator.forgetCalls()
    bench.clock.advance(3_600_000)
    const later = await openSession(bench).changes(['product'], end)
    expect(later).toMatchObject({ restarted: true, snapshots: snapshots.map(({ fields }) => ({ fields })) })
    expect(calls(bench)).not.toContain(asking)
  })

  test('a whole page of invoices with twenty-five lines each is read like any other', async () => {
    const bench = start()
    const bulky = (body: unknown): unknown => {
      const given: unknown = Reflect.get(Object(body), 'Invoices')
      const [row] = Array.isArray(given) ? (given as readonly { LineItems: readonly object[] }[]) : []
      if (!row) return body
      const Description =
        'Oak board, planed and oiled, 27 x 140 mm, delivered to the site and carried to the second floor'
      const LineItems = Array.from({ length: 25 }, () => ({ ...row.LineItems[0], Description }))
      const Invoices = Array.from({ length: 1_000 }, (_each, at) => ({ ...row, InvoiceID: `i-${at}`, LineItems }))
      return { ...Object(body), Invoices }
    }
    const session = bench.connector.open(bench.grant, sendTo(bench, { tamper: bulky }))
    const { snapshots } = await session.changes(['invoice'], null)
    expect(snapshots).toHaveLength(1_000)
    expect(snapshots[999]?.lines).toHaveLength(25)
  })

  test('a payment moves its invoice, and its cancellation moves it back', async () => {
    const bench = start()
    const session = openSession(bench)
    const open = (await all(session, ['invoice'])).find(
      ({ fields }) => fields['state'] === 'open' && fields['kind'] === 'invoice',
    )
    const ends = {
      invoice: (await listing(session, ['invoice'])).end,
      payment: (await listing(session, ['payment'])).end,
    }
    bench.clock.advance(60_000)
    const made = bench.simulator.admin.pay(MAIN, open?.id ?? '')
    expect((await listing(session, ['invoice'], ends.invoice)).snapshots).toMatchObject([
      { id: open?.id, fields: { state: 'paid', balance: 0, paid: open?.fields['total'] } },
    ])
    const { snapshots, end } = await listing(session, ['payment'], ends.payment)
    expect(snapshots).toMatchObject([
      {
        fields: { amount: open?.fields['total'] },
        lines: [{ parents: { invoice: open?.id } }],
        parents: open?.parents,
      },
    ])
    bench.clock.advance(60_000)
    bench.simulator.admin.unpay(MAIN, String(made['PaymentID']))
    expect((await listing(session, ['payment'], end)).snapshots).toMatchObject([
      { removed: true, fields: { state: 'cancelled' } },
    ])
    expect(await session.read('invoice', [open?.id ?? ''])).toMatchObject([{ fields: { state: 'open' } }])
  })

  test('an archived contact is removed, and so is the person in it', async () => {
    const bench = start()
    const session = openSession(bench)
    const { snapshots, end } = await listing(session, ['customer', 'contact'])
    const person = snapshots.find(({ entity }) => entity === 'contact')
    bench.clock.advance(60_000)
    bench.simulator.admin.archive(MAIN, person?.id ?? '')
    expect((await listing(session, ['customer', 'contact'], end)).snapshots).toMatchObject([
      { entity: 'customer', id: person?.id, removed: true },
      { entity: 'contact', id: person?.id, removed: true },
    ])
  })

  test('every organisation that the consent reaches is offered, and a disconnected one is told', async () => {
    const bench = start()
    const session = openSession(bench)
    expect(await session.companies()).toMatchObject([
      { id: MAIN, name: 'Hartwell Trading Ltd', currency: 'GBP' },
      { id: SECOND, currency: 'GBP' },
    ])
    bench.simulator.admin.disconnect(MAIN)
    expect(await problemOf(() => session.people())).toEqual({ kind: 'forbidden', scope: 'organisation' })
    expect(await session.companies()).toMatchObject([{ id: SECOND }])
  })

  test('when the calls of a day are used up, we wait as long as Xero says', async () => {
    const bench = start()
    const session = openSession(bench)
    await session.people()
    bench.simulator.admin.spend(MAIN, 5_000)
    const problem = await problemOf(() => session.changes(['customer', 'contact'], null))
    expect(problem).toMatchObject({ kind: 'slow-down' })
    expect(problem?.kind === 'slow-down' && problem.until - bench.clock.now()).toBeGreaterThan(20 * 3_600_000)
  })
})

describe('webhooks of Xero', () => {
  test('while the address is saved, empty calls are judged: the signed ones taken, the wrong ones refused', async () => {
    const answers: number[] = []
    const deliver: typeof fetch = (_url, init) => {
      const headers = Object.fromEntries(new Headers(init?.headers))
      const received = xero.receive({ headers, body: Buffer.from(String(init?.body)) }, [WEBHOOK_KEY])
      answers.push(received.kind === 'rejected' ? 401 : 200)
      return Promise.resolve(new Response(null, { status: answers.at(-1) ?? 500 }))
    }
    const simulator = simulated({ clock: jumpingClock(), size: SMALL, deliver })
    expect(await simulator.admin.saveWebhook('https://concord.test/api/webhooks/xero')).toBe(true)
    expect(answers.sort()).toEqual([200, 200, 401, 401])
  })

  test('a contact is a hint at the customer and its person, an invoice and a credit note at the invoice', async () => {
    const bench = start()
    const { admin } = bench.simulator
    const note = admin.list(MAIN, 'creditNotes').find(({ Status }) => Status === 'AUTHORISED')
    admin.edit(MAIN, 'contacts', String(admin.list(MAIN, 'contacts')[0]?.['ContactID']), { Name: 'Hinted' })
    admin.edit(MAIN, 'creditNotes', String(note?.['CreditNoteID']), { Reference: 'again' })
    const call = admin.takeWebhook()
    const received = xero.receive({ headers: call?.headers ?? {}, body: Buffer.from(call?.body ?? '') }, [WEBHOOK_KEY])
    expect(received).toMatchObject({
      kind: 'hints',
      hints: [
        { company: MAIN, entity: 'customer' },
        { company: MAIN, entity: 'contact' },
        { company: MAIN, entity: 'invoice', id: note?.['CreditNoteID'] },
      ],
    })
    await expect(Promise.resolve(admin.takeWebhook())).resolves.toBeNull()
  })

  test('a bill and the credit note of a supplier are called, too, and are no invoices of ours', async () => {
    const bench = start()
    const { admin } = bench.simulator
    const bill = admin.list(MAIN, 'invoices').find(({ Type }) => Type === 'ACCPAY')
    const note = admin.list(MAIN, 'creditNotes').find(({ Status }) => Status === 'AUTHORISED')
    admin.edit(MAIN, 'invoices', String(bill?.['InvoiceID']), { Reference: 'again' })
    admin.edit(MAIN, 'creditNotes', String(note?.['CreditNoteID']), { Type: 'ACCPAYCREDIT' })
    const call = admin.takeWebhook()
    const received = xero.receive({ headers: call?.headers ?? {}, body: Buffer.from(call?.body ?? '') }, [WEBHOOK_KEY])
    const ids = received.kind === 'hints' ? received.hints.map(({ id }) => id) : []
    expect(ids).toEqual([bill?.['InvoiceID'], note?.['CreditNoteID']])
    expect(await openSession(bench).read('invoice', ids)).toEqual([])
  })
})
