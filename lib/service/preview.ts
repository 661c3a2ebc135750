import { z } from 'zod'
import { inTenant } from '@/lib/store/db'
import { openRun } from '@/lib/store/runs'
import { forgetTrial } from '@/lib/store/trial'
import { askOpened } from './ask-run'
import { composeDraft } from './compose-draft'
import { noteDecided } from './decided'
import { done } from './fault'
import { placeOf } from './place'
import { verb } from './verb'

export const previewInput = z.object({})

/**
 * Asks for a dry run of the draft. Nothing of it is in force before somebody approves the plan. Its run is there at once, so
 * that the page can watch it from its first moment.
 */
export const preview = verb<object, { readonly run: string }>(previewInput, async (desk) => {
  const place = await inTenant(desk, (tx) => placeOf(tx, desk))
  const composed = await composeDraft(desk, place)
  if (!composed.ok) return composed
  const { integration, settings: draft } = composed.value
  const run = desk.newId()
  await inTenant(desk, async (tx) => {
    // A trial that was taken back leaves no trace in what is planned next.
    if (integration.startedAt === null) await forgetTrial(tx, desk, integration.id)
    const version = integration.version + (draft ? 1 : 0)
    await openRun(tx, desk, {
      id: run,
      integration: integration.id,
      trigger: 'preview',
      actor: desk.actor,
      version,
      draft,
    })
    await noteDecided(tx, desk, integration, [{ why: 'preview', run }])
  })
  await askOpened(desk, integration.id, 'preview', run)
  return done({ run })
})
