import { z } from 'zod'
import type { Settings } from '@/lib/model/settings'
import { inTenant } from '@/lib/store/db'
import { publishedSettings, saveDraft, versionsOf } from '@/lib/store/integrations'
import { noteDecided } from './decided'
import type { Desk } from './desk'
import { done, failed } from './fault'
import { placeOf } from './place'
import { settingsChanges, type SettingsChange } from './settings-changes'
import { verb } from './verb'

export interface VersionView {
  readonly version: number
  readonly at: number
  readonly by: string | null
  readonly inForce: boolean
  /** What it changed from the one before; the first one changes nothing. */
  readonly changes: readonly SettingsChange[]
}

/** Every configuration that was ever in force, newest first, with who put it there and what it changed. */
export const versions = (desk: Desk): Promise<readonly VersionView[]> =>
  inTenant(desk, async (tx) => {
    const { integration, pair } = await placeOf(tx, desk)
    if (!integration) return []
    const all = await versionsOf(tx, desk, integration.id)
    return all.map(({ version, settings, actor, at }, place) => {
      const before = all[place + 1]?.settings
      return {
        version,
        at,
        by: actor.kind === 'person' ? actor.name : null,
        inForce: version === integration.version,
        changes: before ? settingsChanges(before, settings, pair) : [],
      }
    })
  })

/** What was saved and is not in force yet; null before anything is in force. */
export const unpublished = (desk: Desk): Promise<readonly SettingsChange[] | null> =>
  inTenant(desk, async (tx) => {
    const { integration, pair } = await placeOf(tx, desk)
    const inForce = integration && (await publishedSettings(tx, desk, integration.id, integration.version))
    return inForce ? settingsChanges(inForce, integration.settings, pair) : null
  })

export const restoreVersionInput = z.object({ version: z.number().int().positive() })

/** An older configuration becomes the draft: its effect is shown before it is in force again. */
export const restoreVersion = verb<z.infer<typeof restoreVersionInput>, null>(
  restoreVersionInput,
  (desk, { version }) =>
    inTenant(desk, async (tx) => {
      const { integration } = await placeOf(tx, desk)
      const settings = integration && (await publishedSettings(tx, desk, integration.id, version))
      if (!integration || !settings) return failed({ kind: 'stale' })
      await saveDraft(tx, desk, integration.id, settings)
      await noteDecided(tx, desk, integration, [{ why: 'restore-version', record: String(version) }])
      return done(null)
    }),
)

/** Takes unpublished changes back: the draft is again what is in force. */
export const dropDraft = verb<object, null>(z.object({}), (desk) =>
  inTenant(desk, async (tx) => {
    const { integration } = await placeOf(tx, desk)
    const settings: Settings | null =
      integration && (await publishedSettings(tx, desk, integration.id, integration.version))
    if (!integration || !settings) return failed({ kind: 'not-now' })
    await saveDraft(tx, desk, integration.id, settings)
    await noteDecided(tx, desk, integration, [{ why: 'drop-draft' }])
    return done(null)
  }),
)
