import { describe, expect, test } from 'vitest'
import type { Note } from '@/lib/model/decision'
import type { Flat, Value } from '@/lib/model/record'
import type { Join, ResolvedRule } from '@/lib/model/rule'
import { aLockedRule, aRule } from '../kit/aRule'
import { met, said } from './met'

const two = aRule()
const crmWins = aRule({ wins: 'crm' })
const locked = aLockedRule()
const toCrm = aRule({ toBooks: [] })
const toBooks = aRule({ toCrm: [] })
const closed = aRule({ toCrm: ['create'], toBooks: ['create'] })

describe('one field that was agreed', () => {
  type Row = readonly [
    story: string,
    base: Value,
    crm: Value,
    books: Value,
    rule: ResolvedRule,
    said: readonly string[],
  ]
  test.each<Row>([
    ['says nothing while both hold it', 'x', 'x', 'x', two, []],
    ['goes to the books when only the CRM speaks', 'x', 'a', 'x', two, ['books name=a edited-there']],
    ['goes to the CRM when only the books speak', 'x', 'x', 'b', two, ['crm name=b edited-there']],
    ['goes to the CRM when both speak', 'x', 'a', 'b', two, ['crm name=b won-conflict']],
    ['goes to the books when both speak and the CRM wins', 'x', 'a', 'b', crmWins, ['books name=a won-conflict']],
    ['is no conflict when both say the same', 'x', 'a', 'a', two, []],
    ['may be emptied in the CRM', 'x', null, 'x', two, ['books name=null edited-there']],
    ['may be emptied in the books', 'x', 'x', null, two, ['crm name=null edited-there']],
    ['is emptied when the books win with an empty value', 'x', 'a', null, two, ['crm name=null won-conflict']],
    ['may be filled', null, null, 'b', two, ['crm name=b edited-there']],
    ['tells zero from empty', null, null, 0, two, ['crm name=0 edited-there']],
    ['tells false from empty', null, false, null, two, ['books name=false edited-there']],
    ['tells text from number', '1', '1', 1, two, ['crm name=1 edited-there']],
    ['is given back to a locked CRM', 'x', 'a', 'x', locked, ['crm name=x given-back']],
    ['is given back to a locked CRM that emptied it', 'x', null, 'x', locked, ['crm name=x given-back']],
    ['follows the books where the CRM is locked and both speak', 'x', 'a', 'b', locked, ['crm name=b won-conflict']],
    ['goes to a locked CRM when the books speak', 'x', 'x', 'b', locked, ['crm name=b edited-there']],
    ['stays unsaid where the books take no updates', 'x', 'a', 'x', toCrm, []],
    ['goes through the only open lane when both speak', 'x', 'a', 'b', toCrm, ['crm name=b won-conflict']],
    ['goes to the books through the only open lane', 'x', 'a', 'b', toBooks, ['books name=a won-conflict']],
    ['stays unsaid where the CRM takes no updates', 'x', 'x', 'b', toBooks, []],
    ['stays unsaid where nothing travels', 'x', 'a', 'b', closed, []],
  ])('%s', (_story, base, crm, books, rule, expected) => {
    const sides = { crm: { name: crm }, books: { name: books }, base: { crm: { name: base }, books: { name: base } } }
    expect(said(met(sides, rule))).toEqual(expected)
  })

  test('carries what the history needs: both candidates, the base and what lost', () => {
    const base = { crm: { name: 'x' }, books: { name: 'X' } }
    const { sets } = met({ crm: { name: 'a' }, books: { name: 'b' }, base }, two)
    expect(sets.crm).toEqual([
      { key: 'name', value: 'b', before: 'a', from: 'name', origin: 'b', why: 'won-conflict', base: 'x', lost: 'a' },
    ])
  })

  test('loses nothing when nobody else spoke', () => {
    const base = { crm: { name: 'x' }, books: { name: 'x' } }
    const [set] = met({ crm: { name: 'x' }, books: { name: 'b' }, base }, two).sets.crm
    expect(set).toMatchObject({ before: 'x', lost: null })
  })

  test('that is given back names the value that a person typed', () => {
    const base = { crm: { name: 'x' }, books: { name: 'x' } }
    const { sets, notes } = met({ crm: { name: 'a' }, books: { name: 'x' }, base }, locked)
    expect(sets.crm).toMatchObject([{ value: 'x', lost: 'a', before: 'a' }])
    expect(notes).toEqual<Note[]>([{ code: 'edited-although-locked', field: 'name', value: 'a' }])
  })

  test('keeps its old base when it may not travel, because what was not said is not agreed', () => {
    const base = { crm: { name: 'x' }, books: { name: 'x' } }
    const merged = met({ crm: { name: 'a' }, books: { name: 'x' }, base }, toCrm)
    expect(merged.agreed).toEqual({ crm: {}, books: {} })
  })

  test('moves its base on both sides when both came to say the same', () => {
    const base = { crm: { name: 'x' }, books: { name: 'x' } }
    const merged = met({ crm: { name: 'a' }, books: { name: 'a' }, base }, two)
    expect(merged.agreed).toEqual({ crm: { name: 'a' }, books: { name: 'a' } })
  })

  test('that is agreed needs no new agreement', () => {
    const base = { crm: { name: 'x' }, books: { name: 'x' } }
    const merged = met({ crm: { name: 'x' }, books: { name: 'x' }, base }, two)
    expect(merged).toEqual({
      sets: { crm: [], books: [] },
      agreed: { crm: {}, books: {} },
      notes: [],
      waits: { crm: [], books: [] },
    })
  })
})

