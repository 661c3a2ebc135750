import type { EntitySettings, Settings } from '@/lib/model/settings'

/** Sales reps, fields and the records that belong to a company are its own: for another one they are proposed anew from what it shows. */
export function withoutOwn({ belongs: _own, ...settings }: Settings): Settings {
  const kept = Object.entries(settings.entities).map(([entity, chosen]): [string, EntitySettings] => [
    entity,
    { ...chosen, joins: [] },
  ])
  return { ...settings, people: [], entities: Object.fromEntries(kept) }
}
