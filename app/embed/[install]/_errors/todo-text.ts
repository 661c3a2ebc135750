import { untilAPersonDecides, type Reason } from '@/lib/model/record'
import type { Visit } from '../../enter'

/** What to do about a parked record; that it is tried again by itself is said only where it is. */
export function todoText({ t, o }: Pick<Visit, 't' | 'o'>, reason: Reason): string {
  const waits = untilAPersonDecides.some((one) => one === reason)
  return [t.reason[reason].todo, ...(waits ? [] : [o.errors.nextTry]), t.common.nothingLost].join(' ')
}
