import { parkedReasons, waitingReasons, type Because, type Reason } from '../model/record'
import type { RecordClass, Standing } from '../model/state'

export interface Place {
  readonly inBoth: boolean
  readonly gone: boolean
  readonly because: Because | null
  /** News that no plan has looked at, or a write that is decided and not yet done. */
  readonly underway: boolean
}

const waits: readonly Reason[] = waitingReasons
const isParked = (reason: Reason): boolean => parkedReasons.some((parked) => parked === reason)

/** The one class a record is in. `unexplained` must never happen: it is one-sided, idle and nobody said why. */
export function classify(place: Place): RecordClass {
  if (place.gone) return { kind: 'removed' }
  const reason = place.because?.reason
  if (reason && isParked(reason)) return { kind: 'parked', reason }
  if (place.underway) return { kind: 'in-flight' }
  if (reason && waits.includes(reason)) return { kind: 'waiting', reason }
  if (reason) return { kind: 'excluded', reason }
  return place.inBoth ? { kind: 'in-sync' } : { kind: 'unexplained' }
}

/** The words Sage's own connectors use for it. */
export function standing(record: RecordClass): Standing {
  switch (record.kind) {
    case 'in-sync':
    case 'removed':
      return 'synchronised'
    case 'in-flight':
      return 'pending'
    case 'waiting':
    case 'excluded':
      return 'not-synchronised'
    case 'parked':
      return record.reason === 'rejected' || record.reason === 'surprise' ? 'error' : 'review'
    case 'unexplained':
      return 'error'
  }
}
