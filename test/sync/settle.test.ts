import { describe, expect, test } from 'vitest'
import type { Receipt } from '@/lib/model/connector'
import type { SetField } from '@/lib/model/decision'
import type { Flat, Value } from '@/lib/model/record'
import type { Verb } from '@/lib/model/words'
import { settle, type Settled } from '@/lib/sync/settle'
import { aSet } from '../kit/aSet'
import { aSnapshot } from '../kit/aSnapshot'

const sent = (verb: Verb, ...sets: readonly SetField[]) => ({ verb, entity: 'customer' as const, sets })
const answer = (shown: Flat | null, part: Partial<Receipt> = {}): Receipt => ({
  id: '7',
  version: '3',
  shown: shown === null ? null : aSnapshot({ id: '7', fields: shown }),
  ...part,
})

describe('after an update', () => {
  const done = (sets: readonly SetField[], shown: Flat | null): Settled =>
    settle(sent('update', ...sets), answer(shown), true)

  test('the base moves for exactly the fields that were sent', () => {
    const { targetBase, originBase } = done([aSet({ key: 'name', value: 'A' })], {
      name: 'A',
      city: 'Lyon',
      phone: '1',
    })
    expect(targetBase).toEqual({ name: 'A' })
    expect(originBase).toEqual({ name: 'A' })
  })

  test("the target's base is what the vendor's own answer shows", () => {
    const { targetBase, originBase, seen } = done([aSet({ key: 'name', value: 'durand' })], { name: 'DURAND' })
    expect(targetBase).toEqual({ name: 'DURAND' })
    expect(originBase).toEqual({ name: 'durand' })
    expect(seen.name).toBe('DURAND')
  })

  test('the target is taken to hold what was sent where the vendor answers ids only', () => {
    const { targetBase, seen } = done([aSet({ key: 'name', value: 'A' })], null)
    expect(targetBase).toEqual({ name: 'A' })
    expect(seen).toEqual({ name: 'A' })
  })

  test("the origin's base is the value that was planned on, under its own key", () => {
    const { targetBase, originBase } = done(
      [aSet({ key: 'owner', value: 'u1', from: 'salesRep', origin: 'Ana' })],
      null,
    )
    expect(targetBase).toEqual({ owner: 'u1' })
    expect(originBase).toEqual({ salesRep: 'Ana' })
  })

  test('a constant has no origin', () => {
    const { targetBase, originBase } = done([aSet({ key: 'locked', value: true, from: null, origin: true })], null)
    expect(targetBase).toEqual({ locked: true })
    expect(originBase).toEqual({})
  })

  test('the rest of the answer is what was seen, and not agreed', () => {
    const { seen, targetBase, news } = done([aSet({ key: 'name', value: 'A' })], { name: 'A', city: 'Lyon' })
    expect(seen).toMatchObject({ name: 'A', city: 'Lyon', entity: 'customer' })
    expect(targetBase.city).toBeUndefined()
    expect(news).toBe(false)
  })

  test('a value that the vendor would not empty is its own form, and not emptied again', () => {
    expect(done([aSet({ key: 'phone', value: null })], { phone: '0' }).targetBase).toEqual({ phone: '0' })
  })

  test('what the answer leaves out stands there as it was sent', () => {
    const { targetBase, seen } = done([aSet({ key: 'name', value: 'A' }), aSet({ key: 'city', value: 'B' })], {
      name: 'A',
    })
    expect(targetBase).toEqual({ name: 'A', city: 'B' })
    expect(seen.city).toBe('B')
  })

  test('the label moves with a conversion', () => {
    const { targetBase, originBase } = done([aSet({ key: 'entity', value: 'customer', origin: 'customer' })], null)
    expect(targetBase).toEqual({ entity: 'customer' })
    expect(originBase).toEqual({ entity: 'customer' })
  })

  test('the record keeps the id and version of the answer', () => {
    expect(done([], null)).toMatchObject({ id: '7', version: '3', entity: 'customer', removed: false })
    expect(settle(sent('update'), answer(null, { id: '9', version: null }), true)).toMatchObject({
      id: '9',
      version: null,
    })
  })
})

