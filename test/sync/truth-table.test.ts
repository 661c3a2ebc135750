import { describe, expect, test } from 'vitest'
import type { Flat, Half, Link } from '@/lib/model/record'
import type { ResolvedRule } from '@/lib/model/rule'
import { all } from '@/lib/model/rule'
import type { Side } from '@/lib/model/words'
import { plan } from '@/lib/sync/plan'
import { aHalf } from '../kit/aHalf'
import { aLink } from '../kit/aLink'
import { aLockedRule, aRule } from '../kit/aRule'
import { someFacts } from '../kit/someFacts'
import { someRules } from '../kit/someRules'

/** Architecture section 8, row by row. A record is named 'Durand' and agreed as such unless the row says otherwise. */
const agreed: Flat = { name: 'Durand', code: 'C1' }
const none = (id: string): Half => aHalf({ id, seen: agreed, base: agreed })
const edited = (id: string, name: string): Half => aHalf({ id, seen: { ...agreed, name }, base: agreed })
const removed = (id: string): Half => aHalf({ id, seen: agreed, base: agreed, removed: true })
const here = (id: string, seen: Flat = agreed): Half => aHalf({ id, seen })
const gone = (id: string): Half => aHalf({ id, seen: agreed, removed: true })

const bothWays = aRule({ toBooks: all })
const noRemoval = aRule({ toBooks: ['create', 'update'] })
const locked = aLockedRule()
const oneWay = aRule({ toBooks: [] })
const createOnly = aRule({ toCrm: ['create'], toBooks: ['create'] })
const closed = aRule({ toCrm: [], toBooks: [] })

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

describe('a record that only the CRM has', () => {
  test.each<Row>([
    ['is created in the books where that lane is open', { crm: here('c') }, bothWays, 'books create name=Durand'],
    [
      'is created in the books although it is locked afterwards',
      { crm: here('c') },
      locked,
      'books create name=Durand',
    ],
    ['stays where the books take no new records', { crm: here('c') }, oneWay, 'not-allowed'],
    ['stays where nothing may travel', { crm: here('c') }, closed, 'not-allowed'],
    ['is a gravestone once it is removed', { crm: gone('c') }, bothWays, 'gone'],
  ])('%s', (_story, link, rule, decision) => expect(said(aLink(link), rule)).toBe(decision))

  test('stays, and the reason names the switch that an administrator turned off', () => {
    const rule = aRule({ toBooks: [], switchedOff: { toCrm: [], toBooks: ['create'] } })
    expect(said(aLink({ crm: here('c') }), rule)).toBe('switched-off')
  })
})

describe('a record that only the books have', () => {
  test.each<Row>([
    ['is created in the CRM', { books: here('b') }, bothWays, 'crm create name=Durand'],
    ['is created in the CRM one way', { books: here('b') }, oneWay, 'crm create name=Durand'],
    ['stays where nothing may travel', { books: here('b') }, closed, 'not-allowed'],
    ['is a gravestone once it is removed', { books: gone('b') }, bothWays, 'gone'],
  ])('%s', (_story, link, rule, decision) => expect(said(aLink(link), rule)).toBe(decision))
})

describe('two strangers that turn out to be one thing', () => {
  const stranger = (side: Side, seen: Flat): Link => aLink({ id: side, [side]: here(side, seen) })
  const meet = (crm: Flat, books: Flat, rule: ResolvedRule): string =>
    said(stranger('crm', { code: 'C1', ...crm }), rule, [stranger('books', { code: 'C1', ...books })])

  test.each<readonly [string, Flat, Flat, ResolvedRule, string]>([
    ['are tied without a write where they are equal', { name: 'A' }, { name: 'A' }, bothWays, 'tie books'],
    ['are tied, and the books win', { name: 'A' }, { name: 'B' }, bothWays, 'tie books, crm update name=B'],
    [
      'are tied, and the CRM wins where it should',
      { name: 'A' },
      { name: 'B' },
      aRule({ wins: 'crm' }),
      'tie books, books update name=A',
    ],
    [
      'are tied, and the books win over a locked CRM',
      { name: 'A' },
      { name: 'B' },
      aLockedRule({ wins: 'crm' }),
      'tie books, crm update name=B',
    ],
    ['are tied, and the empty CRM is told', { name: null }, { name: 'B' }, bothWays, 'tie books, crm update name=B'],
    [
      'are tied, and the empty books are told',
      { name: 'A' },
      { name: null },
      bothWays,
      'tie books, books update name=A',
    ],
    ['are tied, and an empty value of the books blanks nothing', { name: 'A' }, { name: null }, locked, 'tie books'],
    ['are tied without a write where no lane updates', { name: 'A' }, { name: 'B' }, createOnly, 'tie books'],
  ])('%s', (_story, crm, books, rule, decision) => expect(meet(crm, books, rule)).toBe(decision))
})

