import { describe, expect, test } from 'vitest'
import type { Decision, Why } from '@/lib/model/decision'
import type { Flat } from '@/lib/model/record'
import type { Join, ResolvedRule } from '@/lib/model/rule'
import { decide } from '@/lib/sync/decide'
import type { ParentFact } from '@/lib/sync/facts'
import { plan } from '@/lib/sync/plan'
import { aHalf } from '../kit/aHalf'
import { aLink } from '../kit/aLink'
import { aLockedRule, aRule } from '../kit/aRule'
import { someFacts } from '../kit/someFacts'
import { someRules } from '../kit/someRules'

const name: Join = { crm: 'name', books: 'name' }
const parent: Join = { crm: 'parent:customer', books: 'parent:customer' }
const lines: Join = { crm: 'lines', books: 'lines' }
const one = '[[{"total":1},{"product":"p1"}]]'

describe('what a create carries', () => {
  const born = (seen: Flat, joins: readonly Join[], facts = someFacts(), from: 'crm' | 'books' = 'books'): Decision =>
    decide(aLink({ [from]: aHalf({ id: 'x', version: '5', seen }) }), aRule({ joins }), facts)

  test('every joined field, empty ones too, so that both sides agree on them', () => {
    const [write] = born({ name: 'A', city: null }, [name, { crm: 'city', books: 'city' }]).writes
    expect(write).toEqual({
      side: 'crm',
      verb: 'create',
      entity: 'customer',
      id: null,
      ifMatch: null,
      why: 'new-there',
      waitsFor: [],
      sets: [
        { key: 'name', value: 'A', before: null, from: 'name', origin: 'A', why: 'new-there', base: null, lost: null },
        {
          key: 'city',
          value: null,
          before: null,
          from: 'city',
          origin: null,
          why: 'new-there',
          base: null,
          lost: null,
        },
      ],
    })
  })

  test.each<readonly [string, readonly Join[], Flat, readonly string[]]>([
    [
      'its owner, which is set at creation only',
      [{ crm: 'owner', books: 'rep', lane: 'toCrm', on: 'create' }],
      { rep: 'u1' },
      ['owner=u1'],
    ],
    ['its lock', [{ crm: 'locked', books: null, constant: true, lane: 'toCrm' }], {}, ['locked=true']],
    ['no field of the other lane', [{ crm: 'owner', books: 'rep', lane: 'toBooks' }], { rep: 'u1' }, []],
    ['no field that is not shown', [name], {}, []],
    ['no label, which the create says itself', [{ crm: 'entity', books: 'entity' }], {}, []],
  ])('%s', (_story, joins, seen, expected) => {
    expect(born(seen, joins).writes[0]?.sets.map(({ key, value }) => `${key}=${String(value)}`)).toEqual(expected)
  })

  test('what the other side makes of a value, and the value it was planned on', () => {
    const facts = someFacts({ normal: (_side, _entity, flat) => ({ ...flat, name: 'SHORT' }) })
    expect(born({ name: 'Long name' }, [name], facts).writes[0]?.sets).toMatchObject([
      { value: 'SHORT', origin: 'Long name' },
    ])
  })

  test('a field that the vendor fills in where the origin shows none, with no origin', () => {
    const facts = someFacts({ normal: (_side, _entity, flat) => ({ name: '-', ...flat }) })
    expect(born({}, [name], facts).writes[0]?.sets).toMatchObject([{ key: 'name', value: '-', origin: null }])
  })

  test('nothing that the vendor fills in where the lane is closed', () => {
    const facts = someFacts({ normal: (_side, _entity, flat) => ({ name: '-', ...flat }) })
    expect(born({}, [{ ...name, lane: 'toBooks' }], facts).writes[0]?.sets).toEqual([])
  })

  test('a constant as its own origin', () => {
    const [write] = born({}, [{ crm: 'locked', books: null, constant: true }]).writes
    expect(write?.sets).toMatchObject([{ key: 'locked', from: null, origin: true }])
  })

  const under = (fact: Partial<ParentFact>): Decision =>
    born({ 'parent:customer': 'b1' }, [parent], someFacts({}, { 'customer:books:b1': fact }))
  test('its parent, or the link of the parent that is created before it', () => {
    expect(under({ otherId: 'c1' }).writes[0]).toMatchObject({ waitsFor: [], sets: [{ value: 'c1', origin: 'b1' }] })
    expect(under({ link: 'l1', stands: 'planned' }).writes[0]).toMatchObject({
      waitsFor: ['l1'],
      sets: [{ value: 'link:l1' }],
    })
    expect(under({ stands: 'absent' })).toMatchObject({
      writes: [],
      because: { reason: 'waits-for-parent' },
      waitsOn: 'account:books:b1',
    })
  })

  test('nothing of a document whose article is unknown', () => {
    expect(born({ lines: one }, [lines])).toMatchObject({
      writes: [],
      because: { reason: 'waits-for-parent' },
      waitsOn: 'product:books:p1',
    })
  })
})

