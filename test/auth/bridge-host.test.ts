import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { hostAt } from '@/app/bridge/_host'
import { aFrame, answering } from './a-frame'
import type { Around } from './a-frame'

const origin = 'https://app.forcemanager.net'
const ack = { type: 'postrobot_message_ack' }
const reply = (data: unknown) => ({ type: 'postrobot_message_response', ack: 'success', data })
const silent = { ok: false, why: 'silent' }

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

/** What our page hears from a page that behaves so, however long it waits. */
async function heard(around: Around, question = 'getToken') {
  const frame = aFrame(around)
  const answer = hostAt(frame.inside, origin).ask(question, { version: '0' })
  await vi.runAllTimersAsync()
  return { ...frame, answer: await answer }
}

describe('a question to the page around ours', () => {
  test('is written as the page reads it, and goes to its exact origin', async () => {
    const { asked, targets, answer } = await heard((_, say) => {
      say(ack)
      say(reply('a bearer'))
    })
    expect(answer).toEqual({ ok: true, data: 'a bearer' })
    expect(targets).toEqual([origin])
    expect(asked).toEqual([
      {
        ...{ id: expect.stringMatching(/^[\w-]{36}$/) as string, type: 'postrobot_message_request', name: 'getToken' },
        ...{ hash: expect.stringMatching(/^getToken_[\w-]{36}$/) as string, data: { version: '0' } },
        fireAndForget: false,
      },
    ])
  })

  test('is answered without an ack, too', async () => {
    expect((await heard((_, say) => say(reply('b')))).answer).toEqual({ ok: true, data: 'b' })
  })

  test('that the page refuses is refused, whatever else it says', async () => {
    const { answer } = await heard(answering({ getToken: () => new Error('Unknown fragment') }))
    expect(answer).toEqual({ ok: false, why: 'refused' })
  })

  test.each([
    ['another origin', { origin: 'https://evil.test' }],
    ['another window of the same origin', { source: { postMessage: () => undefined } }],
    ['no window at all', { source: null }],
    ['an object instead of a text', { data: { __postRobot__: reply('forged') } }],
    ['a text that is no message', { data: '__postRobot__ {' }],
    ['a message in another envelope', { data: JSON.stringify({ __other__: reply('forged') }) }],
    ['a message of nothing', { data: JSON.stringify({ __postRobot__: null }) }],
  ])('is not answered by %s', async (_who, from) => {
    const { answer } = await heard((_, say) => say(reply('forged'), from))
    expect(answer).toEqual(silent)
  })

  test('is not answered by the reply to another question', async () => {
    const { answer } = await heard((_, say) => say({ ...reply('forged'), hash: 'getToken_of-somebody-else' }))
    expect(answer).toEqual(silent)
  })

  test('is answered once: what comes again changes nothing and nobody listens any more', async () => {
    const { answer, hearing } = await heard((_, say) => {
      say(reply('first'))
      say(reply('second'))
      say({ type: 'postrobot_message_response', ack: 'error' })
    })
    expect(answer).toEqual({ ok: true, data: 'first' })
    expect(hearing.size).toBe(0)
  })

  test('waits four seconds for a sign that it was heard', async () => {
    const frame = aFrame(() => undefined)
    const answer = hostAt(frame.inside, origin).ask('getToken', {})
    await vi.advanceTimersByTimeAsync(3_999)
    expect(frame.hearing.size).toBe(1)
    await vi.advanceTimersByTimeAsync(1)
    expect(await answer).toEqual(silent)
    expect(frame.hearing.size).toBe(0)
  })

  test('that was heard waits longer, not for ever, and repeated signs do not prolong it', async () => {
    const frame = aFrame((_, say) => {
      say(ack)
      setTimeout(() => say(ack), 14_000)
    })
    const answer = hostAt(frame.inside, origin).ask('getToken', {})
    await vi.advanceTimersByTimeAsync(14_999)
    expect(frame.hearing.size).toBe(1)
    await vi.advanceTimersByTimeAsync(1)
    expect(await answer).toEqual(silent)
  })
})

test('two questions at once get each its own answer, whichever comes first', async () => {
  const { inside, hearing } = aFrame(({ name }, say) => {
    say(ack)
    setTimeout(() => say(reply(name)), name === 'getContext' ? 200 : 100)
  })
  const host = hostAt(inside, origin)
  const answers = Promise.all([host.ask('getContext', {}), host.ask('getToken', {}), host.ask('getToken', {})])
  await vi.runAllTimersAsync()
  expect(await answers).toEqual(['getContext', 'getToken', 'getToken'].map((data) => ({ ok: true, data })))
  expect(hearing.size).toBe(0)
})
