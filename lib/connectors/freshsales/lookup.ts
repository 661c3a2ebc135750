import type { Grant } from '@/lib/model/connector'
import { ConnectorError } from '@/lib/model/problem'
import type { Entity } from '@/lib/model/words'
import type { Client } from './client'
import { MODULES, SHELVES, moduleShelf } from './columns'
import type { Ours, Shelf } from './columns'
import type { Described, Stage, View } from './wire'

/** The account's own lists, read when something needs them and kept with the session. */
export interface Lookup {
  shelf(entity: Ours): Shelf
  /** The view that lists it; null where it is listed without one. */
  view(entity: Ours): Promise<string | null>
  fields(entity: Ours): Promise<readonly Described[]>
  stages(): Promise<readonly Stage[]>
  /** Currency codes by id, in the account's order. */
  currencies(): Promise<ReadonlyMap<string, string>>
}

export function makeLookup(client: Client, { chosen }: Grant): Lookup {
  const kept = new Map<string, Promise<unknown>>()
  const once = <T>(name: string, read: () => Promise<T>): Promise<T> => {
    const known = kept.get(name) as Promise<T> | undefined // one name, one reading
    const reading = known ?? read()
    kept.set(name, reading)
    // A failure is not remembered.
    if (!known) reading.catch(() => kept.delete(name))
    return reading
  }
  const shelf = (entity: Ours): Shelf => shelfOf(entity, chosen)
  return {
    shelf,
    async view(entity) {
      const own = shelf(entity)
      if (own.view === null) return null
      const answered = chosen[own.view]?.[0]
      if (answered !== undefined) return answered
      const sure = sureView(await once(`views of ${own.path}`, () => client.views(own)))
      if (sure !== null) return sure
      throw new ConnectorError({ kind: 'forbidden', scope: own.view })
    },
    fields: (entity) => once(`fields of ${entity}`, () => client.fields(shelf(entity))),
    stages: () => once('stages', () => client.stages()),
    currencies: () =>
      once('currencies', async () => new Map((await client.currencies()).map((each) => [each.id, each.currency_code]))),
  }
}

export function shelfOf(entity: Ours, chosen: Grant['chosen']): Shelf {
  if (entity === 'invoice' || entity === 'payment') {
    const { choice, name } = MODULES[entity]
    return moduleShelf(chosen[choice]?.[0] ?? name)
  }
  return SHELVES[entity]
}

const ALL = /^(all|tous|toutes|todos|todas)\b/i

const onlyOne = (views: readonly View[]): string | null => (views.length === 1 ? (views[0]?.id ?? null) : null)
const isShared = ({ user_id }: View): boolean => (user_id ?? null) === null

/** A view of everything, where the lists leave no doubt: named so, and nobody's own. */
export const sureView = (views: readonly View[]): string | null =>
  onlyOne(views.filter((view) => isShared(view) && ALL.test(view.name)))

/** Good enough to be suggested: of several with such a name the first, which the vendor made; else the only one that is nobody's own. */
export function proposedView(views: readonly View[]): string | null {
  const shared = views.filter(isShared)
  return shared.find(({ name }) => ALL.test(name))?.id ?? onlyOne(shared)
}

export function ours(entity: Entity | undefined): Ours {
  if (entity !== undefined && (entity in SHELVES || entity in MODULES)) return entity as Ours // just looked up
  throw new ConnectorError({ kind: 'surprise', detail: `the CRM keeps no ${entity ?? 'nothing'}` })
}
