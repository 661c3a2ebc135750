import fc from 'fast-check'
import { expect, test } from 'vitest'
import { whys, type SetField } from '@/lib/model/decision'
import { setsOf, storedSets } from '@/lib/store/sets'
import { aSet } from '../kit/aSet'

const value = fc.constantFrom(null, '', 'Durand', 'name', 0, 7, false, true)
const set: fc.Arbitrary<SetField> = fc
  .record({
    key: fc.constantFrom('name', 'city'),
    value,
    before: value,
    from: fc.constantFrom(null, 'name', 'city'),
    origin: value,
    why: fc.constantFrom(...whys),
    base: value,
    lost: value,
    again: fc.boolean(),
  })
  .map(({ again, ...rest }) => ({ ...rest, ...(again ? { again } : {}) }))

test('what a write plans is read back from the store as it was, through JSON', () => {
  fc.assert(
    fc.property(fc.array(set, { maxLength: 4 }), fc.constantFrom(null, ...whys), (sets, why) => {
      const stored: unknown = JSON.parse(JSON.stringify(storedSets(sets, why)))
      expect(setsOf(stored as ReturnType<typeof storedSets>, why)).toEqual(sets)
    }),
  )
})

test('what was stored in full before is read all the same', () => {
  const full = aSet({ key: 'name', value: 'Durand', before: 'Dupont', from: null, origin: null, base: 'Dupont' })
  expect(setsOf([full], 'given-back')).toEqual([full])
})

test('a field that a new record gets from its twin is a key and a value', () => {
  expect(storedSets([aSet({ key: 'name', value: 'Durand', why: 'new-there' })], 'new-there')).toEqual([
    { key: 'name', value: 'Durand' },
  ])
})
