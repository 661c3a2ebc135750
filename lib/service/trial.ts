import { z } from 'zod'
import { revert } from '@/lib/engine/revert'
import { oneDecides } from '@/lib/store/approved'
import { inTenant, type Tx } from '@/lib/store/db'
import { historyPage } from '@/lib/store/journal'
import { run as readRun, type StoredRun } from '@/lib/store/runs'
import { trialRuns } from '@/lib/store/trial'
import { hasStepsBack } from '@/lib/store/undoing'
import { askOpened } from './ask-run'
import { noteDecided } from './decided'
import type { Desk } from './desk'
import { done, failed } from './fault'
import { placeOf } from './place'
import { entryView } from './run-view'
import { verb } from './verb'
import type { EntryView } from './views'

export interface TrialView {
  /** `none`: nothing was tried, or the start is behind us. `interrupted`: it was to be taken back, and did not come to its end. */
  readonly step: 'none' | 'writing' | 'written' | 'cleaning' | 'interrupted' | 'cleaned'
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
    const { tried, step, shown } = await standing(tx, desk, integration.id)
    if (tried === null) return none
    const page = await historyPage(tx, desk, { integration: integration.id, run: shown }, { after: null, limit: most })
    return { step, run: tried, entries: page.entries.filter(({ kind }) => kind !== 'decided').map(entryView) }
  })

/** How far a trial has come, and the run whose deeds tell of it. */
async function standing(tx: Tx, desk: Desk, integration: string) {
  const { tried, undone } = await trialRuns(tx, desk, integration)
  const now = await readRun(tx, desk, undone ?? tried ?? '')
  const step = stepOf(now, undone !== null)
  return { tried, step, shown: step === 'interrupted' ? (tried ?? '') : (now?.id ?? '') }
}

function stepOf(now: StoredRun | null, isUndo: boolean): TrialView['step'] {
  if (!now) return 'none'
  if (now.phase !== 'closed') return isUndo ? 'cleaning' : 'writing'
  if (!isUndo) return 'written'
  return now.result?.kind === 'done' ? 'cleaned' : 'interrupted'
}

/** Whether records that were tried are in the systems, or on their way. */
export async function isTrialStanding(tx: Tx, desk: Desk, integration: string): Promise<boolean> {
  const { step } = await standing(tx, desk, integration)
  return step !== 'none' && step !== 'cleaned'
}

/** Whether a trial is just being taken back, or the rest of it still is to be: what it leaves behind is only known afterwards. */
export async function isCleaning(tx: Tx, desk: Desk, integration: string): Promise<boolean> {
  const { step } = await standing(tx, desk, integration)
  return step === 'cleaning' || (step === 'interrupted' && (await hasStepsBack(tx, desk, integration)))
}

/** Takes the trial back, as far as nobody touched its records since: what stays is named. Of two who do it at once one does. */
export const cleanUp = verb<object, null>(z.object({}), async (desk) => {
  const found = await inTenant(desk, async (tx) => {
    const { integration } = await placeOf(tx, desk)
    if (!integration || integration.startedAt !== null) return null
    await oneDecides(tx, desk, integration.id)
    const { tried, step } = await standing(tx, desk, integration.id)
    if (tried === null || !isToClean(step)) return null
    const run = await revert(tx, desk, integration.id, tried)
    await noteDecided(tx, desk, integration, [{ why: 'clean-up', run: tried }])
    return { integration, run }
  })
  if (!found) return failed({ kind: 'not-now' })
  await askOpened(desk, found.integration.id, 'undo', found.run)
  return done(null)
})

const isToClean = (step: TrialView['step']): boolean => step === 'written' || step === 'interrupted'
