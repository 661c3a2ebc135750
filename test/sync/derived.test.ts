import { describe, expect, test } from 'vitest'
import type { Hold } from '@/lib/model/decision'
import type { Problem } from '@/lib/model/problem'
import { parkedReasons, reasons, type Reason } from '@/lib/model/record'
import { noCounts, type Counts } from '@/lib/model/run'
import type { RecordClass, Standing, State } from '@/lib/model/state'
import type { Verb } from '@/lib/model/words'
import { addCounts, total } from '@/lib/sync/count'
import { direction, type Direction } from '@/lib/sync/direction'
import { due } from '@/lib/sync/due'
import { retry } from '@/lib/sync/retry'
import { classify, standing, type Place } from '@/lib/sync/standing'
import { state, type StateFacts } from '@/lib/sync/state'

const minute = 60_000

describe('the class of a record', () => {
  const place = (part: Partial<Place>): Place => ({
    inBoth: true,
    gone: false,
    because: null,
    underway: false,
    ...part,
  })
  const kinds: Readonly<Record<Reason, RecordClass['kind']>> = {
    'out-of-scope': 'excluded',
    'not-allowed': 'excluded',
    'switched-off': 'excluded',
    'waits-for-listing': 'waiting',
    'waits-for-parent': 'waiting',
    'waits-for-conversion': 'waiting',
    'owner-not-mapped': 'excluded',
    ambiguous: 'parked',
    'looks-alike': 'parked',
    'removed-in-crm': 'parked',
    'removed-in-books': 'parked',
    rejected: 'parked',
    surprise: 'parked',
    'could-not-confirm': 'parked',
    ask: 'parked',
    'kept-apart': 'parked',
    'belongs-elsewhere': 'excluded',
    'money-does-not-add-up': 'parked',
    ignored: 'excluded',
  }

  test.each(reasons)('that is %s', (reason) => {
    for (const inBoth of [true, false])
      expect(classify(place({ inBoth, because: { reason } }))).toEqual({ kind: kinds[reason], reason })
  })

  test.each<readonly [string, Partial<Place>, RecordClass]>([
    ['of both sides and at rest is in sync', {}, { kind: 'in-sync' }],
    ['of both sides with a write on its way is in flight', { underway: true }, { kind: 'in-flight' }],
    ['of one side with a write on its way is in flight', { inBoth: false, underway: true }, { kind: 'in-flight' }],
    ['of one side, at rest, without a reason is unexplained', { inBoth: false }, { kind: 'unexplained' }],
    [
      'removed everywhere is removed, whatever else',
      { gone: true, underway: true, because: { reason: 'ask' } },
      { kind: 'removed' },
    ],
    [
      'that is parked stays parked while it has news',
      { underway: true, because: { reason: 'rejected' } },
      { kind: 'parked', reason: 'rejected' },
    ],
    [
      'that waits is in flight while it has news',
      { underway: true, because: { reason: 'waits-for-parent' } },
      { kind: 'in-flight' },
    ],
    [
      'that is excluded is in flight while it has news',
      { underway: true, because: { reason: 'out-of-scope' } },
      { kind: 'in-flight' },
    ],
  ])('%s', (_story, part, expected) => expect(classify(place(part))).toEqual(expected))

  test('has a word of Sage for every record', () => {
    const words: readonly (readonly [RecordClass, Standing])[] = [
      [{ kind: 'in-sync' }, 'synchronised'],
      [{ kind: 'removed' }, 'synchronised'],
      [{ kind: 'in-flight' }, 'pending'],
      [{ kind: 'waiting', reason: 'waits-for-conversion' }, 'not-synchronised'],
      [{ kind: 'excluded', reason: 'out-of-scope' }, 'not-synchronised'],
      [{ kind: 'parked', reason: 'rejected' }, 'error'],
      [{ kind: 'parked', reason: 'surprise' }, 'error'],
      [{ kind: 'parked', reason: 'ambiguous' }, 'review'],
      [{ kind: 'parked', reason: 'removed-in-crm' }, 'review'],
      [{ kind: 'unexplained' }, 'error'],
    ]
    for (const [record, word] of words) expect(standing(record)).toBe(word)
    for (const reason of parkedReasons) expect(['review', 'error']).toContain(standing({ kind: 'parked', reason }))
  })
})

