import { describe, expect, test } from 'vitest'
import { quickbooks } from '@/lib/connectors/quickbooks'
import type { Content, Outcome, Write } from '@/lib/model/connector'
import type { Entity } from '@/lib/model/words'
import { MAIN } from '@/sandbox/quickbooks'
import { startQuickBooks } from './quickbooks.bench'
import { createOf, listing, removeOf, updateOf } from './sample'
import { openSession } from './stage'

type Bench = ReturnType<typeof startQuickBooks>

const AMY = "Amy's Bird Sanctuary 1"
const LONELY = "Geeta's Diner 4"

const one = async (bench: Bench, write: Write): Promise<Outcome | undefined> => {
  const [outcome] = await openSession(bench).write(write.entity, [write])
  return outcome
}
const idOf = (outcome: Outcome | undefined): string => (outcome?.ok ? outcome.receipt.id : JSON.stringify(outcome))
const named = (bench: Bench, name: string): string => String(bench.simulator.admin.get(MAIN, 'Customer', name)['Id'])
const content = (fields: Content['fields'], parents: Content['parents'] = {}): Content => ({ fields, parents })
const writesOf = (bench: Bench): number => bench.simulator.calls().filter(({ method }) => method === 'POST').length

describe('customers', () => {
  test('thirty are written in one call, and a refused one spoils none of the others', async () => {
    const bench = startQuickBooks()
    const writes = Array.from({ length: 31 }, (_each, n) =>
      createOf('customer', content({ name: n === 7 ? 'a:b' : `New ${n}` }), `m${n}`),
    )
    const outcomes = await openSession(bench).write('customer', writes)
    expect(outcomes.map(({ ok }) => ok)).toEqual(writes.map((_each, n) => n !== 7))
    expect(outcomes[7]).toMatchObject({ ok: false, problem: { kind: 'rejected', field: 'name' } })
    expect(writesOf(bench)).toBe(2)
  })

  test('a name that a customer has leads to that customer, and makes no second one', async () => {
    const bench = startQuickBooks()
    const outcome = await one(bench, createOf('customer', content({ name: AMY.toUpperCase() }), 'm'))
    expect(outcome).toEqual({ ok: false, problem: { kind: 'changed-meanwhile', seen: [named(bench, AMY)] } })
    expect(bench.simulator.admin.list(MAIN, 'Customer')).toHaveLength(7)
  })

  test('a name that a supplier, an employee or a project has is refused for good, so that nobody tries for ever', async () => {
    const bench = startQuickBooks()
    for (const name of ['Books by Bessie', 'Emily Platt', 'Kitchen remodel']) {
      expect(await one(bench, createOf('customer', content({ name }), 'm'))).toMatchObject({
        ok: false,
        problem: {
          kind: 'rejected',
          field: 'name',
          detail: 'name-taken',
        },
      })
    }
    const [amy] = await openSession(bench).read('customer', [named(bench, AMY)])
    if (!amy) throw new Error('no Amy')
    expect(await one(bench, updateOf('customer', amy, { name: 'Emily Platt' }))).toMatchObject({
      problem: { kind: 'rejected', field: 'name' },
    })
  })

  test('the name of an inactive customer is free again', async () => {
    const bench = startQuickBooks()
    const before = named(bench, AMY)
    await one(bench, removeOf('customer', before))
    const outcome = await one(bench, createOf('customer', content({ name: AMY }), 'm'))
    expect(outcome).toMatchObject({ ok: true, receipt: { version: '0' } })
    expect(idOf(outcome)).not.toBe(before)
  })

  test('the same batch sent twice is done once, and a batch under a used number does not pass for what it made then', async () => {
    const bench = startQuickBooks()
    const write = createOf('customer', content({ name: 'Twice' }), 'm-1')
    const first = await one(bench, write)
    expect(await one(bench, write)).toEqual(first)
    const other = { ...write, marker: 'm-2', fields: { name: 'Other' } }
    expect(await one(bench, other)).toEqual({ ok: false, problem: { kind: 'changed-meanwhile', seen: [idOf(first)] } })
    expect(bench.simulator.admin.list(MAIN, 'Customer').map((each) => each['DisplayName'])).not.toContain('Other')
  })

  test('part of an address changes, the rest of it stays; notes change, our mark stays and is shown to nobody', async () => {
    const bench = startQuickBooks()
    const made = idOf(
      await one(
        bench,
        createOf(
          'customer',
          content({ name: 'Marked', street: '1 Rd', street2: 'B', city: 'Lyon', notes: 'old' }),
          'mark',
        ),
      ),
    )
    const session = openSession(bench)
    const [before] = await session.read('customer', [made])
    if (!before) throw new Error('not read')
    expect(before).toMatchObject({ marker: 'mark', fields: { notes: 'old', street2: 'B' } })
    await one(bench, updateOf('customer', before, { city: 'Nice', notes: 'new\nlines' }))
    const [after] = await session.read('customer', [made])
    expect(after).toMatchObject({ marker: 'mark', fields: { ...before.fields, city: 'Nice', notes: 'new\nlines' } })
    expect(bench.simulator.admin.get(MAIN, 'Customer', made)['Notes']).toBe('new\nlines\n[concord:customer=mark]')
  })

  test('a write to what a person changed meanwhile is sent back, a payment in between is no such change', async () => {
    const bench = startQuickBooks()
    const [before] = await openSession(bench).read('customer', [named(bench, AMY)])
    if (!before) throw new Error('no Amy')
    const own = bench.simulator.admin
      .list(MAIN, 'Invoice')
      .find((each) => JSON.stringify(each['CustomerRef']).includes(`"${before.id}"`))
    bench.simulator.admin.pay(MAIN, String(own?.['Id']), 1)
    const fine = await one(bench, updateOf('customer', before, { phone: '+33145678901' }))
    expect(fine).toMatchObject({ ok: true, receipt: { shown: { fields: { phone: '+33145678901' } } } })
    const late = await one(bench, updateOf('customer', before, { phone: '+33145678902' }))
    expect(late).toEqual({ ok: false, problem: { kind: 'changed-meanwhile', seen: [before.id] } })
  })
})

