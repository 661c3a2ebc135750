import { describe, expect, test } from 'vitest'
import type { Flat, Half, Link } from '@/lib/model/record'
import type { ResolvedRule } from '@/lib/model/rule'
import type { Side } from '@/lib/model/words'
import { match, onlySide } from '@/lib/sync/match'
import { aHalf } from '../kit/aHalf'
import { aLink } from '../kit/aLink'
import { aRule } from '../kit/aRule'
import { someFacts } from '../kit/someFacts'

const nord = { company: 'Nord', open: false }
const rule = aRule({ identify: ['code', 'vatNumber'] })
const on = (side: Side, id: string, seen: Flat, part: Partial<Half> = {}): Link =>
  aLink({ id, [side]: aHalf({ id: `${side}-${id}`, seen, ...part }) })
const crm = (id: string, seen: Flat, part: Partial<Half> = {}): Link => on('crm', id, seen, part)
const books = (id: string, seen: Flat, part: Partial<Half> = {}): Link => on('books', id, seen, part)

/** `tie <link>`, `ambiguous <ids>` or `none`; the order of the pool never matters. */
function met(link: Link, pool: readonly Link[], ruled: ResolvedRule = rule, facts = someFacts()): string {
  const told = [pool, [...pool].reverse()].map((order) => {
    const found = match(link, order, ruled, facts)
    if (found.kind === 'tie') return `tie ${found.drop.id}`
    return found.kind === 'none' ? 'none' : `ambiguous ${[...found.candidates].sort().join(' ')}`
  })
  expect(told[0]).toBe(told[1])
  return told[0] ?? ''
}

describe('a newcomer meets its counterpart', () => {
  test.each<readonly [string, Flat, Flat, string]>([
    ['by the same code', { code: 'C1' }, { code: 'C1' }, 'tie b'],
    ['whatever the case and the spacing', { code: 'c 1' }, { code: ' C  1 ' }, 'tie b'],
    ['whatever the accents', { code: 'élan' }, { code: 'ELAN' }, 'tie b'],
    ['by a number', { code: 17 }, { code: '17' }, 'tie b'],
    [
      'by the second key where the first is empty',
      { code: null, vatNumber: 'FR1' },
      { code: 'C1', vatNumber: 'FR1' },
      'tie b',
    ],
    [
      'by the second key where the first differs',
      { code: 'X', vatNumber: 'FR1' },
      { code: 'C1', vatNumber: 'FR1' },
      'tie b',
    ],
    ['not by another code', { code: 'C1' }, { code: 'C2' }, 'none'],
    ['not by two empty codes', { code: null }, { code: null }, 'none'],
    ['not by two blank codes', { code: '' }, { code: '' }, 'none'],
    ['not by a code that is the VAT number of the other', { code: 'FR1' }, { vatNumber: 'FR1' }, 'none'],
    ['not by its name', { name: 'Durand' }, { name: 'Durand' }, 'none'],
  ])('%s', (_story, ours, theirs, expected) => {
    expect(met(crm('c', ours), [books('b', theirs)])).toBe(expected)
    const back = expected === 'tie b' ? 'tie c' : expected
    expect(met(books('b', theirs), [crm('c', ours)])).toBe(back)
  })

  test('also where a record of the CRM under the same id is another company’s', () => {
    const facts = someFacts({ elsewhere: (_space, id) => (id === 'books-b' ? nord : null) })
    expect(met(crm('c', { code: 'C1' }), [books('b', { code: 'C1' })], rule, facts)).toBe('tie b')
    const theirs = someFacts({ elsewhere: (_space, id) => (id === 'crm-c' ? nord : null) })
    expect(met(books('b', { code: 'C1' }), [crm('c', { code: 'C1' })], rule, theirs)).toBe('none')
  })

  test('never on its own side', () => {
    expect(met(crm('c', { code: 'C1' }), [crm('d', { code: 'C1' })])).toBe('none')
  })

  test('never in itself', () => {
    const link = crm('c', { code: 'C1' })
    expect(met(link, [link])).toBe('none')
  })

  test('also among records that somebody got back from the bin', () => {
    expect(met(crm('c', { code: 'C1' }), [{ ...books('b', { code: 'C1' }), gone: true }])).toBe('tie b')
  })

  test('only if it has one side', () => {
    const both = aLink({ crm: aHalf({ seen: { code: 'C1' } }), books: aHalf({ seen: { code: 'C1' } }) })
    expect(met(both, [books('b', { code: 'C1' })])).toBe('none')
    expect(met(aLink(), [books('b', { code: 'C1' })])).toBe('none')
  })
})