describe('the state of an integration', () => {
  const hold: Hold = { brake: 'removals', entity: 'customer', side: 'crm', count: 51, of: 100, field: null }
  const facts = (part: Partial<StateFacts>): StateFacts => ({
    connected: true,
    published: true,
    started: true,
    pausedBy: null,
    waitingChanges: 0,
    running: null,
    held: null,
    stopped: null,
    parked: 0,
    ...part,
  })
  const stopped = (problem: Problem, until: number | null = null) => ({ stopped: { vendor: 'one', problem, until } })

  test.each<readonly [string, Partial<StateFacts>, State]>([
    ['not set up before it is connected', { connected: false, started: false }, { kind: 'not-set-up' }],
    ['not set up before its settings are published', { published: false, pausedBy: 'Ana' }, { kind: 'not-set-up' }],
    ['ready before it was started', { started: false }, { kind: 'ready' }],
    ['healthy when there is nothing to say', {}, { kind: 'healthy' }],
    ['in its first run, with its share', { running: { first: true, share: 0.42 } }, { kind: 'first-run', share: 0.42 }],
    ['running', { running: { first: false, share: 0.5 } }, { kind: 'running' }],
    [
      'paused by somebody, with what waits',
      { pausedBy: 'Ana', waitingChanges: 12 },
      { kind: 'paused', by: 'Ana', waiting: 12 },
    ],
    [
      'paused, although a batch is still being finished',
      { pausedBy: 'Ana', running: { first: false, share: 1 } },
      { kind: 'paused', by: 'Ana', waiting: 0 },
    ],
    ['held by a brake', { held: { hold, run: 'r1' }, parked: 7 }, { kind: 'held', hold, run: 'r1' }],
    ['in need of a person', { parked: 7 }, { kind: 'attention', count: 7 }],
    [
      'running although it had stopped before',
      { running: { first: false, share: 0 }, ...stopped({ kind: 'unreachable' }) },
      { kind: 'running' },
    ],
    [
      'stopped rather than held',
      { held: { hold, run: 'r1' }, ...stopped({ kind: 'signed-out' }) },
      { kind: 'signed-out', vendor: 'one', problem: { kind: 'signed-out' } },
    ],
  ])('%s', (_story, part, expected) => expect(state(facts(part))).toEqual(expected))

  test.each<readonly [Problem, State['kind']]>([
    [{ kind: 'signed-out' }, 'signed-out'],
    [{ kind: 'forbidden' }, 'signed-out'],
    [{ kind: 'slow-down', until: 5 }, 'waiting'],
    [{ kind: 'unreachable' }, 'waiting'],
    [{ kind: 'changed-meanwhile' }, 'failed'],
    [{ kind: 'missing' }, 'failed'],
    [{ kind: 'rejected', detail: 'x' }, 'failed'],
    [{ kind: 'surprise', detail: 'x' }, 'failed'],
  ])('after $kind', (problem, kind) => {
    expect(state(facts(stopped(problem, 9)))).toMatchObject({ kind, vendor: 'one', problem })
  })

  test('says until when it waits', () => {
    expect(state(facts(stopped({ kind: 'unreachable' }, 9)))).toMatchObject({ until: 9 })
  })
})

describe('the next run', () => {
  test.each<readonly [string, number, number, number, number]>([
    ['is one step after the first', 0, 15, 0, 15],
    ['keeps to the grid when the last one was late', 0, 15, 17, 30],
    ['is after now also on the grid', 0, 15, 30, 45],
    ['skips what was missed', 0, 15, 100, 105],
    ['follows its own start', 7, 15, 10, 22],
    ['may be hourly', 0, 60, 59, 60],
    ['may be the start itself when that is ahead', 20, 15, 10, 20],
  ])('%s', (_story, startedAt, every, now, next) => {
    expect(due(startedAt * minute, { every }, now * minute)).toBe(next * minute)
  })
})

describe('the next attempt', () => {
  const slow: Problem = { kind: 'slow-down', until: 5_000 }
  test.each<readonly [string, Problem, number, number, number]>([
    ['is when the vendor says', slow, 1, 0, 5_000],
    ['is when the vendor says, however often we tried', slow, 9, 0, 5_000],
    ['is now when the vendor named a time that is over', slow, 1, 9_000, 9_000],
    ['is a minute after the first failure', { kind: 'unreachable' }, 1, 0, minute],
    ['is two minutes after the second', { kind: 'unreachable' }, 2, 0, 2 * minute],
    ['is thirty-two after the sixth', { kind: 'unreachable' }, 6, 0, 32 * minute],
    ['is never more than an hour away', { kind: 'unreachable' }, 7, 0, 60 * minute],
    ['is never more than an hour away after a thousand', { kind: 'unreachable' }, 1_000, 0, 60 * minute],
    ['is a minute away before the first attempt', { kind: 'unreachable' }, 0, 500, minute + 500],
  ])('%s', (_story, problem, attempts, now, at) => expect(retry(problem, attempts, now)).toBe(at))
})

describe('the direction of a rule', () => {
  test.each<readonly [readonly Verb[], readonly Verb[], Direction]>([
    [['create'], ['create'], 'both-ways'],
    [['update'], [], 'to-crm'],
    [[], ['remove'], 'to-books'],
    [[], [], 'none'],
  ])('with %j to the CRM and %j to the books', (toCrm, toBooks, expected) => {
    expect(direction({ toCrm, toBooks })).toBe(expected)
  })
})

describe('the numbers of a run', () => {
  type Numbers = Readonly<Record<string, Partial<Counts>>>
  test.each<readonly [string, Numbers, Numbers, Numbers]>([
    ['of nothing', {}, {}, {}],
    ['of one part', { 'customer:crm': { created: 2 } }, {}, { 'customer:crm': { created: 2 } }],
    [
      'of two parts',
      { 'customer:crm': { created: 2 } },
      { customer: { parked: 1 } },
      { 'customer:crm': { created: 2 }, customer: { parked: 1 } },
    ],
    [
      'of one entity twice',
      { customer: { nothing: 2, parked: 1 } },
      { customer: { nothing: 3, waiting: 4 } },
      { customer: { nothing: 5, parked: 1, waiting: 4 } },
    ],
  ])('%s add up', (_story, a, b, sum) => {
    expect(addCounts(a, b)).toEqual(sum)
    expect(addCounts(b, a)).toEqual(sum)
  })

  test('are added without changing the parts', () => {
    const a = { customer: { nothing: 2 } }
    addCounts(a, { customer: { nothing: 3 } })
    expect(a).toEqual({ customer: { nothing: 2 } })
  })

  test('come to one total', () => {
    expect(total({})).toEqual(noCounts)
    const parts = {
      'customer:crm': { created: 2, updated: 1 },
      'contact:crm': { created: 3 },
      customer: { excluded: 4 },
    }
    expect(total(parts)).toEqual({ ...noCounts, created: 5, updated: 1, excluded: 4 })
  })
})
