import { describe, expect, test } from 'vitest'
import type { Note, SetField } from '@/lib/model/decision'
import type { Flat, Value } from '@/lib/model/record'
import type { Join, ResolvedRule } from '@/lib/model/rule'
import { all } from '@/lib/model/rule'
import type { Side } from '@/lib/model/words'
import type { Facts } from '@/lib/sync/facts'
import { merge, type Merged } from '@/lib/sync/merge'
import { transform } from '@/lib/sync/transform'
import { aHalf } from '../kit/aHalf'
import { aLockedRule, aRule } from '../kit/aRule'
import { someFacts } from '../kit/someFacts'

interface Sides {
  readonly crm: Flat
  readonly books: Flat
  /** What was agreed; null where they never were. */
  readonly base?: Readonly<Record<Side, Flat>> | null
}

function met({ crm, books, base = null }: Sides, rule: ResolvedRule, facts: Facts = someFacts()): Merged {
  const halves = {
    crm: aHalf({ seen: crm, base: base?.crm ?? null }),
    books: aHalf({ seen: books, base: base?.books ?? null }),
  }
  const told = { crm: transform(halves.crm, 'crm', rule, facts), books: transform(halves.books, 'books', rule, facts) }
  return merge(halves.crm, halves.books, told, rule)
}

const short = (sets: readonly SetField[]): readonly string[] =>
  sets.map(({ key, value, why }) => `${key}=${String(value)} ${why}`)
const said = ({ sets }: Merged): readonly string[] => [
  ...short(sets.crm).map((text) => `crm ${text}`),
  ...short(sets.books).map((text) => `books ${text}`),
]

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

describe('a field that is set at creation only', () => {
  const joins: readonly Join[] = [{ crm: 'owner', books: 'salesRep', as: 'same', lane: 'toCrm', on: 'create' }]
  test.each([
    ['is never compared', { owner: 'u1' }, { salesRep: 'Ana' }, null],
    ['is never given back', { owner: 'u2' }, { salesRep: 'Ana' }, { crm: { owner: 'u1' }, books: { salesRep: 'Ana' } }],
    ['is never told later', { owner: 'u1' }, { salesRep: 'Bo' }, { crm: { owner: 'u1' }, books: { salesRep: 'Ana' } }],
    ['is not set by a tie, which is no creation', { owner: null }, { salesRep: 'Ana' }, null],
  ])('%s', (_story, crm, books, base) => {
    const merged = met({ crm, books, base }, aLockedRule({ joins }))
    expect(said(merged)).toEqual([])
    expect(merged.agreed).toEqual({ crm: {}, books: {} })
  })
})

describe('a field that is set only where it is empty', () => {
  const joins: readonly Join[] = [{ crm: 'owner', books: 'rep', when: 'empty', lane: 'toCrm' }]
  const base = { crm: { owner: 'x' }, books: { rep: 'x' } }
  test.each([
    ['is told to an empty one', { owner: null }, { rep: 'b' }, null, ['crm owner=b first-meeting']],
    ['leaves a filled one', { owner: 'a' }, { rep: 'b' }, null, []],
    ['leaves a filled one alone later', { owner: 'x' }, { rep: 'b' }, base, []],
    ['fills what was emptied', { owner: null }, { rep: 'b' }, base, ['crm owner=b won-conflict']],
  ])('%s', (_story, crm, books, agreed, expected) => {
    expect(said(met({ crm, books, base: agreed }, aRule({ joins })))).toEqual(expected)
  })
})

