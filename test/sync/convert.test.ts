import { describe, expect, test } from 'vitest'
import type { Decision } from '@/lib/model/decision'
import type { Flat, Half, Link } from '@/lib/model/record'
import type { ResolvedRule } from '@/lib/model/rule'
import { all, type Join } from '@/lib/model/rule'
import type { Entity } from '@/lib/model/words'
import { plan } from '@/lib/sync/plan'
import { aHalf } from '../kit/aHalf'
import { aLink } from '../kit/aLink'
import { aLockedRule, aRule } from '../kit/aRule'
import { someFacts } from '../kit/someFacts'
import { someRules } from '../kit/someRules'

/** Customers and prospects share one table in the CRM; only the books turn one into the other. */
const label: Join = { crm: 'entity', books: 'entity', lane: 'toCrm' }
const name: Join = { crm: 'name', books: 'name' }
const lock: Join = { crm: 'locked', books: null, constant: true, lane: 'toCrm' }
const customer: ResolvedRule = aLockedRule({ joins: [name, lock, label] })
const prospect: ResolvedRule = aRule({
  entity: 'prospect',
  toCrm: all,
  toBooks: ['create', 'update'],
  becomes: { customer: 'books' },
  only: { status: 'prospect' },
  joins: [name, label],
})
const rules = someRules(customer, prospect)

const half = (entity: Entity, seen: Flat, base: Flat | null, id = '1'): Half => aHalf({ id, entity, seen, base })
const agreedAs = (entity: Entity): Flat => ({ entity, name: 'Durand' })
const said = ({ writes }: Decision): readonly string[] =>
  writes.map(({ side, verb, why, sets }) =>
    [side, verb, why, ...sets.map(({ key, value }) => `${key}=${String(value)}`)].join(' '),
  )

function linked(crm: readonly [Entity, Flat], books: readonly [Entity, Flat], base: Entity, crmBase: Flat = {}): Link {
  return aLink({
    crm: half(crm[0], { name: 'Durand', ...crm[1] }, { ...agreedAs(base), ...crmBase }, 'c'),
    books: half(books[0], { name: 'Durand', ...books[1] }, agreedAs(base), 'b'),
  })
}
const decided = (link: Link): Decision => plan(link, [], rules, someFacts())

describe('a prospect that the books turned into a client', () => {
  const link = linked(['prospect', { status: 'prospect', locked: false }], ['customer', {}], 'prospect')

  test('keeps its CRM record, takes the new label there, and is locked', () => {
    const decision = decided(link)
    expect(said(decision)).toEqual(['crm update converted-there locked=true entity=customer'])
    expect(decision.writes[0]).toMatchObject({ id: 'c', entity: 'customer' })
    expect(decision.entity).toBe('customer')
  })

  test('keeps its information, and an edit that waited in the CRM gives way to the books', () => {
    const edited = linked(['prospect', { name: 'Durant', status: 'prospect' }], ['customer', {}], 'prospect')
    const decision = decided(edited)
    expect(said(decision)).toEqual(['crm update converted-there name=Durand locked=true entity=customer'])
    expect(decision.notes).toContainEqual({ code: 'edited-although-locked', field: 'name', value: 'Durant' })
  })

  test('takes the edits of the books along', () => {
    const both = linked(['prospect', { status: 'prospect' }], ['customer', { name: 'Durand SA' }], 'prospect')
    expect(said(decided(both))).toEqual(['crm update converted-there name=Durand SA locked=true entity=customer'])
  })

  test('is not converted by label alone where it already bears it', () => {
    const already = linked(['customer', { status: 'client', locked: true }], ['customer', {}], 'prospect', {
      locked: true,
    })
    const decision = decided(already)
    expect(said(decision)).toEqual([])
    expect(decision.agreed).toEqual({ crm: { entity: 'customer' }, books: { entity: 'customer' } })
  })
})

describe('a client that the books turned back into a prospect', () => {
  test('follows in the CRM', () => {
    const link = linked(['customer', { status: 'client' }], ['prospect', {}], 'customer')
    expect(said(decided(link))).toEqual(['crm update converted-there entity=prospect'])
  })
})

