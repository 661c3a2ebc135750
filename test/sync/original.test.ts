import { expect, test } from 'vitest'
import type { Snapshot } from '@/lib/model/record'
import { original } from '@/lib/sync/original'

const record = (id: string, made?: { by: string; at: number }): Snapshot => ({
  ...{ entity: 'customer', id, version: null, fields: {}, parents: {}, removed: false, marker: 'link-1' },
  ...(made ? { made: { ...made, touched: false } } : {}),
})
const idOf = (...found: Snapshot[]) => original(found)?.id ?? null

test('a single record that bears our mark is the one, whoever made it', () => {
  expect(idOf(record('1'))).toBe('1')
  expect(original([])).toBeNull()
})

test('what somebody else copied from it later is not the one, in whatever order they are found', () => {
  const [ours, copy, further] = [
    record('1', { by: 'key', at: 100 }),
    record('2', { by: 'ana', at: 101 }),
    record('3', { by: 'ana', at: 900 }),
  ]
  expect(idOf(ours, copy)).toBe('1')
  expect(idOf(further, copy, ours)).toBe('1')
})

test('two of one maker may both be answers to one create: nobody can tell', () => {
  expect(idOf(record('1', { by: 'key', at: 100 }), record('2', { by: 'key', at: 500 }))).toBeNull()
})

test('two of the same moment cannot be told apart', () => {
  expect(idOf(record('1', { by: 'key', at: 100 }), record('2', { by: 'ana', at: 100 }))).toBeNull()
})

test('a system that does not say who made a record leaves it to a person', () => {
  expect(idOf(record('1'), record('2'))).toBeNull()
  expect(idOf(record('1'), record('2', { by: 'ana', at: 100 }))).toBeNull()
})
