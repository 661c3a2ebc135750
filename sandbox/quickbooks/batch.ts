import type { Company } from './company'
import { done, faultOf, refuse, required } from './fault'
import type { Result } from './fault'
import { KINDS, isObject } from './records'
import type { Doc } from './records'
import { runQuery } from './select'
import { write } from './writes'

const MOST = 30
const LONGEST_ID = 10

/** Up to 30 items, each with its own answer or Fault inside a 200. */
export function batch(into: Company, body: Doc, hasRequestId: boolean, now: number): Result<readonly Doc[]> {
  const items = Array.isArray(body['BatchItemRequest']) ? body['BatchItemRequest'].filter(isObject) : []
  if (items.length === 0) return required('BatchItemRequest')
  if (items.length > MOST) return refuse('1040', 'Batch size exceeded', `Maximum number of items in a batch is ${MOST}`)
  const tooLong = hasRequestId && items.some((item) => String(item['bId'] ?? '').length > LONGEST_ID)
  if (tooLong)
    return refuse('2050', 'bId is too long', `With a requestid, a bId has up to ${LONGEST_ID} characters`, 'bId')
  return done(items.map((item) => ({ bId: item['bId'], ...oneItem(into, item, now) })))
}

function oneItem(into: Company, item: Doc, now: number): Doc {
  const query = item['Query']
  if (typeof query === 'string') {
    const found = runQuery(into, query)
    return found.ok ? { QueryResponse: found.value } : faultOf(found.fault)
  }
  const kind = KINDS.find((each) => isObject(item[each]))
  const body = kind ? item[kind] : undefined
  if (!kind || !isObject(body)) return faultOf(required('entity').fault)
  const options = typeof item['optionsData'] === 'string' ? item['optionsData'].split(',') : []
  const operation = typeof item['operation'] === 'string' ? item['operation'] : null
  const result = write(into, kind, body, { operation, include: options }, now)
  return result.ok ? { [kind]: result.value } : faultOf(result.fault)
}
