import { describe, expect, test } from 'vitest'
import { drawn, recorded } from './fate'
import { live } from './live'
import { minimise } from './minimise'
import { fateOf, regressions } from './regressions'

/** The same histories each time, then some that nobody has lived before; a failing one says its seed and its story. */
const usual = Array.from({ length: 24 }, (_, at) => 70_000 + at)
const fresh = Array.from({ length: 6 }, (_, at) => (Date.now() % 1_000_000_000) + at)

async function lives(seed: number): Promise<void> {
  const { fate, recording } = drawn(seed)
  const { violation } = await live(fate)
  if (!violation) return
  const short = await live(recorded(await minimise(recording(), violation.invariant, 30)))
  expect.fail(`seed ${seed}: ${violation.invariant} ${violation.text}\n\n${short.told.join('\n')}`)
}

describe('Whatever people and the network do, nothing is lost, doubled or sent back and forth', () => {
  for (const seed of usual) test(`history ${seed}`, { timeout: 120_000 }, () => lives(seed))
  for (const [at, seed] of fresh.entries())
    test(`a history that nobody has lived before, ${at + 1}`, { timeout: 120_000 }, () => lives(seed))
})

describe('What once went wrong does not come back', () => {
  for (const regression of regressions)
    test(regression.was, { timeout: 120_000 }, async () => {
      const { violation, told } = await live(fateOf(regression))
      expect(violation, told.join('\n')).toBeNull()
    })
})

test('the same seed is the same history to the last word', { timeout: 120_000 }, async () => {
  const tell = async () => (await live(drawn(70_001).fate)).told
  expect(await tell()).toEqual(await tell())
})
