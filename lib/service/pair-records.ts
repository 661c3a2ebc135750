import { z } from 'zod'
import type { Link } from '@/lib/model/record'
import { entities, spaceOf, type Space } from '@/lib/model/words'
import { inTenant, type Tx } from '@/lib/store/db'
import type { Integration } from '@/lib/store/integrations'
import { heldElsewhere } from '@/lib/store/held-elsewhere'
import { linksById, linksByRemote, ownLinks } from '@/lib/store/links'
import { wakeLinks } from '@/lib/store/inbox'
import { joinLinks, splitLink, startedAmong } from '@/lib/store/rematch'
import { forgetApart, tellApart, type Strangers } from '@/lib/store/strangers'
import type { Suggestion } from '@/lib/sync/suggest'
import { title } from '@/lib/sync/title'
import { noteDecided } from './decided'
import type { Desk } from './desk'
import { done, failed, type Done } from './fault'
import { suggestions } from './match'
import { placeOf } from './place'
import { verb } from './verb'

const pairInput = z.object({ crm: z.string().min(1), books: z.string().min(1) })
type PairInput = z.infer<typeof pairInput>

/** Two records are one thing, says a person. Both are planned together from now on; nothing is written for it. */
export const joinPair = verb<PairInput, null>(pairInput, (desk, pair) =>
  inTenant(desk, async (tx) => {
    const found = await strangersAt(tx, desk, pair)
    if (!found.ok) return found
    const { integration, crm, books } = found.value
    await joinLinks(tx, desk, [{ keep: books.id, drop: crm.id }])
    await noteDecided(tx, desk, integration, [deedOf('join-pair', { ...books, crm: crm.crm })])
    return done(null)
  }),
)

export const joinClearInput = z.object({ entity: z.enum(entities) })

/** Accepts every pair that is sure and without a rival. */
export const joinClear = verb<z.infer<typeof joinClearInput>, { readonly joined: number }>(
  joinClearInput,
  (desk, { entity }) =>
    inTenant(desk, async (tx) => {
      const place = await placeOf(tx, desk)
      if (!place.integration) return failed({ kind: 'not-now' })
      const sure = (await suggestions(tx, desk, place, entity)).filter((pair) => pair.clear)
      const clear = await ownOf(tx, desk, place.integration, spaceOf(entity), sure)
      const links = clear.flatMap(({ crm, books }) => [crm.link, books.link])
      if (await startedAmong(tx, desk, links)) return failed({ kind: 'not-now' })
      await joinLinks(
        tx,
        desk,
        clear.map(({ crm, books }) => ({ keep: books.link, drop: crm.link })),
      )
      const joined = await linksById(
        tx,
        desk,
        clear.map(({ books }) => books.link),
      )
      await noteDecided(
        tx,
        desk,
        place.integration,
        joined.map((link) => deedOf('join-pair', link)),
      )
      return done({ joined: joined.length })
    }),
)

/** Every pair that is not sure is two records, says a person: what waited for an answer may be created now. */
export const keepUnclearApart = verb<z.infer<typeof joinClearInput>, { readonly apart: number }>(
  joinClearInput,
  (desk, { entity }) =>
    inTenant(desk, async (tx) => {
      const place = await placeOf(tx, desk)
      const { integration } = place
      if (!integration) return failed({ kind: 'not-now' })
      const unclear = (await suggestions(tx, desk, place, entity)).filter((pair) => !pair.clear)
      const space = spaceOf(entity)
      const pairs = unclear.map(({ crm, books }) => ({ space, crmId: crm.id, booksId: books.id }))
      await tellApart(tx, desk, integration.id, pairs, desk.actor)
      const links = [...new Set(unclear.flatMap(({ crm, books }) => [crm.link, books.link]))]
      await wakeLinks(tx, desk, links)
      const named = await ownLinks(tx, desk, integration.id, links)
      await noteDecided(
        tx,
        desk,
        integration,
        named.filter(({ books }) => books).map((link) => deedOf('keep-apart', link)),
      )
      return done({ apart: pairs.length })
    }),
)

/** Two records are not the same, says a person: they never meet by themselves again, and are not proposed again. */
export const keepPairApart = verb<PairInput, null>(pairInput, (desk, pair) =>
  inTenant(desk, async (tx) => {
    const found = await strangersAt(tx, desk, pair)
    if (!found.ok) return found
    const { integration, crm, books } = found.value
    await tellApart(tx, desk, integration.id, [placeOfPair(crm, books)], desk.actor)
    await wakeLinks(tx, desk, [crm.id, books.id])
    await noteDecided(tx, desk, integration, [deedOf('keep-apart', { ...books, crm: crm.crm })])
    return done(null)
  }),
)

