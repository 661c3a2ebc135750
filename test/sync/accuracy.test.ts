import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Flat } from '@/lib/model/record'
import type { RecordClass } from '@/lib/model/state'
import { sides, type Entity, type Side } from '@/lib/model/words'
import { accuracy } from '@/lib/sync/accuracy'
import { reconcile, type Account, type Listed, type Remembered } from '@/lib/sync/reconcile'

const listed = (entity: Entity, id: string, more: Partial<Listed> = {}): Listed => ({
  side: 'books',
  entity,
  id,
  removed: false,
  flat: { name: `Name ${id}` },
  ...more,
})
const known = (standing: RecordClass, seen: Flat = {}): Remembered => ({ class: standing, seen })
const joined = () => ['name', 'phone']
const inSync: RecordClass = { kind: 'in-sync' }

describe('the account of every record', () => {
  const remembered = new Map([
    ['account:1', known(inSync, { name: 'Name 1' })],
    ['contact:1', known({ kind: 'parked', reason: 'ambiguous' })],
  ])
  test.each<readonly [string, Entity, string, RecordClass]>([
    ['is its class', 'customer', '1', inSync],
    ['is its class after a conversion too', 'prospect', '1', inSync],
    ['is that of its own identity space', 'contact', '1', { kind: 'parked', reason: 'ambiguous' }],
    ['is unexplained where no link knows it', 'customer', '2', { kind: 'unexplained' }],
  ])('%s', (_story, entity, id, expected) => {
    for (const side of sides)
      expect(reconcile([listed(entity, id, { side })], remembered, joined)).toMatchObject([
        { side, entity, id, class: expected },
      ])
  })

  test('leaves out what is removed', () => {
    expect(reconcile([listed('customer', '1', { removed: true })], remembered, joined)).toEqual([])
  })

  test('says which fields moved since a run last read it; then it is on its way, not in step', () => {
    const flat = { name: 'Other', phone: '+33145678901', note: 'not joined' }
    expect(reconcile([listed('customer', '1', { flat })], remembered, joined)).toMatchObject([
      { class: { kind: 'in-flight' }, moved: ['name', 'phone'] },
    ])
  })

  test('takes a key that the listing does not show for nothing, and an empty one for empty', () => {
    expect(reconcile([listed('customer', '1', { flat: { phone: null } })], remembered, joined)).toMatchObject([
      { class: inSync, moved: [] },
    ])
  })
})

