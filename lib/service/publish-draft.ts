import { meetAgain } from '@/lib/engine/meet'
import type { Settings } from '@/lib/model/settings'
import { inTenant } from '@/lib/store/db'
import { publish, publishedSettings, type Integration } from '@/lib/store/integrations'
import { askVendor } from './ask-vendor'
import { composeSettings } from './compose-settings'
import { engineAt, type Desk } from './desk'
import { done, failed, type Done } from './fault'
import { live } from './live'
import type { Place } from './place'

/** Puts the draft in force, made whole from what both systems say now; a new version only where something differs. */
export async function publishDraft(desk: Desk, place: Place): Promise<Done<Integration>> {
  const { integration, pair, crm, books, vendors } = place
  if (!integration || !crm || !books || !isAnswered(place)) return failed({ kind: 'not-now' })
  const engine = engineAt(desk)
  const benches = await askVendor(vendors.crm.id, async () => ({
    crm: await meetAgain(engine, crm.id),
    books: await meetAgain(engine, books.id),
  }))
  if (!benches.ok) return benches
  const found = await live(pair, benches.value.crm, benches.value.books)
  if (!found.ok) return found
  const settings = composeSettings(pair, integration.settings, found.value)
  const version = await inTenant(desk, async (tx) => {
    const inForce =
      integration.version === 0 ? null : await publishedSettings(tx, desk, integration.id, integration.version)
    return inForce && same(inForce, settings)
      ? integration.version
      : publish(tx, desk, integration.id, settings, desk.actor)
  })
  return done({ ...integration, settings, version })
}

/** Every question of the set-up has an answer. */
export const isAnswered = ({ integration, crm, books }: Place): boolean =>
  integration?.settings.administrator != null && crm !== null && books?.companyId != null

// Stored settings come back with their keys in another order.
const same = (a: Settings, b: Settings): boolean => canonical(a) === canonical(b)

const canonical = (value: unknown): string =>
  JSON.stringify(value, (_key, part: unknown) =>
    part !== null && typeof part === 'object' && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  )
