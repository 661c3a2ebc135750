import { expect, test, vi } from 'vitest'
import { allChanges } from '@/lib/service/changes'
import { changesPage } from '@/lib/store/changes'
import { corridor } from '../kit/corridor'
import { sharedDatabase } from '../kit/fresh-database'

vi.mock('@/lib/store/changes', () => ({ changesPage: vi.fn(), entryAt: vi.fn() }))

test('a downloaded history goes back to its beginning, however long it is', async () => {
  const house = await corridor({ db: await sharedDatabase() })
  await house.setUp()
  const pages = 120
  const read = vi.mocked(changesPage)
  for (let page = 1; page <= pages; page++)
    read.mockResolvedValueOnce({ entries: [], next: page < pages ? `${pages - page}:x` : null })
  let given = 0
  for await (const rows of allChanges(house.desk, {})) given += 1 + rows.length
  expect(given).toBe(pages)
})
