import { describe, expect, it } from 'vitest'
import { virtualClock } from '@/sandbox/kit/clock'
import { limits } from '@/sandbox/kit/limits'
import { random } from '@/sandbox/kit/random'
import { asFetch, json, serve } from '@/sandbox/kit/server'
import { simulator } from '@/sandbox/kit/simulator'

const START = Date.UTC(2026, 10, 21)

function counter() {
  const clock = virtualClock(START)
  let count = 0
  const sim = simulator({
    clock,
    answer: (request) => {
      if (request.method === 'POST') count += 1
      return json(200, { count, path: request.path, origin: request.origin })
    },
    admin: { count: () => count, set: (value: number) => void (count = value) },
  })
  return { clock, sim, fetch: asFetch(sim.handle), count: () => count }
}

describe('the simulator kit', () => {
  it('wakes a sleeper only when its clock has moved past the time', async () => {
    const clock = virtualClock(START)
    const woken: string[] = []
    const late = clock.sleep(200).then(() => woken.push('late'))
    const early = clock.sleep(100).then(() => woken.push('early'))
    clock.advance(100)
    await early
    expect(woken).toEqual(['early'])
    clock.advance(100)
    await late
    expect(clock.now()).toBe(START + 200)
  })

  it('draws the same numbers from the same seed', () => {
    const draw = (seed: number) => {
      const chance = random(seed)
      return [chance.next(), chance.below(10), chance.pick(['a', 'b', 'c'])]
    }
    expect(draw(7)).toEqual(draw(7))
    expect(draw(7)).not.toEqual(draw(8))
  })

  it('answers the same in process and over the wire', async () => {
    const { sim, fetch: inProcess } = counter()
    const server = await serve(sim.handle)
    try {
      const wire = await fetch(`${server.url}/things/1`, { method: 'POST', body: 'é' })
      expect(await wire.json()).toEqual({ count: 1, path: '/things/1', origin: server.url })
      const local = await inProcess('http://a.test/things/1', { method: 'POST' })
      expect(await local.json()).toEqual({ count: 2, path: '/things/1', origin: 'http://a.test' })
    } finally {
      await server.close()
    }
  })

  it('cuts the connection over the wire as the fault asks', async () => {
    const { sim } = counter()
    const server = await serve(sim.handle)
    try {
      sim.faults.add({ do: 'cut-before' }, { do: 'cut-mid-body' })
      await expect(fetch(`${server.url}/a`)).rejects.toThrow('fetch failed')
      const broken = await fetch(`${server.url}/a`)
      await expect(broken.text()).rejects.toThrow('terminated')
      expect((await fetch(`${server.url}/a`)).status).toBe(200)
    } finally {
      await server.close()
    }
  })

  it('loses the answer of a write that took effect, and keeps one that did not from taking effect', async () => {
    const { sim, fetch, count } = counter()
    sim.faults.add({ do: 'cut-after', method: 'post' }, { do: 'cut-before', method: 'post' })
    await expect(fetch('/a', { method: 'POST' })).rejects.toThrow('fetch failed')
    expect(count()).toBe(1)
    await expect(fetch('/a', { method: 'POST' })).rejects.toThrow('fetch failed')
    expect(count()).toBe(1)
    expect(sim.calls().map((call) => call.status)).toEqual([0, 0])
  })

  it('strikes the matching calls as often as told, after those to be skipped', async () => {
    const { sim, fetch } = counter()
    sim.faults.add({ do: 'answer', status: 503, path: /^\/b/, times: 2, skip: 1 })
    const statuses = []
    for (const path of ['/a', '/b', '/b', '/b', '/b']) statuses.push((await fetch(path)).status)
    expect(statuses).toEqual([200, 200, 503, 503, 200])
    expect(sim.faults.pending()).toEqual([])
  })

  it('can answer with a web page or with half a body', async () => {
    const { sim, fetch } = counter()
    sim.faults.add({ do: 'html' }, { do: 'truncated' })
    expect(await (await fetch('/a')).text()).toContain('<!DOCTYPE html>')
    await expect((await fetch('/a')).json()).rejects.toThrow(SyntaxError)
  })

  it('delays an answer on the clock, and a caller who gives up is let go', async () => {
    const { clock, sim, fetch } = counter()
    sim.faults.add({ do: 'delay', ms: 5000, times: 2 })
    const slow = fetch('/a')
    await new Promise((resolve) => setImmediate(resolve))
    clock.advance(5000)
    expect((await slow).status).toBe(200)
    const stop = new AbortController()
    const given = fetch('/a', { signal: stop.signal })
    stop.abort()
    await expect(given).rejects.toThrow('aborted')
  })

  it('serves only its own host when it is given one', async () => {
    const { sim } = counter()
    const fetch = asFetch(sim.handle, 'http://vendor.test')
    expect((await fetch('/a')).status).toBe(200)
    await expect(fetch('http://elsewhere.test/a')).rejects.toThrow('fetch failed')
  })

  it('gives its admin verbs over HTTP without counting them as calls', async () => {
    const { fetch } = counter()
    await fetch('/_admin/set', { method: 'POST', body: '41' })
    await fetch('/things/12/parts', { method: 'POST' })
    expect(await (await fetch('/_admin/count', { method: 'POST' })).json()).toBe(42)
    await fetch('/_admin/faults', {
      method: 'POST',
      body: JSON.stringify({ do: 'answer', status: 500, path: '^/things' }),
    })
    expect((await fetch('/things/12')).status).toBe(500)
    const counts = await fetch('/_admin/calls')
    expect(await counts.json()).toEqual({ total: 2, by: { 'POST /things/{id}/parts': 1, 'GET /things/{id}': 1 } })
    expect((await fetch('/_admin/nothing', { method: 'POST' })).status).toBe(404)
  })

  it('lets a burst in, then one call per share of a second, per key', () => {
    const clock = virtualClock(START)
    const paced = limits(clock, { perSecond: 4 })
    const enter = (key: string) => paced.enter(key).ok
    expect([1, 2, 3, 4, 5].map(() => enter('a'))).toEqual([true, true, true, true, false])
    expect(enter('b')).toBe(true)
    clock.advance(250)
    expect([enter('a'), enter('a')]).toEqual([true, false])
    paced.set({ perSecond: null })
    expect(enter('a')).toBe(true)
  })

  it('refuses more calls in flight than allowed until one leaves', () => {
    const paced = limits(virtualClock(START), { perSecond: null, atOnce: 1 })
    const first = paced.enter('a')
    expect(paced.enter('a')).toMatchObject({ ok: false, because: 'at-once' })
    if (first.ok) first.leave()
    expect(paced.enter('a').ok).toBe(true)
  })
})
