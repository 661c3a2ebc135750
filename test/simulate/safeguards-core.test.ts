import { afterEach, describe, expect, test, vi } from 'vitest'
import type * as SyncDouble from '@/lib/sync/double'
import type * as SyncOwnForm from '@/lib/sync/own-form'
import type * as SyncSettle from '@/lib/sync/settle'
import type * as StoreOutbox from '@/lib/store/outbox'
import { flatten } from '@/lib/sync/flatten'
import { textOf } from '../kit/source'
import { elsewhere } from './elsewhere'
import { directed } from './fate'
import { live } from './live'
import { safeguards, setting } from './safeguards'

/** As safeguards.test.ts, for what is decided instead of what is asked. */
const off = vi.hoisted(() => new Set<string>())

vi.mock('@/lib/sync/double', async (load) => {
  const real = await load<typeof SyncDouble>()
  return {
    ...real,
    double: (...[half, side, holder, attempts]: Parameters<typeof real.double>) => {
      if (off.has('a double of ours is healed')) return null
      const held = holder[side]
      const copy = held && held.id !== half.id && !held.removed && !half.removed
      return copy && off.has('only what is ours is healed') ? 'ours' : real.double(half, side, holder, attempts)
    },
  }
})

vi.mock('@/lib/sync/own-form', async (load) => {
  const real = await load<typeof SyncOwnForm>()
  return {
    ...real,
    ownForm: (...given: Parameters<typeof real.ownForm>) => !off.has("a vendor's own form") && real.ownForm(...given),
  }
})

vi.mock('@/lib/sync/settle', async (load) => {
  const real = await load<typeof SyncSettle>()
  return {
    ...real,
    settle: (...[sent, receipt, laneBack]: Parameters<typeof real.settle>) => {
      const settled = real.settle(sent, receipt, laneBack)
      const shown = receipt.shown && off.has('a base of exactly what was sent') ? flatten(receipt.shown) : null
      return shown ? { ...settled, targetBase: { ...settled.targetBase, ...shown }, news: false } : settled
    },
  }
})

vi.mock('@/lib/store/outbox', async (load) => {
  const real = await load<typeof StoreOutbox>()
  return {
    ...real,
    addRows: (...[tx, room, integration, rows]: Parameters<typeof real.addRows>) => {
      const alone = rows.map((row) => ({ ...row, waitsFor: [] }))
      return real.addRows(tx, room, integration, off.has('parents before their children') ? alone : rows)
    },
  }
})

afterEach(() => off.clear())

describe('Without its rule a promise is broken, with it none is', () => {
  for (const row of safeguards.filter((each) => each.in === 'core'))
    test(row.off, { timeout: 240_000 }, async () => {
      const fate = () => directed({ ...setting, ...row.world }, row.passes)
      const kept = await live(fate())
      expect(kept.violation, kept.told.join('\n')).toBeNull()
      off.add(row.off)
      const broken = await live(fate())
      expect(broken.violation, broken.told.join('\n')).not.toBeNull()
    })
})

test.each(elsewhere)('"$off" has a test of its own', ({ file, test: words }) => {
  expect(textOf(file)).toContain(words)
})
