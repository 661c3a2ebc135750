import { describe, expect, test } from 'vitest'
import type { Condition } from '@/lib/model/settings'
import { birthOf, type Claim } from '@/lib/sync/claims'
import { decide } from '@/lib/sync/decide'
import { plan } from '@/lib/sync/plan'
import { aHalf } from '../kit/aHalf'
import { aLink } from '../kit/aLink'
import { aRule } from '../kit/aRule'
import { someFacts } from '../kit/someFacts'
import { someRules } from '../kit/someRules'

const city = (...values: string[]): Condition => ({ field: 'city', is: 'one-of', values })
const nord: Claim = { company: 'Nord', belongs: [city('Lille')] }
const own = (...belongs: Condition[]): Claim => ({ company: null, belongs })

describe('a record born in the CRM', () => {
  test('is of the company that claims it, whichever of them looks', () => {
    expect(birthOf([nord, own(city('Paris'))], false)({ city: 'Lille' })).toEqual({ company: 'Nord' })
    expect(birthOf([nord, own(city('Paris'))], false)({ city: 'Paris' })).toBe('ours')
  })

  test('that two companies claim is of the first one alone', () => {
    expect(birthOf([nord, own(city('Lille'))], true)({ city: 'Lille' })).toEqual({ company: 'Nord' })
    expect(birthOf([own(city('Lille')), nord], true)({ city: 'Lille' })).toBe('ours')
  })

  test('that nobody claims goes to the default company and to no other', () => {
    expect(birthOf([nord, own()], true)({ city: 'Nantes' })).toBe('ours')
    expect(birthOf([nord, own()], false)({ city: 'Nantes' })).toBe('open')
  })

  test('that does not show the field is claimed by nobody, and a company without a rule claims nothing', () => {
    expect(birthOf([nord], false)({ name: 'A' })).toBe('open')
    expect(birthOf([{ company: 'Nord', belongs: [] }], true)({ city: 'Lille' })).toBe('ours')
  })

  test('is claimed only where all of the rule is true', () => {
    const both: Claim = { company: 'Nord', belongs: [city('Lille'), { field: 'code', is: 'filled', values: [] }] }
    expect(birthOf([both], true)({ city: 'Lille', code: null })).toBe('ours')
    expect(birthOf([both], true)({ city: 'Lille', code: 'A' })).toEqual({ company: 'Nord' })
    expect(birthOf([both], true)({ city: 'Lille' })).toBe('ours')
  })
})

describe('among several companies of one CRM', () => {
  const rules = someRules(aRule())
  const born = aLink({ crm: aHalf({ seen: { name: 'A', code: 'C1' } }) })
  const theirs = someFacts({ born: () => ({ company: 'Nord' }) })
  const open = someFacts({ born: () => 'open' })
  const inBooks = aLink({ id: 'link-2', books: aHalf({ id: 'C1', seen: { name: 'A', code: 'C1' } }) })

  test("another company's record is left alone, and says whose it is", () => {
    const decision = plan(born, [], rules, theirs)
    expect(decision).toMatchObject({ writes: [], because: { reason: 'belongs-elsewhere', detail: 'Nord' } })
  })

  test("another company's record is nobody's counterpart: ours with the same code is created beside it", () => {
    const { ties, writes } = plan(inBooks, [born], rules, theirs)
    expect(ties).toEqual([])
    expect(writes).toMatchObject([{ side: 'crm', verb: 'create' }])
  })

  test('a record that another company holds is left alone in the same way', () => {
    const nord = { company: 'Nord', open: false }
    const held = someFacts({ elsewhere: (space, id) => (space === 'account' && id === '1' ? nord : null) })
    expect(plan(born, [], rules, held).because).toEqual({ reason: 'belongs-elsewhere', detail: 'Nord' })
    expect(plan(inBooks, [born], rules, held).ties).toEqual([])
  })

  test('a record that nobody claims is not created here, but met where these books already have it', () => {
    expect(decide(born, aRule(), open)).toMatchObject({ writes: [], because: { reason: 'belongs-elsewhere' } })
    expect(plan(born, [inBooks], rules, open)).toMatchObject({ ties: ['link-2'], because: null })
  })

  test('a contact goes with its client: no rule is asked about it', () => {
    const asked: unknown[] = []
    const facts = someFacts({ born: (flat) => (asked.push(flat), 'open') }, { 'customer:crm:7': { otherId: 'C7' } })
    const contact = aLink({ crm: aHalf({ entity: 'contact', seen: { name: 'A', 'parent:customer': '7' } }) })
    const decision = plan(contact, [], someRules(aRule({ entity: 'contact', needs: 'customer' })), facts)
    expect(decision.writes).toMatchObject([{ side: 'books', verb: 'create' }])
    expect(asked).toEqual([])
  })
})