describe('a constant', () => {
  const lock: Join = { crm: 'locked', books: null, constant: true, lane: 'toCrm' }
  const rule = aLockedRule({ joins: [lock] })
  const agreed = { crm: { locked: true }, books: {} }

  test.each<readonly [string, Flat, Sides['base'], ResolvedRule, readonly string[]]>([
    ['is set where it is not yet', { locked: false }, null, rule, ['crm locked=true first-meeting']],
    ['is set where the side never showed it', {}, null, rule, ['crm locked=true first-meeting']],
    ['is agreed where it is so already', { locked: true }, null, rule, []],
    ['is left alone once agreed', { locked: true }, agreed, rule, []],
    ['is left alone where the side never shows it', {}, agreed, rule, []],
    ['is put back when somebody changed it', { locked: false }, agreed, rule, ['crm locked=true given-back']],
    [
      'is put back where the record is not locked too',
      { locked: false },
      agreed,
      aRule({ joins: [lock] }),
      ['crm locked=true given-back'],
    ],
    [
      'is not set where the CRM takes no updates',
      { locked: false },
      null,
      aRule({ joins: [lock], toCrm: ['create'] }),
      [],
    ],
    [
      'is not put back where the CRM takes no updates',
      { locked: false },
      agreed,
      aRule({ joins: [lock], toCrm: ['create'] }),
      [],
    ],
  ])('%s', (_story, crm, base, ruled, expected) =>
    expect(said(met({ crm, books: {}, base: base ?? null }, ruled))).toEqual(expected),
  )

  test('is agreed on its own side only', () => {
    expect(met({ crm: { locked: true }, books: {} }, rule).agreed).toEqual({ crm: { locked: true }, books: {} })
  })

  test('comes from nowhere, and loses nothing when it is first set', () => {
    const { sets } = met({ crm: { locked: false }, books: {} }, rule)
    expect(sets.crm).toMatchObject([{ key: 'locked', from: null, origin: true, before: false, lost: null }])
  })

  test('that was put back in a locked record is noted, in an open one it is not', () => {
    const sides = { crm: { locked: false }, books: {}, base: agreed }
    expect(met(sides, rule).notes).toEqual([{ code: 'edited-although-locked', field: 'locked', value: false }])
    expect(met(sides, aRule({ joins: [lock] })).notes).toEqual([])
  })

  test('may stand in the books', () => {
    const origin: Join = { crm: null, books: 'origin', constant: 'crm', lane: 'toBooks' }
    expect(said(met({ crm: {}, books: { origin: null } }, aRule({ joins: [origin] })))).toEqual([
      'books origin=crm first-meeting',
    ])
  })
})

describe('a picture, of which the CRM shows nothing', () => {
  const rule = aLockedRule({ joins: [{ crm: 'image', books: 'image' }] })
  test.each<readonly [string, Value, Sides['base'], readonly string[]]>([
    ['is sent at first', 'hash1', null, ['crm image=hash1 first-meeting']],
    ['is not sent again', 'hash1', { crm: { image: 'hash1' }, books: { image: 'hash1' } }, []],
    [
      'is sent when it changed',
      'hash2',
      { crm: { image: 'hash1' }, books: { image: 'hash1' } },
      ['crm image=hash2 edited-there'],
    ],
    [
      'is taken away when it is gone',
      null,
      { crm: { image: 'hash1' }, books: { image: 'hash1' } },
      ['crm image=null edited-there'],
    ],
    ['that never was is not sent', null, null, []],
    [
      'that never was is sent once there is one',
      'hash1',
      { crm: { image: null }, books: { image: null } },
      ['crm image=hash1 edited-there'],
    ],
  ])('%s', (_story, books, base, expected) => {
    expect(said(met({ crm: {}, books: { image: books }, base: base ?? null }, rule))).toEqual(expected)
  })

  test('that never was is agreed on both sides', () => {
    expect(met({ crm: {}, books: { image: null } }, rule).agreed).toEqual({
      crm: { image: null },
      books: { image: null },
    })
  })
})

describe('a side that keeps less than the other', () => {
  const facts = someFacts({
    normal: (side, _entity, flat) =>
      side === 'crm' && typeof flat.stock === 'string' ? { ...flat, stock: flat.stock.split('.')[0] ?? '' } : flat,
  })
  const joins: readonly Join[] = [{ crm: 'stock', books: 'stock' }]
  const base = { crm: { stock: '2' }, books: { stock: '2.5' } }

  test('is equal when it holds what it can of the value', () => {
    const merged = met({ crm: { stock: '2' }, books: { stock: '2.5' } }, aRule({ joins }), facts)
    expect(said(merged)).toEqual([])
    expect(merged.agreed).toEqual({ crm: { stock: '2' }, books: { stock: '2.5' } })
  })

  test('does not send its shortened value back', () => {
    expect(said(met({ crm: { stock: '2' }, books: { stock: '2.5' }, base }, aRule({ joins }), facts))).toEqual([])
  })

  test('hears nothing of a change that it cannot hold', () => {
    const merged = met({ crm: { stock: '2' }, books: { stock: '2.7' }, base }, aRule({ joins }), facts)
    expect(said(merged)).toEqual([])
    expect(merged.agreed).toEqual({ crm: { stock: '2' }, books: { stock: '2.7' } })
  })

  test('sends its own edit', () => {
    expect(said(met({ crm: { stock: '3' }, books: { stock: '2.5' }, base }, aRule({ joins }), facts))).toEqual([
      'books stock=3 edited-there',
    ])
  })

  test('that is locked is given back an edit which the books would cut to their own value', () => {
    const rule = aLockedRule({ maxLength: { crm: {}, books: { name: 6 } } })
    const sides = {
      crm: { name: 'Durand & Fils' },
      books: { name: 'Durand' },
      base: { crm: { name: 'Durand' }, books: { name: 'Durand' } },
    }
    expect(said(met(sides, rule))).toEqual(['crm name=Durand given-back'])
  })

  test('that holds more than the books can is left alone where both may write', () => {
    const rule = aRule({ maxLength: { crm: {}, books: { name: 6 } } })
    const sides = {
      crm: { name: 'Durand & Fils' },
      books: { name: 'Durand' },
      base: { crm: { name: 'Durand' }, books: { name: 'Durand' } },
    }
    expect(said(met(sides, rule))).toEqual([])
  })
})

