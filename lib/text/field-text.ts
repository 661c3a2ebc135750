import { entities } from '@/lib/model/words'
import { fieldKeys } from './keys'
import type { Texts } from './index'

/** A field by the name people know; what we have no word for keeps the vendor's own name. */
export function fieldText(t: Texts, key: string): string {
  const known = fieldKeys.find((one) => one === key)
  if (known) return t.field[known]
  const parent = entities.find((entity) => key === `parent:${entity}`)
  return parent ? t.entity[parent].one : key.replace(/^(x:)?(Z_)?/, '')
}
