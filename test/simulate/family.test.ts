import { describe, expect, test } from 'vitest'
import { familyVendors } from '../kit/family-books'
import type { FamilyPair } from './act'
import { drawn, recorded } from './fate'
import { live } from './live'
import { minimise } from './minimise'

/** The same histories each time, then one that nobody has lived before; a failing one says its seed and its story. */
const usual = [100, 101, 104]
const fresh = Date.now() % 1_000_000_000

async function lives(seed: number, pair: FamilyPair): Promise<void> {
  const { fate, recording } = drawn(seed, pair)
  const { violation } = await live(fate, 110)
  if (!violation) return
  const short = await live(recorded(await minimise(recording(), violation.invariant, 20)))
  expect.fail(`seed ${seed} of ${pair}: ${violation.invariant} ${violation.text}\n\n${short.told.join('\n')}`)
}

describe.each(familyVendors)('Freshsales with %s, whatever people and the network do', (vendor) => {
  const pair: FamilyPair = `freshsales.${vendor}`
  for (const seed of usual)
    test(`nothing is lost, doubled or sent back and forth in history ${seed}`, { timeout: 120_000 }, () =>
      lives(seed, pair),
    )
  test('nor in a history that nobody has lived before', { timeout: 120_000 }, () => lives(fresh, pair))
})

test('the same seed of a pair is the same history to the last word', { timeout: 120_000 }, async () => {
  const tell = async () => (await live(drawn(102, 'freshsales.xero').fate)).told
  expect(await tell()).toEqual(await tell())
})