describe('lines', () => {
  const joins: readonly Join[] = [{ crm: 'lines', books: 'lines' }]
  const one = '[[{"description":"A","total":100},{}]]'
  const other = '[[{"description":"A","total":120},{}],[{"description":"B","total":5},{}]]'
  test('are one value: compared, won and written whole', () => {
    const base = { crm: { lines: one }, books: { lines: one } }
    expect(said(met({ crm: { lines: one }, books: { lines: other }, base }, aRule({ joins })))).toEqual([
      `crm lines=${other} edited-there`,
    ])
    expect(said(met({ crm: { lines: '[]' }, books: { lines: other }, base }, aRule({ joins })))).toEqual([
      `crm lines=${other} won-conflict`,
    ])
    expect(said(met({ crm: { lines: '[]' }, books: { lines: one }, base }, aLockedRule({ joins })))).toEqual([
      `crm lines=${one} given-back`,
    ])
  })
})

describe('a reference to a record that does not exist on the other side', () => {
  const key = 'parent:customer'
  const joins: readonly Join[] = [
    { crm: key, books: key },
    { crm: 'name', books: 'name' },
  ]
  const base = { crm: { [key]: 'c1', name: 'x' }, books: { [key]: 'b1', name: 'x' } }
  const facts = someFacts({}, { 'customer:crm:c1': { otherId: 'b1' }, 'customer:books:b1': { otherId: 'c1' } })
  const moved = { crm: { [key]: 'c1', name: 'x' }, books: { [key]: 'b2', name: 'b' }, base }

  test('waits, and the other fields go on', () => {
    const merged = met(moved, aRule({ joins }), facts)
    expect(said(merged)).toEqual(['crm name=b edited-there'])
    expect(merged.waits).toEqual({ crm: [key], books: [] })
    expect(merged.agreed).toEqual({ crm: {}, books: {} })
  })

  test('waits instead of letting the other side win', () => {
    const both = { ...moved, crm: { [key]: 'c3', name: 'x' } }
    const known = someFacts({}, { 'customer:crm:c3': { otherId: 'b3' }, 'customer:crm:c1': { otherId: 'b1' } })
    const merged = met(both, aRule({ joins }), known)
    expect(merged.sets.books).toEqual([])
    expect(merged.waits.crm).toEqual([key])
  })

  test('waits instead of being agreed to differ at a first meeting', () => {
    const merged = met({ crm: { [key]: null }, books: { [key]: 'b2' } }, aRule({ joins: joins.slice(0, 1) }), facts)
    expect(merged.waits.crm).toEqual([key])
    expect(merged.agreed).toEqual({ crm: {}, books: {} })
  })

  test('that nobody may tell waits for nothing', () => {
    const merged = met(
      { ...moved, books: { [key]: 'b1', name: 'x' }, crm: { [key]: 'c9', name: 'x' } },
      aRule({ joins, toBooks: [] }),
      facts,
    )
    expect(merged.waits).toEqual({ crm: [], books: [] })
  })

  test('is given back in a locked record, whatever it was changed to', () => {
    const merged = met(
      { ...moved, books: { [key]: 'b1', name: 'x' }, crm: { [key]: 'c9', name: 'x' } },
      aLockedRule({ joins }),
      facts,
    )
    expect(said(merged)).toEqual([`crm ${key}=c1 given-back`])
    expect(merged.waits).toEqual({ crm: [], books: [] })
  })
})

describe('books that are locked', () => {
  const rule = aRule({ toCrm: ['create'], toBooks: all, lockedIn: 'books' })
  const base = { crm: { name: 'x' }, books: { name: 'x' } }
  test.each<readonly [string, Value, Value, readonly string[]]>([
    ['follow the CRM', 'a', 'x', ['books name=a edited-there']],
    ['are given back what the CRM says', 'x', 'b', ['books name=x given-back']],
    ['lose a conflict', 'a', 'b', ['books name=a won-conflict']],
  ])('%s', (_story, crm, books, expected) => {
    expect(said(met({ crm: { name: crm }, books: { name: books }, base }, rule))).toEqual(expected)
  })
})
