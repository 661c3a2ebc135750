import { isRecognised, mostCompared } from '@/lib/engine/lookalikes'
import type { Link } from '@/lib/model/record'
import { entities, spaceOf, type Entity, type Space } from '@/lib/model/words'
import { inTenant, type Tx } from '@/lib/store/db'
import { linksByRemote } from '@/lib/store/links'
import { loners, matchCounts, type MatchCounts } from '@/lib/store/loners'
import { latestPreview } from '@/lib/store/runs'
import { strangersOf, toldApart, type Strangers } from '@/lib/store/strangers'
import { suggest, type Loner, type Suggestion } from '@/lib/sync/suggest'
import { title } from '@/lib/sync/title'
import type { Desk } from './desk'
import { placeOf, type Place } from './place'

const pageSize = 25

export interface MatchView {
  readonly entity: Entity
  /** One entity per kind of record that can be matched. */
  readonly entities: readonly Entity[]
  /** Both systems have been read once; before, nothing can be said. */
  readonly read: boolean
  readonly counts: MatchCounts & { readonly clear: number; readonly review: number }
  readonly rows: readonly Suggestion[]
  readonly next: string | null
  /** Pairs that somebody called not the same, newest first. */
  readonly apart: readonly ApartPair[]
}

export interface ApartPair {
  readonly pair: Strangers
  /** How lists call them. */
  readonly crm: string
  readonly books: string
}

/** Records of both sides that look like one thing, with reasons: best first. */
export const match = (desk: Desk, asked?: Entity, cursor?: string): Promise<MatchView> =>
  inTenant(desk, async (tx) => {
    const place = await placeOf(tx, desk)
    const own = matchable(place)
    const entity = own.find((one) => one === asked) ?? own[0] ?? 'customer'
    const space = spaceOf(entity)
    const { integration } = place
    const preview = integration && (await latestPreview(tx, desk, integration.id))
    const read = integration?.startedAt != null || preview?.result?.kind === 'done'
    const found = integration && read ? await suggestions(tx, desk, place, entity) : []
    const counts = integration && read ? await matchCounts(tx, desk, integration.id, space) : nothing
    const clear = found.filter((pair) => pair.clear).length
    const from = Number(cursor ?? 0) || 0
    return {
      entity,
      entities: own,
      read,
      counts: { ...counts, clear, review: found.length - clear },
      rows: found.slice(from, from + pageSize),
      next: found.length > from + pageSize ? String(from + pageSize) : null,
      apart: integration ? await apartIn(tx, desk, integration.id, space) : [],
    }
  })

const nothing: MatchCounts = { both: 0, onlyCrm: 0, onlyBooks: 0 }

const matchable = ({ pair }: Place): readonly Entity[] =>
  entities.filter(
    (entity) =>
      pair.entities[entity] !== undefined &&
      isRecognised(entity) &&
      entities.find((other) => pair.entities[other] && spaceOf(other) === spaceOf(entity)) === entity,
  )

export async function suggestions(tx: Tx, desk: Desk, place: Place, entity: Entity): Promise<readonly Suggestion[]> {
  const { integration, pair } = place
  if (!integration) return []
  const where = { space: spaceOf(entity), needs: pair.entities[entity]?.needs ?? null }
  const crm = await loners(tx, desk, integration.id, { ...where, side: 'crm' }, mostCompared)
  const books = await loners(tx, desk, integration.id, { ...where, side: 'books' }, mostCompared)
  const ids = crm.map(({ id }) => id)
  const apart = await toldApart(tx, desk, integration.id, ids)
  const known = ({ parent }: Loner): boolean => where.needs === null || parent !== null
  return suggest(crm.filter(known), books.filter(known), (one, other) => apart(where.space, one, other))
}

async function apartIn(tx: Tx, desk: Desk, integration: string, space: Space): Promise<readonly ApartPair[]> {
  const pairs = await strangersOf(tx, desk, integration, space, 50)
  const asked = [
    { space, side: 'crm', ids: pairs.map(({ crmId }) => crmId) },
    { space, side: 'books', ids: pairs.map(({ booksId }) => booksId) },
  ] as const
  const links = await linksByRemote(tx, desk, integration, asked)
  const named = (found: Link | undefined, id: string): string => (found ? title(found) : id)
  return pairs.map((pair) => ({
    pair,
    crm: named(
      links.find(({ crm }) => crm?.id === pair.crmId),
      pair.crmId,
    ),
    books: named(
      links.find(({ books }) => books?.id === pair.booksId),
      pair.booksId,
    ),
  }))
}