describe('after a create', () => {
  const create = (sets: readonly SetField[], shown: Flat | null, laneBack: boolean): Settled =>
    settle(sent('create', ...sets), answer(shown), laneBack)
  const name = aSet({ key: 'name', value: 'A' })
  const noCity = aSet({ key: 'city', value: null, origin: null })

  test('both sides agree on what it is', () => {
    const { targetBase, originBase, seen } = create([name], null, true)
    expect(targetBase).toEqual({ entity: 'customer', name: 'A' })
    expect(originBase).toEqual({ entity: 'customer', name: 'A' })
    expect(seen.entity).toBe('customer')
  })

  test('an empty value is agreed as empty although nothing was sent for it', () => {
    const { targetBase, originBase } = create([name, noCity], null, true)
    expect(targetBase.city).toBeNull()
    expect(originBase.city).toBeNull()
  })

  test.each<readonly [string, Flat | null, boolean, boolean, Flat]>([
    ['is news where the lane back updates', { name: 'A', code: 'B1' }, true, true, { name: 'A', city: null }],
    [
      'is agreed where nothing may travel back',
      { name: 'A', code: 'B1' },
      false,
      false,
      { name: 'A', city: null, code: 'B1' },
    ],
    ['is news also in a field that was sent empty', { name: 'A', city: 'Lyon' }, true, true, { name: 'A', city: null }],
    [
      'is agreed in a field that was sent empty where nothing may travel back',
      { name: 'A', city: 'Lyon' },
      false,
      false,
      { name: 'A', city: 'Lyon' },
    ],
    ['is no news where it is empty', { name: 'A', code: null }, true, false, { name: 'A', city: null }],
    ['is not there where the answer shows nothing', null, true, false, { name: 'A', city: null }],
    [
      'is no news where it is only another form of what was sent',
      { name: 'a' },
      true,
      false,
      { name: 'a', city: null },
    ],
  ])('a value that the vendor made itself %s', (_story, shown, laneBack, news, base) => {
    const settled = create([name, noCity], shown, laneBack)
    expect(settled.news).toBe(news)
    expect(settled.targetBase).toEqual({ entity: 'customer', ...base })
    expect(settled.seen).toMatchObject({ ...shown })
  })

  test('the label alone is no news', () => {
    expect(create([], {}, true).news).toBe(false)
  })

  test('parents and lines count like any other field', () => {
    const shown = aSnapshot({ id: '7', parents: { customer: 'c1' }, lines: [{ fields: { total: 5 }, parents: {} }] })
    const sets = [
      aSet({ key: 'parent:customer', value: 'c1', origin: 'b1' }),
      aSet({ key: 'lines', value: '[]', origin: '[]' }),
    ]
    const { targetBase, originBase } = settle(sent('create', ...sets), answer(null, { shown }), true)
    expect(targetBase).toEqual({ entity: 'customer', 'parent:customer': 'c1', lines: '[[{"total":5},{}]]' })
    expect(originBase).toEqual({ entity: 'customer', 'parent:customer': 'b1', lines: '[]' })
  })
})

describe('after a removal', () => {
  test('the record is gone there, and nothing is agreed', () => {
    expect(settle(sent('remove'), answer(null), true)).toEqual<Settled>({
      id: '7',
      entity: 'customer',
      version: '3',
      seen: {},
      removed: true,
      targetBase: {},
      originBase: {},
      news: false,
      tried: {},
    })
  })
})

describe('what awaits its first snapshot', () => {
  const tried = (verb: Verb, sets: readonly SetField[], shown: Flat | null): Settled['tried'] =>
    settle(sent(verb, ...sets), answer(shown), true).tried
  const x = (before: Value): SetField => aSet({ key: 'name', value: 'x', before })
  const again = (before: Value): SetField => ({ ...x(before), again: true })

  test.each<readonly [string, Verb, readonly SetField[], Flat | null, Settled['tried']]>([
    ['a value that the answer does not show', 'update', [x('a')], null, { name: { sent: 'x' } }],
    ['not a value that the answer shows', 'update', [x('a')], { name: 'x' }, {}],
    ['not a value that the answer shows in another form', 'update', [again('a')], { name: 'X' }, {}],
    [
      'a value that was sent again after it came back as another',
      'update',
      [again('X')],
      null,
      { name: { sent: 'x', came: 'X' } },
    ],
    ['everything that a create sent', 'create', [x(null)], null, { '*': { sent: true } }],
    ['nothing of a create whose answer shows the record', 'create', [x(null)], { name: 'x' }, {}],
    ['an emptied field too', 'update', [aSet({ value: null, before: 'a' })], null, { name: { sent: null } }],
    ['nothing of a removed record', 'remove', [], null, {}],
  ])('%s', (_story, verb, sets, shown, after) => expect(tried(verb, sets, shown)).toEqual(after))
})
