import type { Settings } from '@/lib/model/settings'
import { inTenant } from '@/lib/store/db'
import { changeDraft, type Integration } from '@/lib/store/integrations'
import { noteDecided, type Deed } from './decided'
import type { Desk } from './desk'
import { done, failed, type Done } from './fault'
import { markOf, type Part } from './settings-part'

interface Kept {
  readonly part: Part
  /** The mark of the page that it was typed on; without one, whatever stands there is replaced. */
  readonly shown: string | undefined
  readonly change: (draft: Settings) => Settings
  readonly deed: Deed
}

/** Keeps one page's answers in the draft, unless somebody else saved that page since it was shown: theirs would be lost unseen. */
export const keepPart = (
  desk: Desk,
  integration: Integration,
  { part, shown, change, deed }: Kept,
): Promise<Done<null>> =>
  inTenant(desk, async (tx) => {
    let overtaken = false
    await changeDraft(tx, desk, integration.id, (draft) => {
      overtaken = shown !== undefined && shown !== markOf(part, draft)
      return overtaken ? draft : change(draft)
    })
    if (overtaken) return failed({ kind: 'overtaken' })
    await noteDecided(tx, desk, integration, [deed])
    return done(null)
  })