describe('contacts', () => {
  test('a contact becomes the person of a customer without one, and nothing else of the customer moves', async () => {
    const bench = startQuickBooks()
    const customer = named(bench, LONELY)
    const [before] = await openSession(bench).read('customer', [customer])
    const made = await one(
      bench,
      createOf(
        'contact',
        content({ firstName: 'Geeta', lastName: 'Kalapatapu', mobile: '+16505550199' }, { customer }),
        'person',
      ),
    )
    expect(made).toMatchObject({ ok: true, receipt: { id: customer, shown: { entity: 'contact', marker: 'person' } } })
    const [after] = await openSession(bench).read('customer', [customer])
    expect(after?.fields).toEqual(before?.fields)
    expect(after?.marker).toBeUndefined()
  })

  test('a town that is told of a contact leaves the address of its customer as it is', async () => {
    const bench = startQuickBooks()
    const id = named(bench, AMY)
    const before = bench.simulator.admin.get(MAIN, 'Customer', id)['BillAddr']
    const [person] = await openSession(bench).read('contact', [id])
    if (!person) throw new Error('nobody')
    expect(await one(bench, updateOf('contact', person, { firstName: 'Amelia', city: null }))).toMatchObject({
      ok: true,
    })
    const after = bench.simulator.admin.get(MAIN, 'Customer', id)
    expect([after['GivenName'], after['BillAddr']]).toEqual(['Amelia', before])
    expect(before).toHaveProperty('Line1')
  })

  test('a second contact of a customer is refused in plain words and without a write', async () => {
    const bench = startQuickBooks()
    const outcome = await one(
      bench,
      createOf('contact', content({ lastName: 'Second' }, { customer: named(bench, AMY) }), 'm'),
    )
    expect(outcome).toEqual({
      ok: false,
      problem: {
        kind: 'rejected',
        field: 'parent:customer',
        detail: 'one-person',
      },
    })
    expect(writesOf(bench)).toBe(0)
  })

  test('a removed contact leaves its customer nameless and in place', async () => {
    const bench = startQuickBooks()
    const id = named(bench, AMY)
    expect(await one(bench, removeOf('contact', id))).toMatchObject({ ok: true })
    const session = openSession(bench)
    expect(await session.read('contact', [id])).toMatchObject([{ removed: true }])
    expect(await session.read('customer', [id])).toMatchObject([{ removed: false, fields: { name: AMY } }])
  })
})