describe('a field that was never agreed', () => {
  type Row = readonly [story: string, crm: Value, books: Value, rule: ResolvedRule, said: readonly string[]]
  test.each<Row>([
    ['is agreed where both hold the same', 'a', 'a', two, []],
    ['is agreed where both are empty', null, null, two, []],
    ['follows the books', 'a', 'b', two, ['crm name=b first-meeting']],
    ['follows the CRM where it wins', 'a', 'b', crmWins, ['books name=a first-meeting']],
    ['follows the books where the CRM is locked', 'a', 'b', locked, ['crm name=b first-meeting']],
    ['fills the empty CRM', null, 'b', two, ['crm name=b first-meeting']],
    ['fills the empty CRM even where the CRM wins', null, 'b', crmWins, ['crm name=b first-meeting']],
    ['fills the empty books', 'a', null, two, ['books name=a first-meeting']],
    ['never blanks the CRM', 'a', null, toCrm, []],
    ['never blanks a locked CRM', 'a', null, locked, []],
    ['never blanks the books', null, 'b', toBooks, []],
    ['goes through the only open lane', 'a', 'b', toBooks, ['books name=a first-meeting']],
    ['stays as it is where nothing travels', 'a', 'b', closed, []],
  ])('%s', (_story, crm, books, rule, expected) => {
    expect(said(met({ crm: { name: crm }, books: { name: books } }, rule))).toEqual(expected)
  })

  test('names the value that the winner overwrites', () => {
    expect(met({ crm: { name: 'a' }, books: { name: 'b' } }, two).sets.crm).toMatchObject([{ lost: 'a', base: null }])
  })

  test('that only a locked CRM holds is agreed as it is, so that a later edit of it is given back', () => {
    const merged = met({ crm: { name: 'a' }, books: { name: null } }, locked)
    expect(merged.agreed).toEqual({ crm: { name: 'a' }, books: { name: null } })
    const later = met(
      { crm: { name: 'a2' }, books: { name: null }, base: { crm: { name: 'a' }, books: { name: null } } },
      locked,
    )
    expect(said(later)).toEqual(['crm name=null given-back'])
  })

  test('that only the CRM holds is not agreed where its lane is closed', () => {
    expect(met({ crm: { name: 'a' }, books: { name: null } }, toCrm).agreed).toEqual({ crm: {}, books: {} })
  })

  test('that one side agreed to before is told by the other side', () => {
    const half = { crm: { name: 'a' }, books: { name: 'b' }, base: { crm: { name: 'a' }, books: {} } }
    expect(said(met(half, two))).toEqual(['crm name=b edited-there'])
    const other = { crm: { name: 'a' }, books: { name: 'b' }, base: { crm: {}, books: { name: 'b' } } }
    expect(said(met(other, two))).toEqual(['books name=a edited-there'])
  })
})

describe('fields of one record', () => {
  const joins: readonly Join[] = ['name', 'city', 'phone'].map((key) => ({ crm: key, books: key }))
  const base: Flat = { name: 'x', city: 'x', phone: 'x' }

  test('are merged one by one, so that both people keep their edit', () => {
    const merged = met(
      { crm: { ...base, name: 'a' }, books: { ...base, city: 'b' }, base: { crm: base, books: base } },
      aRule({ joins }),
    )
    expect(said(merged)).toEqual(['crm city=b edited-there', 'books name=a edited-there'])
  })

  test('conflict one by one', () => {
    const merged = met(
      {
        crm: { name: 'a', city: 'a', phone: 'x' },
        books: { name: 'b', city: 'a', phone: 'b' },
        base: { crm: base, books: base },
      },
      aRule({ joins }),
    )
    expect(said(merged)).toEqual(['crm name=b won-conflict', 'crm phone=b edited-there'])
    expect(merged.agreed).toEqual({ crm: { city: 'a' }, books: { city: 'a' } })
  })

  test('that are not joined never travel', () => {
    const merged = met({ crm: { fax: 'a' }, books: { fax: 'b' }, base: { crm: {}, books: {} } }, aRule({ joins }))
    expect(said(merged)).toEqual([])
  })

  test('that a snapshot leaves out say nothing', () => {
    const merged = met({ crm: {}, books: { ...base, city: 'b' }, base: { crm: base, books: base } }, aRule({ joins }))
    expect(said(merged)).toEqual(['crm city=b edited-there'])
  })
})

describe('a field that may travel one way only', () => {
  const base = { crm: { code: 'x' }, books: { code: 'x' } }
  const rule = aRule({ joins: [{ crm: 'code', books: 'code', lane: 'toCrm' }] })
  test.each<readonly [string, Value, Value, ResolvedRule, readonly string[]]>([
    ['travels that way', 'x', 'b', rule, ['crm code=b edited-there']],
    ['does not travel back', 'a', 'x', rule, []],
    ['is overruled that way', 'a', 'b', aRule({ joins: rule.joins, wins: 'crm' }), ['crm code=b won-conflict']],
    ['is given back where the CRM is locked', 'a', 'x', aLockedRule({ joins: rule.joins }), ['crm code=x given-back']],
  ])('%s', (_story, crm, books, ruled, expected) => {
    expect(said(met({ crm: { code: crm }, books: { code: books }, base }, ruled))).toEqual(expected)
  })
})
