import { expect, test } from 'vitest'
import { openRun } from '@/lib/engine/open'
import { advance } from '@/lib/engine/run'
import type { Phase } from '@/lib/model/run'
import { plan } from '@/lib/service/plan'
import { allPlanRows } from '@/lib/service/plan-csv'
import { planRows } from '@/lib/service/plan-rows'
import { preview } from '@/lib/service/preview'
import { corridor, small } from '../kit/corridor'
import { sharedDatabase } from '../kit/fresh-database'
import { answerAll, worked } from './kit'

test('a dry run of ten thousand records shows itself while it grows, is filtered and exported whole', async () => {
  const size = { ...small, customers: 4_000, contacts: 6_000, prospects: 0, invoices: 0, otherAddresses: 0 }
  const house = await corridor({ db: await sharedDatabase(), books: { size } })
  await answerAll(house)
  const { run } = await worked(preview(house.desk, {}))
  const pass = await openRun(house.engine, await house.integration(), 'preview', run)
  if (!pass) throw new Error('Somebody else has the integration')
  // A step of no time plans one batch, as a slow machine would.
  const hasty = { ...house.engine, timings: { ...house.engine.timings, step: 0 } }
  const engineIn = (phase: Phase) => (phase === 'plan' ? hasty : house.engine)
  const seen: number[] = []
  for (let phase: Phase = 'open'; phase !== 'closed';) {
    phase = (await advance(engineIn(phase), pass)).phase
    const shown = await plan(house.desk, run)
    if (shown && !shown.ready) seen.push(shown.totals.create)
  }
  const whole = await plan(house.desk, run)
  expect(whole?.totals.create).toBeGreaterThan(9_000)
  expect(new Set(seen).size).toBeGreaterThan(5)
  expect(seen).toEqual([...seen].sort((a, b) => a - b))
  const [first] = (await planRows(house.desk, { run, entity: 'customer' })).rows
  const found = await planRows(house.desk, { run, search: first?.record ?? '', field: 'name' })
  expect(found.rows.map(({ id }) => id)).toContain(first?.id)
  const exported = new Set<string>()
  for await (const page of allPlanRows(house.desk, run)) for (const { id } of page) exported.add(id)
  const { create = 0, update = 0, remove = 0 } = whole?.totals ?? {}
  expect(exported.size).toBe(create + update + remove)
}, 240_000)