describe('what an update carries', () => {
  const both = (crm: Flat, books: Flat, base: Flat, rule: ResolvedRule, facts = someFacts()): Decision =>
    decide(
      aLink({
        crm: aHalf({ id: 'c', version: '5', seen: { ...base, ...crm }, base }),
        books: aHalf({ id: 'b', version: '7', seen: { ...base, ...books }, base }),
      }),
      rule,
      facts,
    )

  test('the id and version of the record it changes', () => {
    const { writes } = both(
      { name: 'A' },
      { city: 'B' },
      { name: 'x', city: 'x' },
      aRule({ joins: [name, { crm: 'city', books: 'city' }] }),
    )
    expect(writes).toMatchObject([
      { side: 'crm', verb: 'update', id: 'c', ifMatch: '5', sets: [{ key: 'city' }] },
      { side: 'books', verb: 'update', id: 'b', ifMatch: '7', sets: [{ key: 'name' }] },
    ])
  })

  const label: Join = { crm: 'entity', books: 'entity', lane: 'toCrm' }
  const city: Join = { crm: 'city', books: 'city' }
  const base = { entity: 'customer', name: 'x', city: 'x' }
  test.each<readonly [string, Flat, Flat, ResolvedRule, Why]>([
    ['an edit', {}, { name: 'B' }, aRule(), 'edited-there'],
    ['a conflict that was won', { name: 'A' }, { name: 'B' }, aRule(), 'won-conflict'],
    [
      'a conflict before an edit',
      { name: 'A' },
      { name: 'B', city: 'B' },
      aRule({ joins: [city, name] }),
      'won-conflict',
    ],
    ['a locked field before an edit', { name: 'A' }, { city: 'B' }, aLockedRule({ joins: [city, name] }), 'given-back'],
    [
      'a conversion before everything',
      { name: 'A' },
      { entity: 'prospect', name: 'B' },
      aRule({ joins: [name, label] }),
      'converted-there',
    ],
    [
      'a label before a conflict',
      { name: 'A', entity: 'prospect' },
      { name: 'B' },
      aRule({ joins: [name, label] }),
      'given-back',
    ],
  ])('says why: %s', (_story, crm, books, rule, why) => {
    expect(both(crm, books, base, rule).writes[0]?.why).toBe(why)
  })

  const home = { 'customer:books:b1': { otherId: 'c1' } }
  const inBooks = { seen: { 'parent:customer': 'b1' }, base: { 'parent:customer': 'b1' } }

  test.each([
    ['whoever somebody moved to it since', { 'parent:customer': 'c1' }],
    ['whoever was left under it', { 'parent:customer': 'c2' }],
  ])('when a parent is removed: %s goes back to the one the other side has', (_story, base) => {
    const link = aLink({ crm: aHalf({ id: 'c', seen: { 'parent:customer': 'c2' }, base }), books: aHalf(inBooks) })
    const facts = someFacts({}, { 'customer:crm:c2': { stands: 'gone' }, ...home })
    const { writes, because } = decide(link, aRule({ joins: [parent] }), facts)
    expect(because).toBeNull()
    expect(writes).toMatchObject([
      { side: 'crm', verb: 'update', why: 'parent-gone', sets: [{ value: 'c1', before: 'c2', lost: 'c2' }] },
    ])
  })

  test.each<readonly [string, Partial<ParentFact>, Record<string, Partial<ParentFact>>, Partial<ResolvedRule>]>([
    ['while its parent is only removed on the other side', { stands: 'removed' }, home, {}],
    ['where the other side has none either', { stands: 'gone' }, { 'customer:books:b1': { stands: 'removed' } }, {}],
    ['where nothing is told to that side', { stands: 'gone' }, home, { toCrm: [] }],
  ])('a record stays where somebody moved it: %s', (_story, own, others, part) => {
    const crm = aHalf({ id: 'c', seen: { 'parent:customer': 'c2' }, base: { 'parent:customer': 'c1' } })
    const facts = someFacts({}, { 'customer:crm:c2': own, ...others })
    const decision = decide(aLink({ crm, books: aHalf(inBooks) }), aRule({ joins: [parent], ...part }), facts)
    expect(decision).toMatchObject({ writes: [], because: { reason: 'waits-for-parent' }, waitsOn: 'account:crm:c2' })
  })

  test('the parents it waits for only if it refers to them', () => {
    const facts = someFacts({}, { 'product:books:p1': { link: 'l1', stands: 'planned' } })
    const rule = aLockedRule({ joins: [name, lines] })
    const refers = both({}, { lines: one }, { name: 'x', lines: '[]' }, rule, facts)
    expect(refers.writes[0]?.waitsFor).toEqual(['l1'])
    const silent = both(
      { lines: '[]', name: 'x' },
      { name: 'B' },
      { name: 'x', lines: one },
      aRule({ joins: [name] }),
      facts,
    )
    expect(silent.writes[0]?.waitsFor).toEqual([])
  })

  test('says what it waits on when a part of it cannot be told yet', () => {
    const rule = aLockedRule({ joins: [name, lines] })
    const decision = both({}, { name: 'B', lines: one }, { name: 'x', lines: '[]' }, rule)
    expect(decision).toMatchObject({ because: { reason: 'waits-for-parent' }, waitsOn: 'product:books:p1' })
    expect(decision.writes).toMatchObject([{ side: 'crm', sets: [{ key: 'name' }] }])
  })

  test('waits for nothing that it need not tell', () => {
    const rule = aLockedRule({ joins: [name, lines] })
    const decision = both({ name: 'x' }, { name: 'B' }, { name: 'x', lines: one }, rule)
    expect(decision).toMatchObject({ because: null, waitsOn: null })
  })
})