describe('a prospect that was given the client status in the CRM', () => {
  const link = linked(['customer', { status: 'client' }], ['prospect', {}], 'prospect')

  test('is given its label back, with a note where to convert it', () => {
    const decision = decided(link)
    expect(said(decision)).toEqual(['crm update given-back entity=prospect'])
    expect(decision.notes).toEqual([{ code: 'convert-in-books', field: 'entity', value: 'customer' }])
    expect(decision.because).toBeNull()
  })

  test('goes on with its other fields', () => {
    const edited = linked(['customer', { status: 'client', name: 'Durant' }], ['prospect', {}], 'prospect')
    expect(said(decided(edited))).toEqual([
      'crm update given-back entity=prospect',
      'books update edited-there name=Durant',
    ])
  })

  test('needs nothing once the books converted it too', () => {
    const both = linked(['customer', { status: 'client', locked: true }], ['customer', {}], 'prospect', {
      locked: true,
    })
    expect(said(decided(both))).toEqual([])
  })

  test('is excluded where it got neither status', () => {
    const other = linked(['prospect', { status: 'other' }], ['prospect', {}], 'prospect')
    expect(decided(other)).toMatchObject({ because: { reason: 'out-of-scope' }, writes: [] })
  })
})

describe('a client that lost its status in the CRM', () => {
  test('is given its label back', () => {
    const link = linked(['prospect', { status: 'prospect' }], ['customer', {}], 'customer', { locked: true })
    const decision = decided(
      aLink({
        ...link,
        crm: half(
          'prospect',
          { name: 'Durand', status: 'prospect', locked: true },
          { ...agreedAs('customer'), locked: true },
          'c',
        ),
      }),
    )
    expect(said(decision)).toEqual(['crm update given-back entity=customer'])
    expect(decision.notes).toEqual([{ code: 'convert-in-books', field: 'entity', value: 'prospect' }])
  })

  test('is given it back with neither status too, because clients follow the books', () => {
    const link = linked(['prospect', { status: 'other', locked: true }], ['customer', {}], 'customer', { locked: true })
    expect(said(decided(link))).toEqual(['crm update given-back entity=customer'])
  })
})

describe('accounts that only the CRM has', () => {
  test.each<readonly [string, Entity, string, readonly string[]]>([
    ['with the client status are born as clients', 'customer', 'client', ['books create new-there name=Durand']],
    ['with the prospect status are born as prospects', 'prospect', 'prospect', ['books create new-there name=Durand']],
    ['with neither status are excluded', 'prospect', 'other', []],
  ])('%s', (_story, entity, status, expected) => {
    const decision = decided(aLink({ crm: half(entity, { name: 'Durand', status }, null) }))
    expect(said(decision)).toEqual(expected)
    expect(decision.entity).toBe(entity)
    expect(decision.because?.reason ?? null).toBe(expected.length > 0 ? null : 'out-of-scope')
  })

  test('the label is told by the create itself, never as a field', () => {
    const [write] = decided(aLink({ books: half('prospect', { name: 'Durand' }, null) })).writes
    expect(write).toMatchObject({ verb: 'create', entity: 'prospect' })
    expect(write?.sets.map(({ key }) => key)).toEqual(['name'])
  })
})

describe('a prospect of the books whose account is a client in the CRM', () => {
  const books = aLink({ id: 'b', books: half('prospect', { name: 'Durand', code: 'P1' }, null, 'b') })
  const crm = aLink({ id: 'c', crm: half('customer', { name: 'Durand', code: 'P1', status: 'client' }, null, 'c') })

  test('is tied to it, and the books say what it is, whichever is looked at first', () => {
    for (const [link, other] of [
      [books, crm],
      [crm, books],
    ] as const) {
      const decision = plan(link, [link, other], rules, someFacts())
      expect(decision.ties).toEqual([other.id])
      expect(decision.entity).toBe('prospect')
      expect(said(decision)).toEqual(['crm update first-meeting entity=prospect'])
    }
  })

  test('is not tied to an account with neither status', () => {
    const other = aLink({ id: 'c', crm: half('prospect', { name: 'Durand', code: 'P1', status: 'other' }, null, 'c') })
    expect(plan(books, [other], rules, someFacts()).ties).toEqual([])
  })
})

describe('prospects that were switched off', () => {
  const withoutProspects = someRules(customer)
  test('are out of scope, also for matches', () => {
    const account = aLink({ id: 'p', books: half('prospect', { name: 'Durand', code: 'P1' }, null, 'b') })
    expect(plan(account, [], withoutProspects, someFacts()).because).toEqual({ reason: 'out-of-scope' })
    const client = aLink({ crm: half('customer', { name: 'Durand', code: 'P1' }, null, 'c') })
    expect(plan(client, [account], withoutProspects, someFacts()).ties).toEqual([])
  })
})
