import { describe, expect, test } from 'vitest'
import type { Flat, Half, Reason } from '@/lib/model/record'
import type { ResolvedRule } from '@/lib/model/rule'
import type { Side, Space } from '@/lib/model/words'
import { admit } from '@/lib/sync/admit'
import type { Facts, ParentFact } from '@/lib/sync/facts'
import { plan } from '@/lib/sync/plan'
import { inScope } from '@/lib/sync/scope'
import { aHalf } from '../kit/aHalf'
import { aLink } from '../kit/aLink'
import { aLockedRule, aRule } from '../kit/aRule'
import { someFacts } from '../kit/someFacts'
import { someRules } from '../kit/someRules'

type Sides = Partial<Record<Side, Half>>
const reason = (sides: Sides, rule: ResolvedRule, facts: Facts = someFacts()): Reason | null =>
  admit(aLink(sides), rule, facts)?.because.reason ?? null

const both = (crm: Partial<Half>, books: Partial<Half>): Sides => ({
  crm: aHalf({ base: {}, ...crm }),
  books: aHalf({ base: {}, ...books }),
})

describe('a record that may travel', () => {
  test('is refused nothing', () => {
    expect(reason({ crm: aHalf() }, aRule())).toBeNull()
    expect(reason({ books: aHalf() }, aRule())).toBeNull()
    expect(reason(both({}, {}), aRule())).toBeNull()
    expect(reason({}, aRule())).toBeNull()
  })
})

describe('the filter of a rule', () => {
  const rule = aRule({ only: { kind: 'contact-address' } })
  const inside = { seen: { kind: 'contact-address' } }
  const outside = { seen: { kind: 'delivery' } }
  const silent = { seen: {} }

  test.each<readonly [string, Sides, ResolvedRule, Reason | null]>([
    ['lets a record in that holds the value', { books: aHalf(inside) }, rule, null],
    ['keeps a record out that holds another', { books: aHalf(outside) }, rule, 'out-of-scope'],
    ['keeps a record out that holds none', { books: aHalf({ seen: { kind: null } }) }, rule, 'out-of-scope'],
    ['says nothing of a field that the side does not show', { crm: aHalf(silent) }, rule, null],
    ['keeps a record out that left it in the vendor', { books: aHalf({ leftFilter: true }) }, aRule(), 'out-of-scope'],
    ['keeps a linked record out that one side moved out', both(silent, outside), rule, 'out-of-scope'],
    ['keeps a linked record out that the CRM moved out', both(outside, silent), rule, 'out-of-scope'],
    ['follows the books alone where the CRM is locked', both(outside, inside), aLockedRule({ only: rule.only }), null],
    [
      'follows the CRM alone where nothing comes back from the books',
      both(inside, outside),
      aRule({ only: rule.only, toCrm: [] }),
      null,
    ],
    [
      'keeps a linked record out that left it in the books',
      both({}, { leftFilter: true }),
      aLockedRule(),
      'out-of-scope',
    ],
    ['never turns into a removal', both(inside, { ...outside, removed: false }), rule, 'out-of-scope'],
    [
      'asks nothing of a record that is removed everywhere',
      both({ ...outside, removed: true }, { ...outside, removed: true }),
      rule,
      null,
    ],
    ['asks nothing of a lone record that is removed', { books: aHalf({ ...outside, removed: true }) }, rule, null],
  ])('%s', (_story, sides, ruled, expected) => expect(reason(sides, ruled)).toBe(expected))

  test('may ask for several values at once', () => {
    const strict = aRule({ only: { kind: 'contact-address', active: true } })
    expect(inScope(aHalf({ seen: { kind: 'contact-address', active: true } }), strict)).toBe(true)
    expect(inScope(aHalf({ seen: { kind: 'contact-address', active: false } }), strict)).toBe(false)
  })

  test('does not judge a half that bears another label', () => {
    const prospects = aRule({ entity: 'prospect', only: { status: 'prospect' } })
    expect(inScope(aHalf({ entity: 'customer', seen: { status: 'client' } }), prospects)).toBe(true)
    expect(inScope(aHalf({ entity: 'customer', leftFilter: true }), prospects)).toBe(false)
  })
})

describe('a create or a tie waits', () => {
  const unlisted = (side: Side, space: Space): Facts => someFacts({ listed: (s, p) => !(s === side && p === space) })
  test.each<readonly [string, Sides, Facts, Reason | null]>([
    ['until the other side was listed', { crm: aHalf() }, unlisted('books', 'account'), 'waits-for-listing'],
    ['until the CRM was listed', { books: aHalf() }, unlisted('crm', 'account'), 'waits-for-listing'],
    ['not for its own side', { crm: aHalf() }, unlisted('crm', 'account'), null],
    ['not for another space', { crm: aHalf() }, unlisted('books', 'product'), null],
    ['no longer once both sides have it', both({}, {}), someFacts({ listed: () => false }), null],
  ])('%s', (_story, sides, facts, expected) => expect(reason(sides, aRule(), facts)).toBe(expected))
})

describe('a CRM record of another company', () => {
  const held = (open: boolean): Facts =>
    someFacts({ elsewhere: (space, id) => (space === 'account' && id === '7' ? { company: 'Nord', open } : null) })
  const facts = held(false)

  test('waits until that one has heard what became of its create', () => {
    const because = admit(aLink({ crm: aHalf({ id: '7' }) }), aRule(), held(true))?.because
    expect(because).toEqual({ reason: 'waits-for-listing', detail: 'Nord' })
  })

  test('is not ours', () => {
    expect(reason({ crm: aHalf({ id: '7' }) }, aRule(), facts)).toBe('belongs-elsewhere')
    expect(reason({ crm: aHalf({ id: '8' }) }, aRule(), facts)).toBeNull()
    expect(reason({ books: aHalf({ id: '7' }) }, aRule(), facts)).toBeNull()
  })
})

