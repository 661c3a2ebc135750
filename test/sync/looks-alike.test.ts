import { describe, expect, test } from 'vitest'
import { plan } from '@/lib/sync/plan'
import { aHalf } from '../kit/aHalf'
import { aLink } from '../kit/aLink'
import { aRule } from '../kit/aRule'
import { someFacts } from '../kit/someFacts'
import { someRules } from '../kit/someRules'

const rule = aRule({ identify: ['code'], joins: [{ crm: 'name', books: 'name' }] })
const newcomer = aLink({ id: 'new', crm: aHalf({ id: 'c1', seen: { name: 'Dupont', code: 'C1' } }) })
const alike = (...ids: readonly string[]) => someFacts({ lookalikes: () => ids })

describe('a record that might be the same as another one', () => {
  test('is not created before a person has decided, and names who it might be', () => {
    expect(plan(newcomer, [], someRules(rule), alike('b1', 'b2'))).toMatchObject({
      because: { reason: 'looks-alike', detail: 'b1, b2' },
      writes: [],
    })
  })

  test('is created where nobody looks like it', () => {
    expect(plan(newcomer, [], someRules(rule), alike())).toMatchObject({ because: null, writes: [{ verb: 'create' }] })
  })

  test('is not asked about where nothing would be created', () => {
    const oneWay = aRule({ ...rule, toBooks: [] })
    expect(plan(newcomer, [], someRules(oneWay), alike('b1')).because?.reason).not.toBe('looks-alike')
  })
})

describe('who a parked record waits for', () => {
  const undecided = aLink({
    id: 'old',
    books: aHalf({ id: 'b1', seen: { name: 'Dupont', code: 'C1' } }),
    because: { reason: 'ask' },
  })

  test('is the candidate about whom a person was asked', () => {
    expect(plan(newcomer, [undecided], someRules(rule), someFacts())).toMatchObject({
      because: { reason: 'ambiguous', detail: 'b1' },
      writes: [],
    })
  })

  test('is what was made for a record that has gone since', () => {
    const gone = aLink({ id: 'gone', books: aHalf({ id: 'b9', removed: true, seen: { name: 'Dupont' } }) })
    const left = aLink({ id: 'left', crm: aHalf({ id: 'c9', marker: 'gone', seen: { name: 'Dupont' } }) })
    expect(plan(left, [gone], someRules(rule), someFacts())).toMatchObject({
      because: { detail: 'b9' },
      writes: [],
    })
  })
})
