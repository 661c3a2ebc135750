import { describe, expect, test } from 'vitest'
import type { Flat, Half, Link, Reason } from '@/lib/model/record'
import { all, type ResolvedRule } from '@/lib/model/rule'
import { apart } from '@/lib/sync/apart'
import { plan } from '@/lib/sync/plan'
import { aHalf } from '../kit/aHalf'
import { aLink } from '../kit/aLink'
import { aRule } from '../kit/aRule'
import { someFacts } from '../kit/someFacts'
import { someRules } from '../kit/someRules'

/** The rows of the truth table about records that are parked or gone. A record is named 'Durand' and agreed as such unless the row says otherwise. */
const agreed: Flat = { name: 'Durand', code: 'C1' }
const none = (id: string): Half => aHalf({ id, seen: agreed, base: agreed })
const edited = (id: string, name: string): Half => aHalf({ id, seen: { ...agreed, name }, base: agreed })
const removed = (id: string): Half => aHalf({ id, seen: agreed, base: agreed, removed: true })
const here = (id: string, seen: Flat = agreed): Half => aHalf({ id, seen })
const gone = (id: string): Half => aHalf({ id, seen: agreed, removed: true })

const bothWays = aRule({ toBooks: all })

/** `side verb field=value` for each write, else the reason, else what became of the link. */
function said(link: Link, rule: ResolvedRule, pool: readonly Link[] = []): string {
  const decision = plan(link, pool, someRules(rule), someFacts())
  const writes = decision.writes.map(({ side, verb, sets }) =>
    [side, verb, ...sets.map(({ key, value }) => `${key}=${String(value)}`)].join(' '),
  )
  const ties = decision.ties.map((id) => `tie ${id}`)
  if (ties.length + writes.length > 0) return [...ties, ...writes].join(', ')
  return decision.because?.reason ?? (decision.gone ? 'gone' : 'nothing')
}

type Row = readonly [story: string, link: Partial<Link>, rule: ResolvedRule, decision: string]

describe('a gravestone', () => {
  test.each<Row>([
    ['stays one', { crm: removed('c'), books: removed('b'), gone: true }, bothWays, 'gone'],
    [
      'whose books record came back waits for a person instead of removing it again',
      { crm: removed('c'), books: none('b'), gone: true },
      bothWays,
      'removed-in-crm',
    ],
    [
      'whose CRM record came back waits for a person',
      { crm: none('c'), books: removed('b'), gone: true },
      bothWays,
      'removed-in-books',
    ],
    [
      'of which both records came back is an ordinary record',
      { crm: none('c'), books: edited('b', 'B'), gone: true },
      bothWays,
      'crm update name=B',
    ],
    [
      'with one side that came back is created on the other',
      { books: here('b'), gone: true },
      bothWays,
      'crm create name=Durand',
    ],
    ['with one side stays one', { books: gone('b'), gone: true }, bothWays, 'gone'],
  ])('%s', (_story, link, rule, decision) => expect(said(aLink(link), rule)).toBe(decision))

  test('that came back keeps waiting when it is planned again', () => {
    const link = aLink({ crm: removed('c'), books: none('b'), because: { reason: 'removed-in-crm' } })
    expect(said(link, bothWays)).toBe('removed-in-crm')
  })

  test('that came back on both sides waits no longer', () => {
    const link = aLink({ crm: none('c'), books: none('b'), because: { reason: 'removed-in-crm' } })
    expect(said(link, bothWays)).toBe('nothing')
  })
})

describe('a parked record', () => {
  const change = { crm: none('c'), books: edited('b', 'B') }
  test.each(['rejected', 'surprise'] as const)('parked as %s travels again once it changed', (reason) => {
    expect(said(aLink({ ...change, because: { reason } }), bothWays)).toBe('crm update name=B')
    expect(said(aLink({ crm: here('c'), because: { reason } }), bothWays)).toBe('books create name=Durand')
  })

  test.each(['could-not-confirm', 'ask'] as const)('parked as %s waits for a person whatever changes', (reason) => {
    expect(said(aLink({ ...change, because: { reason } }), bothWays)).toBe(reason)
    expect(said(aLink({ crm: edited('c', 'A'), books: none('b'), because: { reason } }), bothWays)).toBe(reason)
    expect(said(aLink({ crm: removed('c'), books: none('b'), because: { reason } }), bothWays)).toBe(reason)
    expect(said(aLink({ crm: here('c'), because: { reason } }), bothWays)).toBe(reason)
  })

  test('that may be there already is not created again because somebody ignores it', () => {
    const ignored = (was: Reason): Link =>
      aLink({ crm: here('c'), because: { reason: 'ignored', detail: 'Not now', was: { reason: was } } })
    expect(said(ignored('could-not-confirm'), bothWays)).toBe('ignored')
    expect(said(ignored('kept-apart'), bothWays)).toBe('ignored')
    expect(said(ignored('rejected'), bothWays)).toBe('books create name=Durand')
  })

  test.each(['could-not-confirm', 'ask', 'kept-apart'] as const)(
    'parked as %s is removed in the CRM after the books removed it',
    (reason) => {
      expect(said(aLink({ crm: none('c'), books: removed('b'), because: { reason } }), bothWays)).toBe('crm remove')
      expect(said(aLink({ crm: gone('c'), because: { reason } }), bothWays)).toBe('gone')
      expect(said(aLink({ books: gone('b'), because: { reason } }), bothWays)).toBe('gone')
    },
  )

  test('whose reason ended is decided anew', () => {
    expect(said(aLink({ crm: here('c'), because: { reason: 'ambiguous' } }), bothWays)).toBe('books create name=Durand')
    expect(said(aLink({ crm: here('c'), because: { reason: 'waits-for-parent' } }), bothWays)).toBe(
      'books create name=Durand',
    )
  })
})

