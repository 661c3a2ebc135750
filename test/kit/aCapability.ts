import type { Capability } from '@/lib/model/connector'
import { all } from '@/lib/model/rule'

/** A vendor that can do everything with an entity. */
export const aCapability = (part: Partial<Capability> = {}): Capability => ({
  read: 'changes',
  removals: 'listed',
  write: all,
  precondition: 'version',
  idempotency: 'key',
  lock: false,
  ...part,
})
