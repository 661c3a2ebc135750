import { describe, expect, test } from 'vitest'
import { instantOf, retryAt } from '@/lib/executor/duration'
import { holds, parseExpression } from '@/lib/executor/expression'
import { readFunctions, schedule } from '@/lib/executor/functions'
import { backOffMs } from '@/lib/executor/limits'
import { outcomeOf, type Answer } from '@/lib/executor/outcome'
import { canonical, hashedKey, sign } from '@/lib/executor/sign'

describe('An expression', () => {
  const scope = {
    event: { name: 'go', data: { id: 7, who: "O'Neil", tags: { 'a-b': 'x' }, list: ['p', 'q'], none: null, on: true } },
    async: { data: { id: 7 } },
  }

  test.each([
    ['event.data.id == async.data.id', true],
    ['event.data.id == 7 && event.name == "go"', true],
    ["event.name == 'stop' || event.data.id >= 7", true],
    ['event.data.who == "O\'Neil"', true],
    ["event.data.tags['a-b'] == 'x'", true],
    ["event.data.list[1] == 'q'", true],
    ['!(event.data.id < 7)', true],
    ['event.data.id > -1', true],
    ['event.data.on', true],
    ['event.data.none == null', true],
    ['event.data.missing == null', true],
    ['event.data.missing == async.data.missing', false],
    ['event.data.missing != async.data.id', true],
    ['event.data.who > 3', false],
    ['event.data.id == "7"', false],
    ['event.data.id', false],
    ['event.data.constructor == null', true],
  ])('%s is %s', (source, expected) => {
    expect(holds(parseExpression(source), scope)).toBe(expected)
  })

  test('as a key joins what it names', () => {
    expect(parseExpression('event.name + "/" + event.data.id')(scope)).toBe('go/7')
    expect(parseExpression('event.data.id + 1')(scope)).toBe(8)
  })

  test.each(['event.data.id.size()', 'event.data.id ==', '1 ? 2 : 3', 'has(event.data)', '"open', 'event..data', ''])(
    'that we cannot read is refused: %s',
    (source) => expect(() => parseExpression(source)).toThrow('cannot read'),
  )
})

describe('A time', () => {
  const now = Date.parse('2026-11-21T12:00:00Z')
  test.each([
    ['90m', 90 * 60_000],
    ['1w2d3h4m5s', 788_645_000],
    ['2026-11-21T12:00:10.000Z', 10_000],
  ])('%s is that long from now', (text, length) => expect(instantOf(text, now) - now).toBe(length))

  test.each(['', 'soon', '1x'])('that says nothing is refused: "%s"', (text) => {
    expect(() => instantOf(text, now)).toThrow('neither a length of time nor a date')
  })

  test('to come back is given in seconds or as a date', () => {
    expect(retryAt('120', now)).toBe(now + 120_000)
    expect(retryAt('Sat, 21 Nov 2026 12:01:00 GMT', now)).toBe(now + 60_000)
  })

  test('between attempts grows from ten seconds to an hour', () => {
    expect([1, 2, 3, 9, 40].map(backOffMs)).toEqual([10_000, 30_000, 60_000, 3_600_000, 3_600_000])
  })

  test('of a schedule is UTC unless it names a zone', () => {
    const next = (pattern: string) => schedule(pattern).nextRun(new Date(now))?.toISOString()
    expect(next('0 15 * * *')).toBe('2026-11-21T15:00:00.000Z')
    expect(next('TZ=Europe/Paris 0 15 * * *')).toBe('2026-11-21T14:00:00.000Z')
  })
})

