import { describe, expect, it } from 'vitest'
import { patiently } from '@/lib/engine/patiently'
import { ConnectorError, type Problem } from '@/lib/model/problem'

/** A vendor that refuses so often before it answers, and how long we slept. */
function vendor(problem: Problem, refusals: number) {
  const slept: number[] = []
  let calls = 0
  const ask = async (): Promise<string> => {
    calls += 1
    if (calls <= refusals) throw new ConnectorError(problem)
    return 'answer'
  }
  const clock = { now: () => 1_000, sleep: async (ms: number) => void slept.push(ms) }
  return { slept, calls: () => calls, answer: () => patiently(clock, ask) }
}

const pause = (ms: number): Problem => ({ kind: 'slow-down', until: 1_000 + ms })

describe('a page whose vendor asks for a pause', () => {
  it('waits for a short one and shows what it asked for', async () => {
    const asked = vendor(pause(3_000), 1)
    expect([await asked.answer(), asked.slept]).toEqual(['answer', [3_000]])
  })

  it('tells a long one, and one that comes twice, instead of keeping people waiting', async () => {
    const long = vendor(pause(60_000), 1)
    await expect(long.answer()).rejects.toMatchObject({ problem: pause(60_000) })
    const twice = vendor(pause(3_000), 2)
    await expect(twice.answer()).rejects.toMatchObject({ problem: pause(3_000) })
    expect([long.calls(), twice.calls()]).toEqual([1, 2])
  })

  it('tells any other trouble at once', async () => {
    const closed = vendor({ kind: 'unreachable', detail: 'closed' }, 1)
    await expect(closed.answer()).rejects.toMatchObject({ problem: { kind: 'unreachable' } })
    expect(closed.calls()).toBe(1)
  })
})