describe('documents', () => {
  const deal = (customer: string, more: Content['fields'] = {}): Content =>
    content({ name: 'Garden, phase two', date: '2026-11-20', total: 1234_56, ...more }, { customer })

  test('a deal without products becomes an estimate of one line, with the chosen product', async () => {
    const bench = startQuickBooks()
    const made = await one(bench, createOf('document', deal(named(bench, AMY)), 'deal'))
    expect(made).toMatchObject({
      ok: true,
      receipt: {
        shown: {
          marker: 'deal',
          fields: { kind: 'quote', state: 'draft', total: 1234_56, netTotal: 1234_56, taxTotal: 0 },
          lines: [{ fields: { description: 'Garden, phase two', total: 1234_56 }, parents: { product: '1' } }],
        },
      },
    })
    expect(bench.simulator.admin.get(MAIN, 'Estimate', idOf(made))).toMatchObject({
      TotalAmt: 1234.56,
      TxnStatus: 'Pending',
    })
  })

  test('where the administrator says so it becomes an invoice that nobody has sent, and is both from then on', async () => {
    const bench = startQuickBooks({ chosen: { 'document-kind': ['draft-invoice'], 'line-item': ['1'] } })
    const session = openSession(bench)
    const made = idOf(await one(bench, createOf('document', deal(named(bench, AMY)), 'deal')))
    expect(await session.read('document', [made])).toMatchObject([
      { fields: { kind: 'draft-invoice', state: 'draft' } },
    ])
    expect(await session.read('invoice', [made])).toMatchObject([
      { fields: { kind: 'invoice', state: 'open', balance: 1234_56 } },
    ])
    expect(await session.find('document', 'deal')).toMatchObject([{ id: made }])
    const [document] = await session.read('document', [made])
    if (!document) throw new Error('not read')
    expect(await one(bench, updateOf('document', document, { expiryDate: '2027-01-31' }))).toMatchObject({ ok: true })
    expect(bench.simulator.admin.get(MAIN, 'Invoice', made)).toMatchObject({
      DueDate: '2027-01-31',
      PrivateNote: '[concord:document=deal]',
    })
    expect(await one(bench, removeOf('document', made))).toMatchObject({ ok: true })
    expect(await session.read('invoice', [made])).toMatchObject([{ removed: true }])
  })

  test('a customer that pays in yen gets an estimate in whole yen', async () => {
    const bench = startQuickBooks()
    const [yen] = (await listing(openSession(bench), quickbooks.feeds[0])).snapshots.filter(
      ({ entity, fields }) => entity === 'customer' && fields['currency'] === 'JPY',
    )
    const made = await one(bench, createOf('document', deal(yen?.id ?? '', { currency: 'JPY', total: 123_456 }), 'yen'))
    expect(made).toMatchObject({ ok: true, receipt: { shown: { fields: { currency: 'JPY', total: 123_456 } } } })
    expect(bench.simulator.admin.get(MAIN, 'Estimate', idOf(made))).toMatchObject({ TotalAmt: 123_456 })
  })

  test('what does not add up, has no customer or no product to sell is refused before anything is sent', async () => {
    const bench = startQuickBooks({ chosen: {} })
    const customer = named(bench, AMY)
    const refused = async (given: Content) => {
      const outcome = await one(bench, createOf('document', given, 'm'))
      return outcome && !outcome.ok && outcome.problem.kind === 'rejected' ? outcome.problem.field : outcome
    }
    const line = { fields: { description: 'x', quantity: '1', price: '5', total: 5_00 }, parents: { product: '1' } }
    expect(await refused(deal(customer))).toBe('lines')
    expect(await refused({ ...deal(customer), lines: [line] })).toBe('total')
    expect(await refused({ ...deal(customer), parents: {} })).toBe('parent:customer')
    expect(await refused(content({ name: 'x' }, { customer }))).toBe('total')
    expect(writesOf(bench)).toBe(0)
    expect(await refused({ ...deal(customer, { total: 5_00 }), lines: [line] })).toMatchObject({ ok: true })
  })

  test('lines that tell no amount cost what quantity, price and discount make of them', async () => {
    const bench = startQuickBooks()
    const line = (discount: string) => ({
      fields: { quantity: '3', price: '9.99', discount },
      parents: { product: '2' },
    })
    const lines = [line('0'), line('12.5')]
    const made = await one(bench, createOf('document', { ...deal(named(bench, AMY), { total: 56_19 }), lines }, 'm'))
    expect(made).toMatchObject({
      ok: true,
      receipt: {
        shown: { lines: [{ fields: { quantity: '3', total: 29_97 } }, { fields: { quantity: null, total: 26_22 } }] },
      },
    })
  })

  test('a discounted line keeps its amount to the cent although price and quantity cannot say it', async () => {
    const bench = startQuickBooks()
    const line = {
      fields: { description: 'x', quantity: '3', price: '10', discount: '33', total: 20_10 },
      parents: { product: '2' },
    }
    const made = await one(
      bench,
      createOf('document', { ...deal(named(bench, AMY), { total: 20_10 }), lines: [line] }, 'm'),
    )
    expect(made).toMatchObject({
      ok: true,
      receipt: { shown: { lines: [{ fields: { quantity: null, price: null, total: 20_10 } }] } },
    })
  })
})

describe('what is asked of the administrator', () => {
  test('what a deal becomes, and which service stands in for no product', async () => {
    const choices = await openSession(startQuickBooks()).choices?.()
    expect(choices).toMatchObject([
      { key: 'document-kind', proposed: ['quote'], values: [{ value: 'quote' }, { value: 'draft-invoice' }] },
      { key: 'line-item', proposed: [], many: false },
    ])
    expect(choices?.[1]?.values.length).toBeGreaterThan(1)
  })

  test.each(['product', 'invoice', 'payment'] satisfies Entity[])('%s stays in QuickBooks alone', async (entity) => {
    const bench = startQuickBooks()
    expect(await one(bench, createOf(entity, content({ name: 'No' }), 'm'))).toMatchObject({
      problem: { kind: 'rejected' },
    })
    expect(bench.simulator.calls()).toEqual([])
  })
})
