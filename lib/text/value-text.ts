import type { Value } from '@/lib/model/record'
import { linesOf } from '@/lib/model/value'
import { entities } from '@/lib/model/words'
import type { Format } from './format'
import type { Texts } from './index'

const moneyKeys = new Set([
  ...['amount', 'balance', 'cost', 'netTotal', 'outstanding', 'overdue'],
  ...['paid', 'price', 'taxTotal', 'total', 'unallocated'],
])

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
    case 'expiryDate':
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
      return t.value.lines(linesOf(value).length)
    default:
      return value
  }
}

function entityText(t: Texts, value: string): string {
  const entity = entities.find((one) => one === value)
  return entity ? t.entity[entity].one : value
}

const word = (words: Readonly<Record<string, string>>, value: string): string => words[value] ?? value
