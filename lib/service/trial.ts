import { z } from 'zod'
import { revert } from '@/lib/engine/revert'
import { inTenant } from '@/lib/store/db'
import { historyPage } from '@/lib/store/journal'
import { run as readRun } from '@/lib/store/runs'
import { trialRuns } from '@/lib/store/trial'
import { askRun } from './ask-run'
import { noteDecided } from './decided'
import { engineAt, type Desk } from './desk'
import { done, failed } from './fault'
import { placeOf } from './place'
import { entryView } from './run-view'
import { verb } from './verb'
import type { EntryView } from './views'

export interface TrialView {
  /** `none`: nothing was tried, or the start is behind us. */
  readonly step: 'none' | 'writing' | 'written' | 'cleaning' | 'cleaned'
  readonly run: string | null
  readonly entries: readonly EntryView[]
}

const most = 50

/** The few records that were written before the start, and how far taking them back has come. */
export const trial = (desk: Desk): Promise<TrialView> =>
  inTenant(desk, async (tx) => {
    const { integration } = await placeOf(tx, desk)
    const none: TrialView = { step: 'none', run: null, entries: [] }
    if (!integration || integration.startedAt !== null) return none
    const { tried, undone } = await trialRuns(tx, desk, integration.id)
    if (tried === null) return none
    const page = await historyPage(
      tx,
      desk,
      { integration: integration.id, run: undone ?? tried },
      { after: null, limit: most },
    )
    const now = await readRun(tx, desk, undone ?? tried)
    const over = now?.phase === 'closed'
    const step = undone === null ? (over ? 'written' : 'writing') : over ? 'cleaned' : 'cleaning'
    return { step, run: tried, entries: page.entries.filter(({ kind }) => kind !== 'decided').map(entryView) }
  })

/** Takes the trial back, as far as nobody touched its records since: what stays is named. */
export const cleanUp = verb<object, null>(z.object({}), async (desk) => {
  const found = await inTenant(desk, async (tx) => {
    const { integration } = await placeOf(tx, desk)
    if (!integration || integration.startedAt !== null) return null
    const { tried, undone } = await trialRuns(tx, desk, integration.id)
    return tried === null || undone !== null ? null : { integration, tried }
  })
  if (!found) return failed({ kind: 'not-now' })
  const { integration, tried } = found
  const run = await revert(engineAt(desk), integration.id, tried)
  await inTenant(desk, (tx) => noteDecided(tx, desk, integration, [{ why: 'clean-up', run: tried }]))
  await askRun(desk, integration.id, 'undo', run)
  return done(null)
})
