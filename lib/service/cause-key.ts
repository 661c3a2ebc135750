import { reasons } from '@/lib/model/record'
import { entities, sides } from '@/lib/model/words'
import type { CauseKey } from '@/lib/store/causes'

/** A cause by its name in an address, as `causeOf` writes it; null for a name that is none. */
export function causeKey(name: string): CauseKey | null {
  const [first, second, third = '', ...field] = name.split('.')
  const entity = entities.find((one) => one === first)
  const reason = reasons.find((one) => one === second)
  const side = sides.find((one) => one === third) ?? null
  if (!entity || !reason || (third !== '' && side === null)) return null
  return { entity, reason, side, field: field.join('.') || null }
}
