import { expect, test } from 'vitest'
import { sharedDatabase } from '../kit/fresh-database'
import { minute, signedIn } from './signed-in'

const expiries = 1_000
/** As many as would ask at the same moment, each as if in a process of its own. */
const callers = 4

test('a thousand expiries one after the other: one call for tokens each, every caller served, nobody signs in again', async () => {
  const at = await signedIn(await sharedDatabase(), { graceSeconds: 0 }, { graceMs: 0 })
  for (let round = 1; round <= expiries; round += 1) {
    at.advance(31 * minute)
    const given = await Promise.all(Array.from({ length: callers }, () => at.tokens().access()))
    if (new Set(given).size !== 1 || at.calls() !== round) throw new Error(`Expiry ${String(round)} went wrong`)
  }
  expect(at.calls()).toBe(expiries)
  expect(await at.kept()).toMatchObject({ version: expiries + 1, refusedAt: null, doubtfulAt: null })
  expect(await at.works()).toBe(true)
}, 240_000)