describe('a record that we made and never heard of', () => {
  const ours = aLink({ id: 'made', crm: aHalf({ id: 'c', seen: agreed, marker: 'holder' }) })

  test('is no new record once the books removed what it was made for: a person decides whether it stays', () => {
    expect(said(ours, bothWays, [aLink({ id: 'holder', books: gone('b'), gone: true })])).toBe('ambiguous')
  })

  test('is met while the books still have it', () => {
    expect(said(ours, bothWays, [aLink({ id: 'holder', books: here('b') })])).toMatch(/^tie holder/)
  })

  test('is a copy that somebody made where both sides once had it', () => {
    const holder = aLink({ id: 'holder', crm: removed('c0'), books: removed('b'), gone: true })
    expect(said(ours, bothWays, [holder])).toBe('books create name=Durand')
  })
})

describe('a difference that a person keeps apart', () => {
  const because = { reason: 'kept-apart' } as const
  const apart = { crm: aHalf({ id: 'c', seen: { name: 'A' }, base: { name: 'A' } }), because }
  const books = (name: string): Half => aHalf({ id: 'b', seen: { name }, base: { name: 'B' } })

  test('stays, and stays explained', () => {
    expect(said(aLink({ ...apart, books: books('B') }), bothWays)).toBe('kept-apart')
  })

  test('is no reason any more while a later edit travels', () => {
    const decision = plan(aLink({ ...apart, books: books('B2') }), [], someRules(bothWays), someFacts())
    expect(decision).toMatchObject({ because: null, writes: [{ side: 'crm' }] })
  })

  test('ends with the next edit of that field', () => {
    expect(said(aLink({ ...apart, books: books('B2') }), bothWays)).toBe('crm update name=B2')
  })

  test('holds a record that was taken back from the other side', () => {
    expect(said(aLink({ books: here('b'), because }), bothWays)).toBe('kept-apart')
  })

  test('is no counterpart for a newcomer: a person is asked', () => {
    const kept = aLink({ id: 'kept', books: here('b'), because })
    expect(said(aLink({ crm: here('c') }), bothWays, [kept])).toBe('ambiguous')
  })
})

describe('a removal that a person rejected', () => {
  const alive = none('c')
  const refused = { side: 'crm', verb: 'remove', sets: [] } as const
  const kept = apart(aLink({ crm: alive, books: removed('b') }), [refused])
  const base = { ...removed('b').base, ...kept.books }
  const link = aLink({
    crm: { ...alive, base: { ...alive.base, ...kept.crm } },
    books: { ...removed('b'), base },
    because: { reason: 'kept-apart' },
  })

  test('is agreed, and not planned again', () => {
    expect(said(link, bothWays)).toBe('kept-apart')
    expect(said({ ...link, because: null }, bothWays)).toBe('kept-apart')
    expect(said({ ...link, crm: edited('c', 'A') }, bothWays)).toBe('kept-apart')
  })

  test('is news again once the record came back and was removed a second time', () => {
    const back = { ...link, books: { ...none('b'), base } }
    const { agreed } = plan(back, [], someRules(bothWays), someFacts())
    expect(agreed).toEqual({ crm: {}, books: { removed: false } })
    const again = { ...removed('b'), base: { ...base, ...agreed.books } }
    expect(said({ ...link, books: again, because: null }, bothWays)).toBe('crm remove')
  })

  test('ends as a gravestone when the other side removes it too', () => {
    expect(said({ ...link, crm: removed('c') }, bothWays)).toBe('gone')
  })
})
