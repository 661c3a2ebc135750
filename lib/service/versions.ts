import { z } from 'zod'
import type { Settings } from '@/lib/model/settings'
import { inTenant, type Tx } from '@/lib/store/db'
import { publishedSettings, saveDraft, versionsOf } from '@/lib/store/integrations'
import { noteDecided } from './decided'
import type { Desk } from './desk'
import { done, failed, type Done } from './fault'
import { nameOwners } from './name-owners'
import { placeOf, type Place } from './place'
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
export async function versions(desk: Desk): Promise<readonly VersionView[]> {
  const { place, all } = await inTenant(desk, async (tx) => {
    const here = await placeOf(tx, desk)
    return { place: here, all: here.integration ? await versionsOf(tx, desk, here.integration.id) : [] }
  })
  const changes = all.map(({ settings }, at) => {
    const before = all[at + 1]?.settings
    return before ? settingsChanges(before, settings, place.pair) : []
  })
  const named = await nameOwners(desk, place, changes)
  return all.map(({ version, actor, at }, nth) => ({
    version,
    at,
    by: actor.kind === 'person' ? actor.name : null,
    inForce: version === place.integration?.version,
    changes: named[nth] ?? [],
  }))
}

/** What was saved and is not in force yet; null before anything is in force. */
export async function unpublished(desk: Desk): Promise<readonly SettingsChange[] | null> {
  const { place, inForce } = await inTenant(desk, async (tx) => {
    const here = await placeOf(tx, desk)
    const { integration } = here
    const published = integration && (await publishedSettings(tx, desk, integration.id, integration.version))
    return { place: here, inForce: published }
  })
  if (!inForce || !place.integration) return null
  const [changes = []] = await nameOwners(desk, place, [
    settingsChanges(inForce, place.integration.settings, place.pair),
  ])
  return changes
}

/** A draft is in no version: nothing takes its place before somebody has published or discarded it. */
export async function maySetDraft(tx: Tx, desk: Desk, { integration, pair }: Place): Promise<Done<null>> {
  const inForce = integration && (await publishedSettings(tx, desk, integration.id, integration.version))
  const isOpen = inForce && settingsChanges(inForce, integration.settings, pair).length > 0
  return isOpen ? failed({ kind: 'unpublished' }) : done(null)
}

export const restoreVersionInput = z.object({ version: z.number().int().positive() })

/** An older configuration becomes the draft: its effect is shown before it is in force again. */
export const restoreVersion = verb<z.infer<typeof restoreVersionInput>, null>(
  restoreVersionInput,
  (desk, { version }) =>
    inTenant(desk, async (tx) => {
      const place = await placeOf(tx, desk)
      const { integration } = place
      const settings = integration && (await publishedSettings(tx, desk, integration.id, version))
      if (!integration || !settings) return failed({ kind: 'stale' })
      const may = await maySetDraft(tx, desk, place)
      if (!may.ok) return may
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
