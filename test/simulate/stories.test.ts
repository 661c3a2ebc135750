import { afterEach, describe, expect, test, vi } from 'vitest'
import { openRun } from '@/lib/engine/open'
import { advance } from '@/lib/engine/run'
import type * as StoreDb from '@/lib/store/db'
import { corridor } from '../kit/corridor'
import { live } from './live'
import { fateOf } from './regressions'
import { stories } from './stories'

const off = vi.hoisted(() => new Set<string>())
vi.mock('@/lib/store/db', async (load) => {
  const real = await load<typeof StoreDb>()
  return {
    ...real,
    inLease: (...[room, held, work]: Parameters<typeof real.inLease>) =>
      real.inLease(room, off.has('renewal') ? { ...held, ttl: 1 } : held, work),
  }
})
afterEach(() => off.clear())

describe('Every promise is kept when', () => {
  for (const story of stories)
    test(story.was, { timeout: 240_000 }, async () => {
      const { violation, told } = await live(fateOf(story))
      expect(violation, told.join('\n')).toBeNull()
    })
})

/** A first run in short steps; whoever else comes between two of them. Says how often somebody else got in. */
async function interrupted(): Promise<number> {
  const house = await corridor({ books: { size: { customers: 3, contacts: 2 } }, crm: { size: 0 } })
  await house.setUp()
  const engine = { ...house.engine, timings: { ...house.engine.timings, step: 1 } }
  const integration = await house.integration()
  const pass = await openRun(engine, integration, 'first', engine.newId())
  let others = 0
  for (let phase = 'open'; pass && phase !== 'closed' && others === 0;) {
    phase = (await advance(engine, pass)).phase
    house.clock.advance(50_000)
    if (phase !== 'closed' && (await openRun(engine, integration, 'schedule', engine.newId()))) others += 1
  }
  await house.close()
  return others
}

describe('A long run', () => {
  test('keeps its lease, however long it takes', { timeout: 120_000 }, async () => {
    expect(await interrupted()).toBe(0)
  })

  test('would lose it without renewing it at each step', { timeout: 120_000 }, async () => {
    off.add('renewal')
    expect(await interrupted()).toBe(1)
  })
})
