import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, expect, test } from 'vitest'
import { makePaces } from '@/lib/http/pace'
import { publicFetch } from '@/lib/http/public-fetch'
import { makeSend } from '@/lib/http/send'
import type { Call, Fetch, SendOptions } from '@/lib/http/send'
import { ConnectorError } from '@/lib/model/problem'

const SECRET = 'top-secret-key'
const request = { method: 'GET', url: 'https://vendor.test/things?key=1', headers: { authorization: SECRET } } as const

function sending(fetch: Fetch, rest: Partial<SendOptions> = {}) {
  let time = 1_000_000
  const sleeps: number[] = []
  const calls: Call[] = []
  const send = makeSend({
    key: 'c',
    limits: { rates: [{ calls: 4, seconds: 1 }], atOnce: 2 },
    now: () => time,
    async sleep(ms) {
      sleeps.push(ms)
      time += ms
      await Promise.resolve()
    },
    timeoutMs: 1_000,
    allowPrivate: true,
    paces: makePaces(),
    fetch,
    onCall: (call) => calls.push(call),
    ...rest,
  })
  return { send, sleeps, calls, advance: (ms: number) => (time += ms) }
}

const fails = async (work: Promise<unknown>): Promise<ConnectorError> => {
  const error: unknown = await work.then(
    () => null,
    (reason: unknown) => reason,
  )
  if (error instanceof ConnectorError) return error
  throw new Error('it did not fail as expected')
}

describe('a call to a vendor', () => {
  test('every status comes back as an answer, redirects too, with its bytes', async () => {
    const { send, calls } = sending(() =>
      Promise.resolve(new Response('moved', { status: 302, headers: { Location: 'https://elsewhere.test' } })),
    )
    const answer = await send(request)
    expect(answer).toMatchObject({ status: 302, headers: { location: 'https://elsewhere.test' }, sentAt: 1_000_000 })
    expect(new TextDecoder().decode(answer.body)).toBe('moved')
    expect(calls).toEqual([{ method: 'GET', path: '/things', as: 'read', status: 302, took: 0 }])
  })

  test('redirects are never followed and a body goes out as it is', async () => {
    const seen: unknown[] = []
    const { send } = sending((url, init) => {
      seen.push([url, init.redirect, init.body])
      return Promise.resolve(new Response(null, { status: 204 }))
    })
    await send({ method: 'PUT', url: 'https://vendor.test/x', body: new Uint8Array([1, 2]) })
    expect(seen).toEqual([['https://vendor.test/x', 'manual', new Uint8Array([1, 2])]])
  })

  test('a lost connection is unreachable, and nothing we sent is in the error', async () => {
    const { send, calls } = sending(() => {
      throw new TypeError(`fetch failed with ${SECRET}`, {
        cause: Object.assign(new Error(SECRET), { code: 'ECONNRESET' }),
      })
    })
    const error = await fails(send(request))
    expect(error.problem).toEqual({ kind: 'unreachable', detail: 'ECONNRESET' })
    expect(`${error.message}${error.stack ?? ''}${String(error.cause)}`).not.toContain(SECRET)
    expect(calls[0]?.status).toBeNull()
  })

  test('a vendor that does not answer in time is unreachable', async () => {
    const timers: (() => void)[] = []
    const { send } = sending(
      (_url, { signal }) =>
        new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error))),
      {
        timer: (_ms, stop) => {
          timers.push(stop)
          return () => undefined
        },
      },
    )
    const waiting = fails(send(request))
    await new Promise((resolve) => setImmediate(resolve))
    timers[0]?.()
    expect((await waiting).problem).toEqual({ kind: 'unreachable', detail: 'timeout' })
  })

  test('an answer that breaks off is unreachable, one that never ends is a surprise', async () => {
    const broken = new ReadableStream({
      pull: (stream) =>
        stream.error(new TypeError('terminated', { cause: Object.assign(new Error(), { code: 'UND_ERR_SOCKET' }) })),
    })
    expect((await fails(sending(() => Promise.resolve(new Response(broken))).send(request))).problem).toEqual({
      kind: 'unreachable',
      detail: 'UND_ERR_SOCKET',
    })
    const endless = new ReadableStream({ pull: (stream) => stream.enqueue(new Uint8Array(1024 * 1024)) })
    expect((await fails(sending(() => Promise.resolve(new Response(endless))).send(request))).problem.kind).toBe(
      'surprise',
    )
  })

  test('a private address is refused before anything leaves', async () => {
    let sent = 0
    const { send } = sending(
      () => {
        sent += 1
        return Promise.resolve(new Response())
      },
      { allowPrivate: false },
    )
    for (const url of ['http://vendor.example.com', 'https://127.0.0.1', 'https://169.254.169.254']) {
      expect((await fails(send({ ...request, url }))).problem.kind).toBe('unreachable')
    }
    expect(sent).toBe(0)
  })

  test('a public name that leads to a private address is refused when it connects', async () => {
    const server = createServer((_request, response) => response.end('inside'))
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const { port } = server.address() as AddressInfo
    const init = { method: 'GET', headers: {}, redirect: 'manual', signal: new AbortController().signal } as const
    const error: unknown = await publicFetch(`https://localhost:${port}/`, init).then(
      () => null,
      (reason: unknown) => reason,
    )
    expect(error).toMatchObject({ code: 'ENOTPUBLIC' })
    server.close()
  })
})

