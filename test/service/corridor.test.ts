import { beforeAll, expect, test } from 'vitest'
import { total } from '@/lib/sync/count'
import type { Run } from '@/lib/model/run'
import { corridor, type Corridor } from '../kit/corridor'
import { sharedDatabase } from '../kit/fresh-database'

let house: Corridor
beforeAll(async () => {
  house = await corridor({ db: await sharedDatabase() })
  await house.setUp()
})

test('the first run brings the books into the CRM and a second run writes nothing', async () => {
  const first = await house.runToEnd('first')
  expect(written(first)).toBeGreaterThan(30)
  expect(first.result).toEqual({ kind: 'done' })
  const second = await house.runToEnd('schedule')
  expect(written(second)).toBe(0)
  expect(second.result).toEqual({ kind: 'done' })
})

function written({ counts }: Run): number {
  const { created, updated, removed } = total(counts)
  return created + updated + removed
}
