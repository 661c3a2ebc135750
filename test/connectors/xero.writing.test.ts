import { describe, expect, test } from 'vitest'
import type { Content } from '@/lib/model/connector'
import { MAIN } from '@/sandbox/xero'
import { createOf, created, idsOf, removeOf, updateOf } from './sample'
import { openSession, sendTo } from './stage'
import { all, calls, company, one, start } from './xero.bench'

describe('writing to Xero', () => {
  test('fifty new customers are one call, and one that is refused does not fail the others', async () => {
    const bench = start()
    const session = openSession(bench)
    await session.people()
    const [taken] = (await all(session, ['customer', 'contact'])).filter(({ removed }) => !removed)
    const names = Array.from({ length: 49 }, (_, at) => `New ${at}`)
    bench.simulator.forgetCalls()
    const outcomes = await session.write(
      'customer',
      [...names, String(taken?.fields['name'])].map((name) => createOf('customer', company(name), `m ${name}`)),
    )
    expect(outcomes.slice(0, 49).every(({ ok }) => ok)).toBe(true)
    // A name that is taken leads to the record that has it, by one search more.
    expect(outcomes[49]).toMatchObject({ ok: false, problem: { kind: 'changed-meanwhile', seen: [taken?.id] } })
    expect(calls(bench)).toEqual(['PUT /api.xro/2.0/Contacts', 'GET /api.xro/2.0/Contacts'])
  })

  test('answers in another order than the records were sent in tie no record to a stranger', async () => {
    const bench = start()
    const turned = (body: unknown): unknown => {
      const rows: unknown = Reflect.get(Object(body), 'Contacts')
      return Array.isArray(rows) ? { ...Object(body), Contacts: rows.toReversed() } : body
    }
    const session = bench.connector.open(bench.grant, sendTo(bench, { tamper: turned }))
    const names = ['Alpha', 'Beta', 'Gamma']
    const outcomes = await session.write(
      'customer',
      names.map((name) => createOf('customer', company(name), `m ${name}`)),
    )
    expect(outcomes.map((each) => (each.ok ? each.receipt.shown?.fields['name'] : each.problem.kind))).toEqual([
      ...['unreachable', 'Beta', 'unreachable'],
    ])
    expect(await session.find('customer', 'm Alpha')).toMatchObject([{ fields: { name: 'Alpha' } }])
  })

  test('a part of an address is told with the rest of it, so that nothing is lost', async () => {
    const bench = start()
    const session = openSession(bench)
    const made = await created(
      bench,
      session,
      'customer',
      company('Whole Ltd', { street: '1 High St', city: 'Leeds', country: 'FR' }),
      'm',
    )
    const [before] = await session.read('customer', [made])
    if (!before) throw new Error('not read back')
    bench.simulator.forgetCalls()
    const after = one(await session.write('customer', [updateOf('customer', before, { city: 'York' })]))
    expect(after.fields).toMatchObject({ street: '1 High St', city: 'York', country: 'FR' })
    // What was just read for the check is what the rest comes from.
    expect(calls(bench)).toEqual(['POST /api.xro/2.0/Contacts'])
  })

  test('who a letter is for stays in the address when another part of it changes', async () => {
    const bench = start()
    const session = openSession(bench)
    const address = { AddressType: 'POBOX', AddressLine1: '1 High St', City: 'Leeds', AttentionTo: 'Accounts payable' }
    const theirs = bench.simulator.admin.create(MAIN, 'contacts', { Name: 'Attended Ltd', Addresses: [address] })
    const id = String(theirs['ContactID'])
    const [before] = await session.read('customer', [id])
    if (!before) throw new Error('not read')
    await session.write('customer', [updateOf('customer', before, { city: 'York' })])
    const shown = bench.simulator.admin.get(MAIN, 'contacts', id)
    expect(shown['Addresses']).toContainEqual({ ...address, City: 'York' })
  })

  test('a customer has room for one person: an empty place is filled, the same person is there already, another is refused', async () => {
    const bench = start()
    const session = openSession(bench)
    const customer = await created(bench, session, 'customer', company('Room Ltd'), 'c')
    const person = (lastName: string): Content => ({ fields: { firstName: 'Ana', lastName }, parents: { customer } })
    const [twice, second] = await session.write('contact', [
      createOf('contact', person('Ruiz'), 'p1'),
      createOf('contact', person('Gil'), 'p2'),
    ])
    expect(twice).toMatchObject({ ok: true, receipt: { id: customer } })
    const refused = { kind: 'rejected', field: 'parent:customer', detail: 'one-person' }
    expect(second).toMatchObject({ ok: false, problem: refused })
    expect(await session.write('contact', [createOf('contact', person('Ruiz'), 'p1')])).toMatchObject([{ ok: true }])
    expect(await session.write('contact', [createOf('contact', person('Gil'), 'p2')])).toMatchObject([
      { ok: false, problem: refused },
    ])
    expect(idsOf(await session.find('customer', 'c'))).toEqual([customer])
    expect(idsOf(await session.find('contact', 'p1'))).toEqual([customer])
  })

  test("another system's number of a contact is left alone", async () => {
    const bench = start()
    const session = openSession(bench)
    const theirs = bench.simulator.admin.create(MAIN, 'contacts', { Name: 'Theirs', ContactNumber: 'SHOP-77' })
    const customer = String(theirs['ContactID'])
    const content: Content = { fields: { firstName: 'Ana', lastName: 'Ruiz' }, parents: { customer } }
    expect(await session.write('contact', [createOf('contact', content, 'p')])).toMatchObject([{ ok: true }])
    expect(bench.simulator.admin.get(MAIN, 'contacts', customer)).toMatchObject({
      ContactNumber: 'SHOP-77',
      LastName: 'Ruiz',
    })
  })

  test('long marks of both fit into the fifty characters of one number', async () => {
    const bench = start()
    const session = openSession(bench)
    const [a, b] = ['0190b7a1-1111-7000-8000-0123456789ab', '0190b7a1-2222-7000-8000-ba9876543210']
    const customer = await created(bench, session, 'customer', company('Marked Ltd'), a ?? '')
    const person: Content = { fields: { lastName: 'Ruiz' }, parents: { customer } }
    await created(bench, session, 'contact', person, b ?? '')
    expect(await session.find('customer', a ?? '')).toMatchObject([{ id: customer, marker: a }])
    expect(await session.find('contact', b ?? '')).toMatchObject([{ id: customer, marker: b }])
  })

  test('where the administrator chose so, a deal becomes a draft invoice with its lines, once approved an invoice', async () => {
    const bench = start({ 'calls-per-day': ['5000'], 'document-kind': ['draft-invoice'] })
    const session = openSession(bench)
    const customer = await created(bench, session, 'customer', company('Deal Ltd'), 'c')
    const [product] = await all(session, ['product'])
    const parents = { product: product?.id ?? '' }
    const line = { fields: { description: 'Oak', quantity: '3', price: '1.2345', discount: '10', total: 333 }, parents }
    const deal: Content = { fields: { name: 'Fit-out', currency: 'EUR' }, parents: { customer }, lines: [line] }
    const made = one(await session.write('document', [createOf('document', deal, 'd')]))
    expect(made).toMatchObject({
      marker: 'd',
      fields: { kind: 'draft-invoice', state: 'draft', name: 'Fit-out', netTotal: 333 },
    })
    expect(made.lines).toMatchObject([line])
    expect(idsOf(await session.find('document', 'd'))).toEqual([made.id])
    bench.simulator.admin.edit(MAIN, 'invoices', made.id, { Status: 'AUTHORISED', DueDate: '2026-12-31' })
    expect(await session.read('document', [made.id])).toMatchObject([{ fields: { state: 'invoiced' }, marker: 'd' }])
    expect(await session.read('invoice', [made.id])).toMatchObject([{ fields: { state: 'open', kind: 'invoice' } }])
  })

  test('a draft invoice is known again although its deal has a sign like our mark in its name, and somebody wrote behind ours', async () => {
    const bench = start({ 'calls-per-day': ['5000'], 'document-kind': ['draft-invoice'] })
    const session = openSession(bench)
    const customer = await created(bench, session, 'customer', company('Deck Ltd'), 'c')
    const deal: Content = { fields: { name: 'Deck ~30 m2', netTotal: 100_00 }, parents: { customer } }
    const made = one(await session.write('document', [createOf('document', deal, 'd')]))
    expect(made).toMatchObject({ marker: 'd', fields: { name: 'Deck ~30 m2' } })
    bench.simulator.admin.edit(MAIN, 'invoices', made.id, { Reference: 'Deck ~30 m2 ~d PO 7' })
    expect(await session.find('document', 'd')).toMatchObject([{ id: made.id, fields: { name: 'Deck ~30 m2' } }])
  })

  test('a deal without products is one line of its own', async () => {
    const bench = start()
    const session = openSession(bench)
    const customer = await created(bench, session, 'customer', company('Bare Ltd'), 'c')
    const deal: Content = { fields: { name: 'Advice', netTotal: 1_250_00, currency: 'GBP' }, parents: { customer } }
    const made = one(await session.write('document', [createOf('document', deal, 'd')]))
    expect(made).toMatchObject({ fields: { netTotal: 1_250_00, state: 'draft', kind: 'quote' } })
    expect(await session.write('document', [removeOf('document', made.id)])).toMatchObject([{ ok: true }])
    expect(await session.read('document', [made.id])).toMatchObject([{ removed: true }])
  })

  test('a price finer than a cent keeps the amount of a quote, which knows cents only: the line becomes one piece', async () => {
    const bench = start()
    const session = openSession(bench)
    const customer = await created(bench, session, 'customer', company('Screws Ltd'), 'c')
    const line = { fields: { description: 'Screws', quantity: '1000', price: '0.0125', discount: '0' }, parents: {} }
    const deal: Content = { fields: { name: 'Screws', netTotal: 12_50 }, parents: { customer }, lines: [line] }
    const made = one(await session.write('document', [createOf('document', deal, 'd')]))
    expect(made).toMatchObject({ fields: { kind: 'quote', netTotal: 12_50 } })
    expect(made.lines).toMatchObject([
      { fields: { description: 'Screws', quantity: '1', price: '12.5', total: 12_50 } },
    ])
  })

  test('the amount of a deal and what its products come to must agree', async () => {
    const session = openSession(start())
    const [customer] = (await all(session, ['customer', 'contact'])).filter(({ removed }) => !removed)
    const deal = { fields: { name: 'Roof', netTotal: 1_007_00 }, parents: { customer: customer?.id ?? '' } }
    const lines = [{ fields: { description: 'Tiles', quantity: '2', price: '500' }, parents: {} }]
    const outcome = await session.write('document', [createOf('document', { ...deal, lines }, 'differs')])
    const problem = { kind: 'rejected', field: 'netTotal', detail: 'amount-differs' }
    expect(outcome).toEqual([{ ok: false, problem }])
    expect(await session.find('document', 'differs')).toEqual([])
  })

  test('a name that another contact bears is refused to an edit in words that the texts know', async () => {
    const bench = start()
    const session = openSession(bench)
    const [first, second] = (await all(session, ['customer', 'contact'])).filter(
      ({ entity, removed }) => entity === 'customer' && !removed,
    )
    if (!first || !second) throw new Error('Two customers are needed')
    const outcome = await session.write('customer', [
      updateOf('customer', second, { name: first.fields['name'] ?? null }),
    ])
    expect(outcome).toEqual([{ ok: false, problem: { kind: 'rejected', field: 'name', detail: 'name-taken' } }])
  })

  test('a customer that was archived meanwhile takes no person', async () => {
    const bench = start()
    const session = openSession(bench)
    const customer = await created(bench, session, 'customer', company('Gone Ltd'), 'c')
    await session.write('customer', [removeOf('customer', customer)])
    const person: Content = { fields: { lastName: 'Ruiz' }, parents: { customer } }
    expect(await session.write('contact', [createOf('contact', person, 'p')])).toMatchObject([
      { ok: false, problem: { kind: 'missing' } },
    ])
  })
})