describe('a contact', () => {
  const rule = aRule({ entity: 'contact', needs: 'customer' })
  const contact = (parent: string | null): Half => aHalf({ entity: 'contact', seen: { 'parent:customer': parent } })
  const under = (parent: Partial<ParentFact>): Facts => someFacts({}, { 'customer:books:b1': parent })

  test.each<readonly [string, Partial<ParentFact>, Reason | null]>([
    ['goes with its client', { stands: 'ready', otherId: 'c1' }, null],
    ['goes with a client that the same plan creates', { stands: 'planned' }, null],
    ['waits for a client that does not exist there', { stands: 'absent' }, 'waits-for-parent'],
    ['waits for a client that was removed', { stands: 'removed' }, 'waits-for-parent'],
    ['is excluded with its client', { stands: 'excluded' }, 'out-of-scope'],
    [
      'of a prospect waits for its conversion',
      { entity: 'prospect', stands: 'ready', otherId: 'c1' },
      'waits-for-conversion',
    ],
    ['of a new prospect waits for its conversion', { entity: 'prospect', stands: 'planned' }, 'waits-for-conversion'],
    ['of an excluded prospect is excluded', { entity: 'prospect', stands: 'excluded' }, 'out-of-scope'],
  ])('%s', (_story, parent, expected) => {
    const link = aLink({ books: contact('b1') })
    const refusal = admit(link, rule, under(parent))
    expect(refusal?.because.reason ?? null).toBe(expected)
    if (refusal) expect(refusal.waitsOn).toBe('account:books:b1')
  })

  test('without a client waits, and nothing wakes it but its own change', () => {
    expect(admit(aLink({ books: contact(null) }), rule, someFacts())).toEqual({
      because: { reason: 'waits-for-parent' },
      waitsOn: 'account:books:',
    })
  })

  test('of a client that nobody has seen waits for it', () => {
    expect(admit(aLink({ books: contact('b9') }), rule, someFacts())?.waitsOn).toBe('account:books:b9')
  })

  test('that both sides have waits for nobody', () => {
    const link = aLink({ crm: contact('c1'), books: contact('b1') })
    expect(admit(link, rule, someFacts())).toBeNull()
  })

  test('that waits says for whom in the plan', () => {
    const decision = plan(
      aLink({ books: contact('b1') }),
      [],
      someRules(rule),
      under({ entity: 'prospect', stands: 'ready' }),
    )
    expect(decision).toMatchObject({
      because: { reason: 'waits-for-conversion' },
      waitsOn: 'account:books:b1',
      writes: [],
    })
  })
})

describe('money', () => {
  const rule = aLockedRule({ entity: 'invoice' })
  const lines = (...totals: readonly number[]): string => JSON.stringify(totals.map((total) => [{ total }, {}]))
  test.each<readonly [string, Flat, Reason | null]>([
    ['adds up', { netTotal: 1000, taxTotal: 200, total: 1200, lines: lines(600, 400) }, null],
    ['adds up to a credit', { netTotal: -1000, taxTotal: -200, total: -1200, lines: lines(-1000) }, null],
    ['adds up without tax', { netTotal: 1000, total: 1000, lines: lines(1000) }, null],
    ['adds up without lines', { netTotal: 1000, taxTotal: 200, total: 1200 }, null],
    ['adds up with empty lines', { netTotal: 1000, taxTotal: 200, total: 1200, lines: null }, null],
    ['is not asked of a record that shows none', { name: 'Durand' }, null],
    ['is not asked where the net is not shown', { total: 1200 }, null],
    ['is not asked where the total is not shown', { netTotal: 1000, lines: lines(1) }, null],
    [
      'counts a line without an amount as nothing',
      { netTotal: 600, total: 600, lines: '[[{"total":600},{}],[{"label":"Note"},{}]]' },
      null,
    ],
    [
      'is a cent off in the header',
      { netTotal: 1000, taxTotal: 200, total: 1201, lines: lines(1000) },
      'money-does-not-add-up',
    ],
    [
      'is a cent off in the lines',
      { netTotal: 1000, taxTotal: 200, total: 1200, lines: lines(600, 399) },
      'money-does-not-add-up',
    ],
    [
      'is left to the books where no line tells an amount',
      { netTotal: 1000, taxTotal: 0, total: 1000, lines: '[[{"price":"10"},{}],[{"price":"5"},{}]]' },
      null,
    ],
    [
      'is missed where there is an amount and no line',
      { netTotal: 1000, total: 1000, lines: '[]' },
      'money-does-not-add-up',
    ],
    [
      'has a line without amount',
      { netTotal: 1000, taxTotal: 0, total: 1000, lines: '[[{"total":600},{}],[{},{}]]' },
      'money-does-not-add-up',
    ],
  ])('%s', (_story, seen, expected) => {
    const half = aHalf({ entity: 'invoice', seen })
    expect(reason({ books: half }, rule)).toBe(expected)
    expect(reason({ crm: aHalf({ entity: 'invoice' }), books: half }, rule)).toBe(expected)
  })

  test('that does not add up names the field, and stops no removal', () => {
    const seen = { netTotal: 1, taxTotal: 1, total: 3 }
    const link = aLink({ crm: aHalf({ entity: 'invoice' }), books: aHalf({ entity: 'invoice', seen }) })
    expect(admit(link, rule, someFacts())?.because).toEqual({ reason: 'money-does-not-add-up', field: 'total' })
    const removed = aLink({ ...link, books: aHalf({ entity: 'invoice', seen, removed: true }) })
    expect(plan(removed, [], someRules(rule), someFacts()).writes).toMatchObject([{ side: 'crm', verb: 'remove' }])
  })
})