describe('no counterpart is', () => {
  const seen = { code: 'C1' }
  test.each<readonly [string, Link]>([
    ['a record that has its own already', aLink({ id: 'b', crm: aHalf({ seen }), books: aHalf({ seen }) })],
    ['a record of another kind with the same code', { ...books('b', seen), space: 'product' }],
    ['a removed record', books('b', seen, { removed: true })],
    ['a gravestone', { ...books('b', seen, { removed: true }), gone: true }],
    ['a record that left the filter', books('b', seen, { leftFilter: true })],
    ['a record out of the filter', books('b', { ...seen, kind: 'delivery' })],
  ])('%s', (_story, other) => {
    expect(met(crm('c', seen), [other], aRule({ only: { kind: 'contact' } }))).toBe('none')
  })

  test('a CRM record that another company holds', () => {
    const facts = someFacts({
      elsewhere: (space, id) => (space === 'account' && id === 'crm-c' ? nord : null),
    })
    expect(met(books('b', seen), [crm('c', seen)], rule, facts)).toBe('none')
    expect(met(books('b', seen), [crm('c', seen), crm('d', seen)], rule, facts)).toBe('tie d')
  })
})

describe('keys are asked in their order', () => {
  test('and the first that answers decides', () => {
    const pool = [books('byVat', { code: 'X', vatNumber: 'FR1' }), books('byCode', { code: 'C1', vatNumber: 'FR2' })]
    expect(met(crm('c', { code: 'C1', vatNumber: 'FR1' }), pool)).toBe('tie byCode')
  })

  test('so that a candidate which another record meets by an earlier key is spoken for', () => {
    const pool = [crm('c', { code: 'A1', vatNumber: 'FR1' }), books('a1', { code: 'A1', vatNumber: 'FR1' })]
    expect(met(books('a2', { code: 'A2', vatNumber: 'FR1' }), pool)).toBe('none')
    expect(
      met(books('a1', { code: 'A1', vatNumber: 'FR1' }), [
        pool[0] ?? aLink(),
        books('a2', { code: 'A2', vatNumber: 'FR1' }),
      ]),
    ).toBe('tie c')
  })

  test('and a rival that has nothing to do with it is no rival, under whichever key they meet', () => {
    expect(met(crm('c', { vatNumber: 'FR1' }), [books('b', { vatNumber: 'FR1' }), crm('d', { code: 'X' })])).toBe(
      'tie b',
    )
  })

  test('and a rival with a counterpart of its own is no rival', () => {
    const pool = [
      crm('free', { code: null, vatNumber: 'FR1' }),
      crm('mate', { code: 'A1', vatNumber: 'FR9' }),
      books('a1', { code: 'A1', vatNumber: 'FR1' }),
    ]
    expect(met(books('a2', { code: 'A2', vatNumber: 'FR1' }), pool)).toBe('tie free')
  })
})

describe('a person is asked', () => {
  const seen = { code: 'IT' }
  test('where two records could be the counterpart', () => {
    expect(met(crm('c', seen), [books('b', seen), books('d', seen)])).toBe('ambiguous books-b books-d')
  })

  test('where another record of the same side wants the same counterpart', () => {
    expect(met(crm('c', seen), [books('b', seen), crm('d', seen)])).toBe('ambiguous books-b')
  })

  test('where both are doubled', () => {
    const pool = [crm('d', seen), books('b', seen), books('e', seen)]
    expect(met(crm('c', seen), pool)).toBe('ambiguous books-b books-e')
  })

  test('not where the doubles have no counterpart at all', () => {
    expect(met(crm('c', seen), [crm('d', seen)])).toBe('none')
  })

  test('not where the double is removed', () => {
    expect(met(crm('c', seen), [books('b', seen), crm('d', seen, { removed: true })])).toBe('tie b')
  })
})

describe('a neighbour', () => {
  test('with which there is nothing in common is in nobody’s way', () => {
    expect(met(crm('c', { code: 'C1' }), [books('b', { code: 'C1' }), crm('d', { code: 'C2' })])).toBe('tie b')
    expect(met(books('b', { code: 'C1' }), [crm('c', { code: 'C1' }), books('e', { code: 'C2' })])).toBe('tie c')
  })
})

