import { describe, expect, test } from 'vitest'
import type { Verb } from '@/lib/model/words'
import { brake, limits, type BrakeFacts, type Load } from '@/lib/sync/brake'

const verbs = (part: Partial<Record<Verb, number>> = {}): Record<Verb, number> => ({
  create: 0,
  update: 0,
  remove: 0,
  ...part,
})
const load = (part: Partial<Load> = {}): Load => ({
  entity: 'customer',
  side: 'crm',
  planned: verbs(),
  sent: verbs(),
  population: 1_000,
  removed: 0,
  usual: verbs({ create: 10_000, update: 10_000, remove: 10_000 }),
  blanked: {},
  reowned: 0,
  edited: 0,
  ...part,
})
const held = (part: Partial<Load>, facts: Partial<BrakeFacts> = {}): string | null =>
  brake({ firstRun: false, loads: [load(part)], shrunk: [], ...facts })?.brake ?? null

describe('the limits', () => {
  test('are those of the specification', () => {
    expect(limits).toEqual({
      removals: 50,
      removalShare: 0.2,
      smallest: 10,
      usualFloor: 50,
      usualFactor: 2,
      blankShare: 0.3,
      ownerShare: 0.2,
    })
  })

  test('let an ordinary plan go', () => {
    expect(held({ planned: verbs({ create: 20, update: 30, remove: 3 }) })).toBeNull()
    expect(brake({ firstRun: false, loads: [], shrunk: [] })).toBeNull()
  })
})

describe('removals', () => {
  test.each<readonly [string, number, number, number, string | null]>([
    ['one below the limit', 49, 0, 1_000, null],
    ['at the limit', 50, 0, 1_000, null],
    ['one above the limit', 51, 0, 1_000, 'removals'],
    ['above it with what was sent in the last day', 1, 50, 1_000, 'removals'],
    ['at it with what was sent in the last day', 1, 49, 1_000, null],
    ['of which none is planned now', 0, 500, 1_000, null],
    ['of a fifth of the records', 20, 0, 100, null],
    ['of more than a fifth of the records', 21, 0, 100, 'removals'],
    ['of more than a fifth over the day', 1, 20, 100, 'removals'],
    ['of two of ten records', 2, 0, 10, null],
    ['of three of ten records', 3, 0, 10, 'removals'],
    ['of three of nine records', 3, 0, 9, null],
    ['of eight of nine records', 8, 0, 9, null],
    ['of all of nine records', 9, 0, 9, 'removals'],
    ['of both of two records', 2, 0, 2, 'removals'],
    ['of the only record', 1, 0, 1, null],
  ])('%s', (_story, planned, sent, population, expected) => {
    expect(held({ planned: verbs({ remove: planned }), sent: verbs({ remove: sent }), population })).toBe(expected)
  })

  test.each<readonly [string, number, number, number, string | null]>([
    ['of a fifth of what was there a day ago', 2, 2, 18, null],
    ['of more than a fifth of what was there a day ago', 3, 2, 18, 'removals'],
    ['of eight of ten, two of which are gone', 6, 2, 8, 'removals'],
    ['of eight of nine, two of which are gone', 6, 2, 7, null],
    ['of the last one of two', 1, 1, 1, 'removals'],
  ])('after others of the same day: %s', (_story, planned, removed, population, expected) => {
    const sent = verbs({ remove: removed })
    expect(held({ planned: verbs({ remove: planned }), sent, removed, population })).toBe(expected)
  })

  test('are held in a first run too', () => {
    expect(held({ planned: verbs({ remove: 51 }) }, { firstRun: true })).toBe('removals')
  })
})

