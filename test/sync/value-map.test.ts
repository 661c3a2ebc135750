import { describe, expect, test } from 'vitest'
import type { Flat } from '@/lib/model/record'
import type { Join } from '@/lib/model/rule'
import { decide } from '@/lib/sync/decide'
import { transform } from '@/lib/sync/transform'
import { aHalf } from '../kit/aHalf'
import { aLink } from '../kit/aLink'
import { aRule } from '../kit/aRule'
import { someFacts } from '../kit/someFacts'
import { met, said } from './met'

const sector: Join = {
  crm: 'x:sector',
  books: 'x:famille',
  values: [
    { crm: 'wood', books: 'BOIS' },
    { crm: 'metal', books: 'FER' },
  ],
}
const rule = aRule({ joins: [{ crm: 'name', books: 'name' }, sector] })
const told = (seen: Flat, from: 'crm' | 'books') => transform(aHalf({ seen }), from, rule, someFacts()).flat

describe('values of a list that both sides call differently', () => {
  test('are told in the words of the other side, both ways', () => {
    expect(told({ 'x:sector': 'wood' }, 'crm')).toEqual({ 'x:famille': 'BOIS' })
    expect(told({ 'x:famille': 'FER' }, 'books')).toEqual({ 'x:sector': 'metal' })
  })

  test('stay empty where they are empty', () => {
    expect(told({ 'x:sector': null }, 'crm')).toEqual({ 'x:famille': null })
  })

  test('that nobody gave a counterpart do not travel, and the rest of the record does', () => {
    expect(told({ name: 'Durand', 'x:famille': 'VERRE' }, 'books')).toEqual({ name: 'Durand' })
    const created = decide(
      aLink({ books: aHalf({ seen: { name: 'Durand', 'x:famille': 'VERRE' } }) }),
      rule,
      someFacts(),
    )
    expect(created.writes[0]?.sets.map(({ key }) => key)).toEqual(['name'])
    expect(created.because).toBeNull()
  })

  test('that mean the same on both sides are agreed', () => {
    const merged = met({ crm: { name: 'a', 'x:sector': 'wood' }, books: { name: 'a', 'x:famille': 'BOIS' } }, rule)
    expect(said(merged)).toEqual([])
    expect(merged.agreed).toEqual({ crm: { name: 'a', 'x:sector': 'wood' }, books: { name: 'a', 'x:famille': 'BOIS' } })
  })

  test('that changed to one without counterpart leave the field as it is on the other side', () => {
    const base = { crm: { 'x:sector': 'wood' }, books: { 'x:famille': 'BOIS' } }
    const merged = met({ crm: { 'x:sector': 'wood' }, books: { 'x:famille': 'VERRE' }, base }, rule)
    expect(said(merged)).toEqual([])
    expect(merged.agreed).toEqual({ crm: {}, books: {} })
  })

  test('travel as soon as they have a counterpart', () => {
    const base = { crm: { 'x:sector': 'wood' }, books: { 'x:famille': 'BOIS' } }
    const wider = { ...sector, values: [...(sector.values ?? []), { crm: 'glass', books: 'VERRE' }] }
    const merged = met(
      { crm: { 'x:sector': 'wood' }, books: { 'x:famille': 'VERRE' }, base },
      aRule({ joins: [wider] }),
    )
    expect(said(merged)).toEqual(['crm x:sector=glass edited-there'])
  })
})