describe('a decision', () => {
  const quiet = {
    ties: [],
    writes: [],
    agreed: { crm: {}, books: {} },
    because: null,
    waitsOn: null,
    gone: false,
    notes: [],
  }

  test('about a record in step is nothing', () => {
    const half = aHalf({ seen: { name: 'A' }, base: { entity: 'customer', name: 'A' } })
    const link = aLink({ id: 'l', crm: half, books: half, because: { reason: 'rejected' } })
    expect(plan(link, [], someRules(aRule()), someFacts())).toEqual({ ...quiet, link: 'l', entity: 'customer' })
  })

  test('about nothing at all is a gravestone', () => {
    expect(decide(aLink(), aRule(), someFacts())).toEqual({ ...quiet, link: 'link-1', entity: 'customer', gone: true })
  })

  test('about an entity that does not travel is a reason', () => {
    const link = aLink({ books: aHalf({ entity: 'payment' }) })
    expect(plan(link, [], someRules(aRule()), someFacts())).toMatchObject({
      entity: 'payment',
      because: { reason: 'out-of-scope' },
      writes: [],
    })
    expect(plan(aLink(), [], someRules(), someFacts())).toMatchObject({ because: { reason: 'out-of-scope' } })
  })

  test('about several candidates names the first ten', () => {
    const pool = Array.from({ length: 12 }, (_, at) =>
      aLink({ id: `l${at}`, books: aHalf({ id: `b${at}`, seen: { code: 'C' } }) }),
    )
    const decision = plan(aLink({ crm: aHalf({ seen: { code: 'C' } }) }), pool, someRules(aRule()), someFacts())
    expect(decision.because).toEqual({ reason: 'ambiguous', detail: 'b0, b1, b2, b3, b4, b5, b6, b7, b8, b9' })
  })

  test('about a tie keeps the link that was looked at', () => {
    const other = aLink({ id: 'other', books: aHalf({ id: 'b', seen: { code: 'C', name: 'A' } }) })
    const link = aLink({ id: 'own', crm: aHalf({ id: 'c', seen: { code: 'C', name: 'A' } }) })
    const decision = plan(link, [other], someRules(aRule()), someFacts())
    expect(decision).toMatchObject({
      link: 'own',
      ties: ['other'],
      agreed: { crm: { name: 'A' }, books: { name: 'A' } },
    })
  })
})
