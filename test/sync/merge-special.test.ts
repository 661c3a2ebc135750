import { describe, expect, test } from 'vitest'
import type { Flat, Value } from '@/lib/model/record'
import { all, type Join, type ResolvedRule } from '@/lib/model/rule'
import { aLockedRule, aRule } from '../kit/aRule'
import { someFacts } from '../kit/someFacts'
import { met, said, type Sides } from './met'

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