describe('any verb', () => {
  test.each<readonly [string, Verb, number, number, number, string | null]>([
    ['at the floor', 'create', 50, 0, 0, null],
    ['above the floor', 'create', 51, 0, 0, 'more-than-usual'],
    ['above the floor, as an update', 'update', 51, 0, 0, 'more-than-usual'],
    ['at the floor, where it is rarely used', 'update', 50, 0, 25, null],
    ['at twice the usual', 'update', 200, 0, 100, null],
    ['above twice the usual', 'update', 201, 0, 100, 'more-than-usual'],
    ['above twice the usual over the day', 'create', 1, 200, 100, 'more-than-usual'],
    ['of which none is planned now', 'create', 0, 900, 0, null],
    ['as a removal below its own limits', 'remove', 50, 0, 0, null],
  ])('%s', (_story, verb, planned, sent, usual, expected) => {
    const part = { planned: verbs({ [verb]: planned }), sent: verbs({ [verb]: sent }), usual: verbs({ [verb]: usual }) }
    expect(held({ ...part, population: 10_000 })).toBe(expected)
  })

  test('may be as many as there are in a first run', () => {
    expect(held({ planned: verbs({ create: 100_000 }), usual: verbs() }, { firstRun: true })).toBeNull()
  })
})

describe('records that would lose a value in one field', () => {
  test.each<readonly [string, Record<string, number>, number, string | null]>([
    ['are few', { phone: 29 }, 100, null],
    ['are three in ten', { phone: 30 }, 100, null],
    ['are more than three in ten', { phone: 31 }, 100, 'blanking'],
    ['are many over several fields, few in each', { phone: 30, email: 30, city: 30 }, 100, null],
    ['are many in the second field', { phone: 1, email: 31 }, 100, 'blanking'],
    ['are three of nine', { phone: 3 }, 9, null],
    ['are four of ten', { phone: 4 }, 10, 'blanking'],
  ])('%s', (_story, blanked, population, expected) => expect(held({ blanked, population })).toBe(expected))

  test('are held with the field named', () => {
    expect(brake({ firstRun: false, loads: [load({ blanked: { email: 400 } })], shrunk: [] })).toEqual({
      brake: 'blanking',
      entity: 'customer',
      side: 'crm',
      count: 400,
      of: 1_000,
      field: 'email',
    })
  })
})

describe('records that would change owner', () => {
  test.each<readonly [number, number, string | null]>([
    [20, 100, null],
    [21, 100, 'owners'],
    [2, 10, null],
    [3, 10, 'owners'],
    [9, 9, null],
  ])('%i of %i', (reowned, population, expected) => expect(held({ reowned, population })).toBe(expected))
})

describe('a side of which every record looks edited', () => {
  test.each<readonly [number, number, string | null]>([
    [99, 100, null],
    [100, 100, 'all-edited'],
    [10, 10, 'all-edited'],
    [9, 9, null],
    [0, 0, null],
  ])('%i of %i', (edited, population, expected) => expect(held({ edited, population })).toBe(expected))
})

describe('a side that shows under half of what it showed', () => {
  const shrunk = [{ entity: 'product', side: 'books', before: 300, now: 20 }] as const
  test('holds everything, whatever else is planned', () => {
    expect(brake({ firstRun: true, loads: [load({ planned: verbs({ remove: 99 }) })], shrunk })).toEqual({
      brake: 'side-emptied',
      entity: 'product',
      side: 'books',
      count: 280,
      of: 300,
      field: null,
    })
  })
})

describe('several reasons at once', () => {
  test('show the gravest of the first entity that has one', () => {
    const calm = load({ entity: 'customer' })
    const wild = load({ entity: 'contact', planned: verbs({ remove: 60 }), reowned: 900, edited: 1_000 })
    expect(brake({ firstRun: false, loads: [calm, wild], shrunk: [] })).toMatchObject({
      brake: 'removals',
      entity: 'contact',
      count: 60,
    })
  })

  test.each<readonly [string, Partial<Load>, string]>([
    ['removals before losses', { planned: verbs({ remove: 60 }), blanked: { phone: 900 } }, 'removals'],
    ['losses before owners', { blanked: { phone: 900 }, reowned: 900 }, 'blanking'],
    ['owners before edits', { reowned: 900, edited: 1_000 }, 'owners'],
    ['edits before numbers', { edited: 1_000, planned: verbs({ update: 51 }), usual: verbs() }, 'all-edited'],
  ])('%s', (_story, part, expected) => expect(held(part)).toBe(expected))
})