describe('our own mark', () => {
  test('ties a record that we created, whatever its fields say by now', () => {
    expect(met(crm('c', { code: 'X' }, { marker: 'b' }), [books('b', { code: 'C1' })])).toBe('tie b')
    expect(met(books('b', { code: 'C1' }), [crm('c', { code: 'X' }, { marker: 'b' })])).toBe('tie c')
  })

  test('comes before every key', () => {
    const pool = [books('b', { code: 'C1' }), books('e', { code: 'C9' })]
    expect(met(crm('c', { code: 'C9' }, { marker: 'b' }), pool)).toBe('tie b')
  })

  test('of another record is no match', () => {
    expect(met(crm('c', { code: 'X' }, { marker: 'z' }), [books('b', { code: 'C1' })])).toBe('none')
  })

  test('on two copies of one record is for a person to tell apart', () => {
    const [one, two] = [crm('c', { code: 'X' }, { marker: 'b' }), crm('d', { code: 'X' }, { marker: 'b' })]
    expect(met(books('b', { code: 'C1' }), [one, two])).toBe('ambiguous crm-c crm-d')
    expect(met(one, [two, books('b', { code: 'C1' })])).toBe('ambiguous books-b')
  })

  test('is none the worse for neighbours without a mark or with another one', () => {
    const neighbours = [crm('d', { code: 'X' }), crm('e', { code: 'Y' }, { marker: 'z' })]
    expect(met(crm('c', { code: 'X' }, { marker: 'b' }), [...neighbours, books('b', { code: 'C1' })])).toBe('tie b')
    expect(met(crm('c', { code: 'X' }), [...neighbours, books('b', { code: 'C1' }, { marker: 'c' })])).toBe('tie b')
  })
})

describe('people with one e-mail address', () => {
  const contact = aRule({ entity: 'contact', identify: ['email'], needs: 'customer' })
  const person = (parent: string | null): Flat => ({ email: 'info@firm.example', 'parent:customer': parent })
  const facts = someFacts(
    {},
    {
      'customer:crm:c1': { link: 'firm-1' },
      'customer:books:b1': { link: 'firm-1' },
      'customer:books:b2': { link: 'firm-2' },
      'customer:crm:c2': { link: 'firm-2' },
    },
  )
  const inCrm = (id: string, parent: string | null): Link =>
    aLink({ id, crm: aHalf({ entity: 'contact', id: `crm-${id}`, seen: person(parent) }) })
  const inBooks = (id: string, parent: string | null): Link =>
    aLink({ id, books: aHalf({ entity: 'contact', id: `books-${id}`, seen: person(parent) }) })

  test.each<readonly [string, string | null, string | null, string]>([
    ['are one contact at the same company', 'c1', 'b1', 'tie b'],
    ['are two contacts at two companies', 'c1', 'b2', 'none'],
    ['are not one without a company', null, 'b1', 'none'],
    ['are not one where both have no company', null, null, 'none'],
    ['are not one where the company is unknown', 'c9', 'b1', 'none'],
  ])('%s', (_story, ours, theirs, expected) => {
    expect(met(inCrm('c', ours), [inBooks('b', theirs)], contact, facts)).toBe(expected)
  })

  test('at several companies meet one by one', () => {
    const pool = [inBooks('b', 'b1'), inBooks('d', 'b2'), inCrm('e', 'c2')]
    expect(met(inCrm('c', 'c1'), pool, contact, facts)).toBe('tie b')
  })

  test('twice at one company are for a person to tell apart', () => {
    expect(met(inCrm('c', 'c1'), [inBooks('b', 'b1'), inBooks('d', 'b1')], contact, facts)).toBe(
      'ambiguous books-b books-d',
    )
  })
})

test.each<readonly [string, Link, Side | null]>([
  ['a CRM record alone', crm('c', {}), 'crm'],
  ['a books record alone', books('b', {}), 'books'],
  ['a record of both sides', aLink({ crm: aHalf(), books: aHalf() }), null],
  ['no record', aLink(), null],
])('the only side of %s', (_story, link, side) => expect(onlySide(link)).toBe(side))

describe('two that a person told apart', () => {
  const apart = someFacts({ apart: (_space, crmId, booksId) => crmId === 'crm-a' && booksId === 'books-b' })

  test('never meet again, whichever of them is looked at', () => {
    const [one, other] = [crm('a', { code: 'C1' }), books('b', { code: 'C1' })]
    expect(met(one, [other], rule, apart)).toBe('none')
    expect(met(other, [one], rule, apart)).toBe('none')
  })

  test('do not even meet by our own mark', () => {
    expect(met(crm('a', {}, { marker: 'b' }), [books('b', {})], rule, apart)).toBe('none')
    expect(met(crm('a', {}, { marker: 'b' }), [books('b', {})])).toBe('tie b')
  })

  test('leave a third one free to be the counterpart', () => {
    const pool = [books('b', { code: 'C1' }), books('c', { code: 'C1' })]
    expect(met(crm('a', { code: 'C1' }), pool)).toBe('ambiguous books-b books-c')
    expect(met(crm('a', { code: 'C1' }), pool, rule, apart)).toBe('tie c')
  })
})

test('a record that is first seen when it is removed meets nobody', () => {
  const removed = crm('a', { code: 'C1' }, { removed: true })
  expect(met(removed, [books('b', { code: 'C1' })])).toBe('none')
  expect(met(books('b', { code: 'C1' }), [removed])).toBe('none')
})