describe('what complete listings prove', () => {
  const account = (entity: Entity, side: Side, id: string, flat: Flat, standing: RecordClass = inSync): Account => ({
    entity,
    side,
    id,
    flat,
    class: standing,
    known: true,
    moved: [],
  })
  const invoice = (side: Side, id: string, total: number, more: Flat = {}) =>
    account('invoice', side, id, { total, currency: 'EUR', date: '2026-03-01', ...more })

  test('money of both sides by currency and month, to the cent; a credit note takes away', () => {
    const { money } = accuracy([
      invoice('books', '1', 10_05),
      invoice('crm', 'a', 10_05),
      invoice('books', '2', 3_00, { kind: 'credit-note' }),
      invoice('crm', 'b', -3_00, { kind: 'credit-note' }),
      invoice('books', '3', 500, { currency: 'JPY' }),
      account('payment', 'books', '9', { amount: 7_00, currency: 'EUR', date: '2026-04-02' }),
    ])
    expect(money).toEqual([
      {
        entity: 'invoice',
        currency: 'EUR',
        period: '2026-03',
        count: { crm: 2, books: 2 },
        amount: { crm: 705, books: 705 },
      },
      {
        entity: 'invoice',
        currency: 'JPY',
        period: '2026-03',
        count: { crm: 0, books: 1 },
        amount: { crm: 0, books: 500 },
      },
      {
        entity: 'payment',
        currency: 'EUR',
        period: '2026-04',
        count: { crm: 0, books: 1 },
        amount: { crm: 0, books: 700 },
      },
    ])
  })

  test('money of records that stand on one side for a reason is not compared', () => {
    const waiting = account('invoice', 'books', '1', { total: 5 }, { kind: 'waiting', reason: 'waits-for-parent' })
    expect(accuracy([waiting]).money).toEqual([])
    expect(accuracy([waiting]).classes).toEqual([
      { side: 'books', entity: 'invoice', kind: 'waiting', reason: 'waits-for-parent', count: 1 },
    ])
  })

  test('money on its way counts, what has no amount does not, and neither currency nor month is made up', () => {
    const bare = (side: Side, id: string, flat: Flat) => account('invoice', side, id, flat, { kind: 'in-flight' })
    const { money } = accuracy([
      invoice('books', '1', 700),
      bare('crm', 'a', { total: 100, currency: 'EUR' }),
      bare('crm', 'b', { total: 200, date: '2026-03-09' }),
      bare('crm', 'c', { total: 300, currency: 5, date: 5 }),
      bare('crm', 'd', { total: null, currency: 'EUR', date: '2026-03-09' }),
      bare('crm', 'e', { total: 'much', currency: 'EUR', date: '2026-03-09' }),
    ])
    const shown = money.map(({ currency, period, count, amount }) => [
      currency,
      period,
      count.crm,
      amount.crm + amount.books,
    ])
    expect(shown).toEqual([
      [null, null, 1, 300],
      [null, '2026-03', 1, 200],
      ['EUR', null, 1, 100],
      ['EUR', '2026-03', 0, 700],
    ])
  })

  test('records are counted apart by entity, side, class and reason, in one order however they were listed', () => {
    const all = [
      account('customer', 'books', '1', {}),
      account('customer', 'books', '2', {}, { kind: 'waiting', reason: 'waits-for-parent' }),
      account('customer', 'books', '3', {}, { kind: 'waiting', reason: 'ambiguous' }),
      account('customer', 'crm', '4', {}),
      account('contact', 'books', '5', {}),
      account('customer', 'books', '6', {}),
    ]
    const told = (listedIn: readonly Account[]) =>
      accuracy(listedIn).classes.map(
        ({ entity, side, kind, reason, count }) => `${entity} ${side} ${kind} ${reason} ${count}`,
      )
    expect(told(all)).toEqual([
      'contact books in-sync null 1',
      'customer books in-sync null 2',
      'customer books waiting ambiguous 1',
      'customer books waiting waits-for-parent 1',
      'customer crm in-sync null 1',
    ])
    expect(told([...all].reverse())).toEqual(told(all))
  })

  test('every difference has a name and, where it moved, its fields; what waits for its turn is none', () => {
    const idle = account('customer', 'crm', '7', { name: 'Duval', code: 'C7' }, { kind: 'unexplained' })
    const unread: Account = { ...account('customer', 'crm', '6', {}, { kind: 'unexplained' }), known: false }
    const inFlight: RecordClass = { kind: 'in-flight' }
    const moved: Account = { ...account('customer', 'books', '8', { name: 'Roche' }, inFlight), moved: ['name'] }
    const { differences } = accuracy([idle, unread, moved, account('customer', 'books', '9', {}, inFlight)])
    expect(differences).toEqual([
      { side: 'crm', entity: 'customer', id: '7', name: 'Duval · C7', kind: 'unexplained', fields: [] },
      { side: 'crm', entity: 'customer', id: '6', name: '6', kind: 'unread', fields: [] },
      { side: 'books', entity: 'customer', id: '8', name: 'Roche', kind: 'moved', fields: ['name'] },
    ])
  })

  test('a great many differences are all counted, and the first ones named', () => {
    const many = Array.from({ length: 700 }, (_, at) =>
      account('customer', 'crm', `${at}`, {}, { kind: 'unexplained' }),
    )
    const found = accuracy(many)
    expect([found.different, found.differences.length]).toEqual([700, 500])
  })

  test('whatever the records, each is counted exactly once', () => {
    const kinds = ['in-sync', 'in-flight', 'removed', 'unexplained'] as const
    const one = fc.record({
      side: fc.constantFrom(...sides),
      entity: fc.constantFrom<Entity>('customer', 'invoice', 'payment'),
      kind: fc.constantFrom(...kinds),
      total: fc.option(fc.integer()),
    })
    fc.assert(
      fc.property(fc.array(one, { maxLength: 60 }), (drawn) => {
        const accounts = drawn.map(({ side, entity, kind, total }, at) =>
          account(entity, side, `${at}`, { total }, { kind }),
        )
        const { records, classes } = accuracy(accounts)
        expect(classes.reduce((sum, { count }) => sum + count, 0)).toBe(accounts.length)
        expect(records).toBe(accounts.length)
      }),
    )
  })
})
