import type { SetField } from '@/lib/model/decision'

/** A field of a write: `name` gets 'Durand', as the other side holds it. */
export function aSet(part: Partial<SetField> = {}): SetField {
  const value = part.value === undefined ? 'Durand' : part.value
  const key = part.key ?? 'name'
  return { key, value, before: null, from: key, origin: value, why: 'edited-there', base: null, lost: null, ...part }
}