describe('a record that both sides have', () => {
  test.each<Row>([
    ['is left alone while nothing changed', { crm: none('c'), books: none('b') }, bothWays, 'nothing'],
    [
      'is told to the books after an edit in the CRM',
      { crm: edited('c', 'A'), books: none('b') },
      bothWays,
      'books update name=A',
    ],
    ['is given back to a locked CRM', { crm: edited('c', 'A'), books: none('b') }, locked, 'crm update name=Durand'],
    [
      'keeps an edit of the CRM to itself where the books take none',
      { crm: edited('c', 'A'), books: none('b') },
      oneWay,
      'nothing',
    ],
    [
      'is told to the CRM after an edit in the books',
      { crm: none('c'), books: edited('b', 'B') },
      bothWays,
      'crm update name=B',
    ],
    [
      'is told to a locked CRM after an edit in the books',
      { crm: none('c'), books: edited('b', 'B') },
      locked,
      'crm update name=B',
    ],
    [
      'keeps an edit of the books to itself where the CRM takes none',
      { crm: none('c'), books: edited('b', 'B') },
      createOnly,
      'nothing',
    ],
    [
      'is told what the books say where both changed',
      { crm: edited('c', 'A'), books: edited('b', 'B') },
      bothWays,
      'crm update name=B',
    ],
    [
      'is told what the CRM says where it wins',
      { crm: edited('c', 'A'), books: edited('b', 'B') },
      aRule({ wins: 'crm' }),
      'books update name=A',
    ],
    [
      'is told through the only open lane',
      { crm: edited('c', 'A'), books: edited('b', 'B') },
      aRule({ toBooks: [], wins: 'crm' }),
      'crm update name=B',
    ],
    [
      'is told to the books through the only open lane',
      { crm: edited('c', 'A'), books: edited('b', 'B') },
      aRule({ toCrm: [] }),
      'books update name=A',
    ],
    [
      'follows the books where both changed and the CRM is locked',
      { crm: edited('c', 'A'), books: edited('b', 'B') },
      aLockedRule({ wins: 'crm' }),
      'crm update name=B',
    ],
    [
      'agrees silently where both changed alike',
      { crm: edited('c', 'A'), books: edited('b', 'A') },
      bothWays,
      'nothing',
    ],
  ])('%s', (_story, link, rule, decision) => expect(said(aLink(link), rule)).toBe(decision))
})

describe('a record that was removed on one side', () => {
  test.each<Row>([
    ['in the books is removed in the CRM', { crm: none('c'), books: removed('b') }, bothWays, 'crm remove'],
    ['in the books is removed in a locked CRM', { crm: none('c'), books: removed('b') }, locked, 'crm remove'],
    [
      'in the books is removed in the CRM although it was edited there',
      { crm: edited('c', 'A'), books: removed('b') },
      bothWays,
      'crm remove',
    ],
    [
      'in the books waits for a person where the CRM may not remove',
      { crm: none('c'), books: removed('b') },
      createOnly,
      'removed-in-books',
    ],
    [
      'in the CRM is removed in the books where that is allowed',
      { crm: removed('c'), books: none('b') },
      bothWays,
      'books remove',
    ],
    [
      'in the CRM waits for a person, and is not made again',
      { crm: removed('c'), books: none('b') },
      noRemoval,
      'removed-in-crm',
    ],
    [
      'in the CRM waits for a person although the books changed',
      { crm: removed('c'), books: edited('b', 'B') },
      locked,
      'removed-in-crm',
    ],
    ['and then on the other is a gravestone', { crm: removed('c'), books: removed('b') }, bothWays, 'gone'],
    [
      'and then on the other is a gravestone where nothing may travel',
      { crm: removed('c'), books: removed('b') },
      closed,
      'gone',
    ],
  ])('%s', (_story, link, rule, decision) => expect(said(aLink(link), rule)).toBe(decision))
})