describe('the pace', () => {
  test('no window ever holds more calls than the rate allows', async () => {
    const { send, sleeps } = sending(() => Promise.resolve(new Response('ok')))
    const at: number[] = []
    await Promise.all(Array.from({ length: 13 }, async () => at.push((await send(request)).sentAt)))
    for (const start of at)
      expect(at.filter((each) => each >= start && each < start + 1000).length).toBeLessThanOrEqual(4)
    expect(sleeps.reduce((sum, ms) => sum + ms, 0)).toBe(3_000)
  })

  test('two connections with their own keys do not wait for each other; two sessions of one do', async () => {
    const paces = makePaces()
    const fetch: Fetch = () => Promise.resolve(new Response('ok'))
    const one = sending(fetch, { paces, key: 'one' })
    const same = sending(fetch, { paces, key: 'one' })
    const other = sending(fetch, { paces, key: 'other' })
    for (let n = 0; n < 4; n += 1) await one.send(request)
    await other.send(request)
    expect(other.sleeps).toEqual([])
    await same.send(request)
    expect(same.sleeps).toEqual([1_000])
  })

  test('no more calls at once than allowed, and only one writer among them', async () => {
    let inside = 0
    let writing = 0
    const most = { inside: 0, writing: 0 }
    const { send } = sending(
      async (_url, { method }) => {
        inside += 1
        writing += method === 'POST' ? 1 : 0
        most.inside = Math.max(most.inside, inside)
        most.writing = Math.max(most.writing, writing)
        await new Promise((resolve) => setImmediate(resolve))
        inside -= 1
        writing -= method === 'POST' ? 1 : 0
        return new Response('ok')
      },
      { limits: { rates: [], atOnce: 2, writersAtOnce: 1 } },
    )
    const methods = ['POST', 'GET', 'POST', 'POST', 'GET', 'GET'] as const
    await Promise.all(methods.map((method) => send({ ...request, method })))
    expect(most).toEqual({ inside: 2, writing: 1 })
  })

  test('a call that failed gives its place back', async () => {
    let first = true
    const { send } = sending(
      () => {
        if (!first) return Promise.resolve(new Response('ok'))
        first = false
        throw new TypeError('fetch failed')
      },
      { limits: { rates: [], atOnce: 1 } },
    )
    const [lost, fine] = await Promise.allSettled([send(request), send(request)])
    expect([lost?.status, fine?.status]).toEqual(['rejected', 'fulfilled'])
  })

  test('a clock that is set back makes nobody wait for the time to come again', async () => {
    const { send, sleeps, advance } = sending(() => Promise.resolve(new Response('ok')))
    for (let n = 0; n < 4; n += 1) await send(request)
    advance(-3_600_000)
    await send(request)
    expect(sleeps).toEqual([])
  })
})
