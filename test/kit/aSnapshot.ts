import type { Snapshot } from '@/lib/model/record'

export const aSnapshot = (part: Partial<Snapshot> = {}): Snapshot => ({
  entity: 'customer',
  id: '1',
  version: '1',
  fields: {},
  parents: {},
  removed: false,
  ...part,
})
