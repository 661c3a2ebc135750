import type { PlannedWrite } from '../model/decision'
import { entities } from '../model/words'

const last = entities.length

/** Parents first to create and update, last to remove; lower goes first. */
export function rank(write: Pick<PlannedWrite, 'entity' | 'verb'>): number {
  const depth = entities.indexOf(write.entity)
  if (write.verb === 'create') return depth
  return write.verb === 'update' ? last + depth : 3 * last - depth
}

export function order<T extends Pick<PlannedWrite, 'entity' | 'verb'>>(writes: readonly T[]): readonly T[] {
  return [...writes].sort((a, b) => rank(a) - rank(b))
}
