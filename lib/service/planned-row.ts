import type { OutboxRow } from '@/lib/model/run'
import type { PlannedRow } from './views'

/** What stays empty is no news to anybody. */
export const plannedRow = ({ id, entity, side, verb, record, why, sets }: OutboxRow): PlannedRow => ({
  id,
  entity,
  side,
  verb,
  record,
  why,
  sets: sets.filter(({ value, before }) => value !== null || before !== null),
})