describe('A registration', () => {
  const fn = {
    id: 'house-run',
    name: 'run',
    triggers: [{ event: 'run.asked', expression: 'event.data.on == true' }, { cron: '*/15 * * * *' }],
    steps: {
      step: { id: 'step', name: 'step', runtime: { type: 'http', url: 'http://app' }, retries: { attempts: 4 } },
    },
    concurrency: [{ limit: 1, key: 'event.data.integration' }],
    cancel: [{ event: 'left', if: 'event.data.tenant == async.data.tenant', timeout: '1h' }],
    idempotency: 'event.data.id',
  }
  const read = (change: object) => readFunctions({ functions: [{ ...fn, ...change }] })

  const refusal = (outcome: ReturnType<typeof read>) => ('refused' in outcome ? outcome.refused : '')

  test('is read with all we support', () => {
    expect(read({})).toMatchObject({
      functions: [
        {
          id: 'house-run',
          on: [{ event: 'run.asked' }],
          crons: ['*/15 * * * *'],
          attempts: 5,
          concurrency: { limit: 1 },
          cancelOn: [{ event: 'left', withinMs: 3_600_000 }],
        },
      ],
    })
    expect(read({ concurrency: 3 })).toMatchObject({ functions: [{ concurrency: { limit: 3, key: null } }] })
    expect(read({ concurrency: 0 })).toMatchObject({ functions: [{ concurrency: null }] })
  })

  test.each([
    ['debounce', { debounce: { period: '5m' } }],
    ['singleton', { singleton: { mode: 'skip' } }],
    ['throttle', { throttle: { limit: 1, period: '1s' } }],
    ['rateLimit', { rateLimit: { limit: 1, period: '1s' } }],
    ['batchEvents', { batchEvents: { maxSize: 10, timeout: '5s' } }],
    ['priority', { priority: { run: '1' } }],
    ['timeouts', { timeouts: { start: '1m' } }],
    ['per function only', { concurrency: { limit: 1, scope: 'account' } }],
    ['concurrency', { concurrency: [{ limit: 1 }, { limit: 2 }] }],
    ['wildcard', { triggers: [{ event: 'run.*' }] }],
    ['jitter', { triggers: [{ cron: '* * * * *', jitter: '10s' }] }],
    ['five fields', { triggers: [{ cron: 'every day' }] }],
    ['cannot read', { idempotency: 'event.data.list.size()' }],
    ['cannot read', { concurrency: { limit: 1, key: 'nonsense(' } }],
  ])('that asks for %s is refused with a sentence', (word, change) => {
    expect(refusal(read(change))).toMatch(new RegExp(`^Function "house-run" is refused: .*${word}`))
  })

  test('without a list is refused', () => {
    expect(readFunctions(undefined)).toHaveProperty('refused')
  })
})

describe('A signature', () => {
  test('is made over the one canonical form of a body', () => {
    expect(canonical({ b: [1.0, null, undefined], a: { é: '\n', d: undefined }, '10': true, '9': -0 })).toBe(
      '{"10":true,"9":0,"a":{"é":"\\n"},"b":[1,null,null]}',
    )
  })

  test('holds the second it was made', () => {
    expect(sign('{}', 'signkey-test-00ff', 1_700_000_000_400)).toMatch(/^t=1700000000&s=[0-9a-f]{64}$/)
  })

  test('needs a key of the form the SDK can hash', () => {
    expect(hashedKey('signkey-prod-00ff')).toMatch(/^signkey-prod-[0-9a-f]{64}$/)
    expect(() => hashedKey('signkey-prod-secret!')).toThrow('must be signkey-<name>-<hex>')
  })
})

describe('An answer of the app', () => {
  const answer = (change: Partial<Answer>): Answer => ({
    status: 200,
    headers: { 'x-inngest-sdk': 'js' },
    text: 'null',
    ...change,
  })

  test('that is not the SDK under our key counts as nobody there', () => {
    expect(outcomeOf(answer({ headers: {} })).kind).toBe('unreachable')
    expect(outcomeOf(answer({ text: '<html>' })).kind).toBe('unreachable')
  })

  test('tells an end, an error to repeat and one for good apart', () => {
    expect(outcomeOf(answer({ text: '{"n":1}' }))).toEqual({ kind: 'done', output: { n: 1 } })
    const headers = { 'x-inngest-sdk': 'js', 'retry-after': '7' }
    expect(outcomeOf(answer({ status: 500, headers }))).toMatchObject({ kind: 'threw', final: false, retryAfter: '7' })
    const never = { 'x-inngest-sdk': 'js', 'x-inngest-no-retry': 'true' }
    expect(outcomeOf(answer({ status: 400, headers: never }))).toMatchObject({ kind: 'threw', final: true })
    expect(outcomeOf(answer({ status: 206, text: '[{"op":"StepRun"}]' }))).toMatchObject({
      kind: 'threw',
      final: false,
    })
    expect(outcomeOf(answer({ status: 206, text: '[{"op":"StepRun","id":"x"}]' })).kind).toBe('ops')
  })
})
