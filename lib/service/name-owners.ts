import { meetAgain } from '@/lib/engine/meet'
import { askVendor } from './ask-vendor'
import { engineAt, type Desk } from './desk'
import type { Place } from './place'
import type { SettingsChange } from './settings-changes'

type Lists = readonly (readonly SettingsChange[])[]

/** Default owners by the names they have in the CRM, which is asked only where there is one to name; null where it does not say. */
export async function nameOwners(desk: Desk, { crm, vendors }: Pick<Place, 'crm' | 'vendors'>, lists: Lists) {
  if (!crm || !lists.flat().some(({ what }) => what === 'administrator')) return lists
  const people = await askVendor(vendors.crm.id, async () => {
    const { session } = await meetAgain(engineAt(desk), crm.id)
    return session.people()
  })
  const names = new Map((people.ok ? people.value : []).map(({ id, name }) => [id, name]))
  const named = (change: SettingsChange): SettingsChange =>
    change.what === 'administrator' ? { ...change, name: names.get(change.id ?? '') ?? null } : change
  return lists.map((changes) => changes.map(named))
}
