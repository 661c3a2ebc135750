import { z } from 'zod'
import { inTenant } from '@/lib/store/db'
import { openRun } from '@/lib/store/runs'
import { askRun } from './ask-run'
import { noteDecided } from './decided'
import { done } from './fault'
import { placeOf } from './place'
import { publishDraft } from './publish-draft'
import { verb } from './verb'

export const previewInput = z.object({})

/** Asks for a dry run. Its run is there at once, so that the page can watch it from its first moment. */
export const preview = verb<object, { readonly run: string }>(previewInput, async (desk) => {
  const place = await inTenant(desk, (tx) => placeOf(tx, desk))
  const published = await publishDraft(desk, place)
  if (!published.ok) return published
  const { id: integration, version } = published.value
  const run = desk.newId()
  await inTenant(desk, async (tx) => {
    await openRun(tx, desk, { id: run, integration, trigger: 'preview', actor: desk.actor, version })
    await noteDecided(tx, desk, published.value, [{ why: 'preview', run }])
  })
  await askRun(desk, integration, 'preview', run)
  return done({ run })
})
