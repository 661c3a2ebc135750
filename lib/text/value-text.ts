import type { Value } from '@/lib/model/record'
import { entities } from '@/lib/model/words'
import type { Format } from './format'
import type { Texts } from './index'

const moneyKeys = new Set(['balance', 'cost', 'netTotal', 'outstanding', 'paid', 'price', 'taxTotal', 'total'])

/** A field's value as people read it: money in its units, dates by locale, codes as words. */
export function valueText(t: Texts, f: Format, key: string, value: Value): string {
  if (key === 'image') return value === null ? t.value.noPicture : t.value.picture
  if (value === null) return t.common.empty
  if (typeof value === 'boolean') return value ? t.common.yes : t.common.no
  if (typeof value === 'number') return moneyKeys.has(key) ? f.money(value, null) : f.number(value)
  return stringText(t, f, key, value)
}

function stringText(t: Texts, f: Format, key: string, value: string): string {
  if (value.startsWith('link:')) return t.value.newRecord
  switch (key) {
    case 'country':
      return f.country(value)
    case 'date':
    case 'dueDate':
      return f.day(value)
    case 'entity':
      return entityText(t, value)
    case 'status':
      return word(t.value.status, value)
    case 'state':
      return word(t.value.state, value)
    case 'kind':
      return word(t.value.kind, value)
    case 'syncState':
      return word(t.records.standing, value)
    case 'lines':
      return t.value.lines(countOf(value))
    default:
      return value
  }
}

function entityText(t: Texts, value: string): string {
  const entity = entities.find((one) => one === value)
  return entity ? t.entity[entity].one : value
}

const word = (words: Readonly<Record<string, string>>, value: string): string => words[value] ?? value

/** Lines travel as one canonical JSON value; anything else counts as one line. */
function countOf(value: string): number {
  if (!value.startsWith('[')) return 1
  const lines: unknown = JSON.parse(value)
  return Array.isArray(lines) ? lines.length : 1
}
