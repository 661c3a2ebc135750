import type { Settings } from '@/lib/model/settings'
import { canonical } from '@/lib/store/canonical'
import { inTenant } from '@/lib/store/db'
import {
  changeDraft,
  integration as readIntegration,
  publishedSettings,
  type Integration,
} from '@/lib/store/integrations'
import { meetBoth } from './both-sides'
import { composeSettings } from './compose-settings'
import type { Desk } from './desk'
import { done, failed, invalid, type Done } from './fault'
import { live } from './live'
import { openChoices } from './open-choices'
import type { Place } from './place'
import { questions } from './save-choices'

export interface Draft {
  readonly integration: Integration
  /** What would be put in force; null where it is in force already. */
  readonly settings: Settings | null
}

/** The draft, made whole from what both systems say now, and kept so: what is tried is what is put in force. */
export async function composeDraft(desk: Desk, place: Place): Promise<Done<Draft>> {
  const { integration, pair, crm, books, vendors } = place
  if (!integration || !crm || !books || !isAnswered(place)) return failed({ kind: 'not-now' })
  const benches = await meetBoth(desk, vendors, { crm, books })
  if (!benches.ok) return benches
  const found = await live(pair, benches.value.crm, benches.value.books)
  if (!found.ok) return found
  const settings = composeSettings(pair, integration.settings, found.value)
  // An imported or older configuration may name somebody whom this CRM does not know, or knows no more.
  if (!found.value.people.crm.some(({ id, active }) => active && id === settings.administrator))
    return invalid({ administrator: 'unknown' })
  const answered = await areAnswered(desk, place, settings)
  if (!answered.ok) return answered
  return inTenant(desk, async (tx) => {
    const isUntouched = (draft: Settings) => sameSettings(draft, integration.settings)
    await changeDraft(tx, desk, integration.id, (draft) => (isUntouched(draft) ? settings : draft))
    const now = await readIntegration(tx, desk, integration.id)
    // Somebody else saved while the vendors were asked.
    if (!now || !sameSettings(now.settings, settings)) return failed({ kind: 'stale' })
    const inForce = await publishedSettings(tx, desk, now.id, now.version)
    const same = inForce !== null && sameSettings(inForce, settings)
    return done({ integration: { ...now, settings }, settings: same ? null : settings })
  })
}

/** A configuration brought in says nothing of what this company's own words mean: without any answer of its own it is asked. */
async function areAnswered(desk: Desk, place: Place, settings: Settings): Promise<Done<null>> {
  const chosen = { ...place.crm?.chosen, ...place.books?.chosen }
  if (Object.keys(chosen).length > 0) return done(null)
  const asked = await questions(desk, place)
  if (!asked.ok) return asked
  const open = openChoices(place, settings, asked.value, chosen)
  return Object.keys(open).length > 0 ? invalid(open) : done(null)
}

/** Every question of the set-up has an answer. */
export const isAnswered = ({ integration, crm, books }: Place): boolean =>
  integration?.settings.administrator != null && crm !== null && books?.companyId != null

export const sameSettings = (a: Settings, b: Settings): boolean => canonical(a) === canonical(b)
