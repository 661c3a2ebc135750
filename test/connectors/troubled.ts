import { expect, test } from 'vitest'
import type { Problem } from '@/lib/model/problem'
import type { Fault } from '@/sandbox/kit/faults'
import { problemOf } from './sample'
import type { Call } from '@/lib/http/send'
import { openSession, sendTo } from './stage'
import type { Bench } from './stage'

/** The part of the suite in which the vendor is slow, broken or gone. */
export function troubled(start: () => Promise<Bench>): void {
  const struck = async (fault: Fault): Promise<{ problem: Problem | null; now: number }> => {
    const bench = await start()
    const session = openSession(bench)
    const [feed = []] = bench.connector.feeds
    await session.companies()
    bench.simulator.faults.add(fault)
    return { problem: await problemOf(() => session.changes(feed, null)), now: bench.clock.now() }
  }

  test('too many requests: wait until the time the vendor names, or a while', async () => {
    const named = await struck({ do: 'answer', status: 429, headers: { 'retry-after': '30' } })
    expect(named.problem).toEqual({ kind: 'slow-down', until: named.now + 30_000 })
    const unnamed = await struck({ do: 'answer', status: 429 })
    expect(unnamed.problem?.kind === 'slow-down' && unnamed.problem.until > unnamed.now).toBe(true)
  })

  test('an outage is no answer, whatever shape it takes', async () => {
    for (const status of [500, 502, 503, 408]) {
      expect((await struck({ do: 'answer', status })).problem).toMatchObject({ kind: 'unreachable' })
    }
    for (const fault of [{ do: 'cut-before' }, { do: 'cut-mid-body' }, { do: 'html', status: 502 }] as const) {
      expect((await struck(fault)).problem).toMatchObject({ kind: 'unreachable' })
    }
  })

  test("a proxy's page or half an answer instead of an answer is a surprise", async () => {
    expect((await struck({ do: 'html', status: 200 })).problem).toMatchObject({ kind: 'surprise' })
    expect((await struck({ do: 'truncated' })).problem).toMatchObject({ kind: 'surprise' })
    expect(
      (await struck({ do: 'answer', status: 302, headers: { location: 'https://elsewhere.test' } })).problem,
    ).toMatchObject({
      kind: 'surprise',
    })
  })

  test('every call is recorded once, without its query and without a secret', async () => {
    const bench = { ...(await start()), manner: 'paced' as const }
    const calls: Call[] = []
    const session = bench.connector.open(bench.grant, sendTo(bench, { calls }))
    await session.companies()
    for (const feed of bench.connector.feeds) await session.changes(feed, null)
    const made = bench.simulator.calls().filter(({ path }) => !tokenPath(bench, path))
    expect(calls.map(({ method, path, status }) => ({ method, path, status }))).toEqual(
      made.map(({ method, path, status }) => ({ method, path, status })),
    )
    for (const secret of Object.values(bench.grant.secrets)) expect(JSON.stringify(calls)).not.toContain(secret)
  })

  test('the vendor never has to refuse us for our pace', async () => {
    const bench = await start()
    const session = openSession(bench)
    await Promise.all(bench.connector.feeds.flatMap((feed) => [1, 2, 3, 4].map(() => session.changes(feed, null))))
    expect(bench.simulator.calls().filter(({ status }) => status === 429)).toEqual([])
  })

  test('no secret is ever in an error', async () => {
    const bench = await start()
    const secrets = Object.values(bench.grant.secrets)
    const session = openSession(bench)
    await session.companies()
    for (const status of [400, 403, 422, 500]) {
      bench.simulator.faults.add({
        do: 'answer',
        status,
        body: { code: 1, message: secrets.join(' '), error: secrets.join(' ') },
      })
      const problem = JSON.stringify(await problemOf(() => session.changes(bench.connector.feeds[0] ?? [], null)))
      for (const secret of secrets) expect(problem).not.toContain(secret)
    }
  })
}

const tokenPath = ({ connector: { auth } }: Bench, path: string): boolean =>
  auth.kind === 'oauth' && new URL(auth.tokenUrl.replace(/\{\w+\}/g, 'x')).pathname === path