const linkInput = z.object({ link: z.string().min(1) })

/** A link that was wrong becomes two again, and the two are remembered as not the same. */
export const unlink = verb<z.infer<typeof linkInput>, null>(linkInput, (desk, { link: id }) =>
  inTenant(desk, async (tx) => {
    const { integration } = await placeOf(tx, desk)
    const [link] = integration ? await ownLinks(tx, desk, integration.id, [id]) : []
    if (!integration || !link?.crm || !link.books || link.gone) return failed({ kind: 'stale' })
    if (await startedAmong(tx, desk, [id])) return failed({ kind: 'not-now' })
    await tellApart(tx, desk, integration.id, [placeOfPair(link, link)], desk.actor)
    // The half that bears our mark stays under it: the mark names this link.
    const leaves = link.books.marker === link.id ? 'crm' : 'books'
    await splitLink(tx, desk, link.id, leaves, desk.newId())
    await noteDecided(tx, desk, integration, [deedOf('unlink', link)])
    return done(null)
  }),
)

const relinkInput = z.object({
  space: z.enum(['account', 'contact', 'product']),
  crmId: z.string().min(1),
  booksId: z.string().min(1),
})

/** Takes "not the same" back and joins the two again. */
export const relink = verb<z.infer<typeof relinkInput>, null>(relinkInput, (desk, pair) =>
  inTenant(desk, async (tx) => {
    const { integration } = await placeOf(tx, desk)
    if (!integration) return failed({ kind: 'not-now' })
    const asked = [
      { space: pair.space, side: 'crm', ids: [pair.crmId] },
      { space: pair.space, side: 'books', ids: [pair.booksId] },
    ] as const
    const links = await linksByRemote(tx, desk, integration.id, asked)
    const crm = links.find((link) => link.crm?.id === pair.crmId && !link.books)
    const books = links.find((link) => link.books?.id === pair.booksId && !link.crm)
    if (!crm || !books || (await isElsewhere(tx, desk, integration, crm))) return failed({ kind: 'stale' })
    if (await startedAmong(tx, desk, [crm.id, books.id])) return failed({ kind: 'not-now' })
    await forgetApart(tx, desk, integration.id, [pair])
    await joinLinks(tx, desk, [{ keep: books.id, drop: crm.id }])
    await noteDecided(tx, desk, integration, [deedOf('relink', { ...books, crm: crm.crm })])
    return done(null)
  }),
)

interface Found {
  readonly integration: Integration

  readonly crm: Link
  readonly books: Link
}

/** Both links as they are now: one-sided, of one kind, and nothing under way for them. */
async function strangersAt(tx: Tx, desk: Desk, pair: PairInput): Promise<Done<Found>> {
  const place = await placeOf(tx, desk)
  const { integration } = place
  const links = integration ? await ownLinks(tx, desk, integration.id, [pair.crm, pair.books]) : []
  const crm = links.find((link) => link.id === pair.crm && link.crm && !link.books)
  const books = links.find((link) => link.id === pair.books && link.books && !link.crm)
  if (!integration || !crm || !books || crm.space !== books.space) return failed({ kind: 'stale' })
  if (await isElsewhere(tx, desk, integration, crm)) return failed({ kind: 'stale' })
  if (await startedAmong(tx, desk, [crm.id, books.id])) return failed({ kind: 'not-now' })
  return done({ integration, crm, books })
}

/** Without those that another company of this CRM holds, or has sent to its books and not heard of. */
async function ownOf(
  tx: Tx,
  desk: Desk,
  { id, crmConnection }: Integration,
  space: Space,
  pairs: readonly Suggestion[],
): Promise<readonly Suggestion[]> {
  const records = pairs.map(({ crm }) => ({ space, id: crm.id, marker: null }))
  const held = new Set((await heldElsewhere(tx, desk, id, crmConnection, records)).map((record) => record.id))
  return pairs.filter(({ crm }) => !held.has(crm.id))
}

/** Another company of this CRM holds it. */
async function isElsewhere(tx: Tx, desk: Desk, { id, crmConnection }: Integration, { space, crm }: Link) {
  const records = crm ? [{ space, id: crm.id, marker: crm.marker }] : []
  return (await heldElsewhere(tx, desk, id, crmConnection, records)).length > 0
}

const placeOfPair = (crm: Link, books: Link): Strangers => ({
  space: crm.space,
  crmId: crm.crm?.id ?? '',
  booksId: books.books?.id ?? '',
})

function deedOf(why: string, link: Link) {
  const entity = (link.books ?? link.crm)?.entity ?? entities.find((one) => spaceOf(one) === link.space) ?? null
  return { why, link: link.id, entity, record: title(link) }
}
