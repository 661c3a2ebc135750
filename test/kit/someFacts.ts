import type { Facts, ParentFact } from '@/lib/sync/facts'

/** Everything was listed, nothing is known of parents, and vendors keep values as they are; `parents` by `entity:side:id`. */
export function someFacts(
  part: Partial<Facts> = {},
  parents: Readonly<Record<string, Partial<ParentFact>>> = {},
): Facts {
  return {
    parent: (entity, side, id) => {
      const found = parents[`${entity}:${side}:${id}`]
      return found ? { link: `link-${id}`, entity, otherId: null, stands: 'ready', ...found } : null
    },
    people: { crmByBooks: {}, nameByCrm: {}, administrator: null },
    normal: (_side, _entity, flat) => flat,
    listed: () => true,
    elsewhere: () => null,
    born: () => 'ours',
    lookalikes: () => [],
    apart: () => false,
    attempts: () => [],
    ...part,
  }
}
