import type { Link, Value } from '../model/record'
import { entities, otherSide, sides, spaceOf, type Entity, type Side, type Space } from '../model/words'
import { cursorsOf } from '../store/cursors'
import type { Tx } from '../store/db'
import { candidates, ownLinks } from '../store/links'
import { parentsByRemote, type ParentHalf, type ParentLink, type RemoteIds } from '../store/parents'
import { toldApart } from '../store/strangers'
import { createsInDoubt, createsSent, createsUnderway } from '../store/underway'
import { circles } from '../sync/circles'
import type { Attempt } from '../sync/double'
import type { Facts, ParentFact } from '../sync/facts'
import { linesOf, parentKey } from '../sync/flatten'
import { keys } from '../sync/keys'
import { onlySide } from '../sync/match'
import { classify } from '../sync/standing'
import { peopleFacts } from './people'
import { lookalikes } from './lookalikes'
import { listedIn } from './pull'
import { sharedFacts } from './siblings'
import { settleTime, type Work } from './workshop'

export interface Known {
  readonly facts: Facts
  /** The links that a link could turn out to be one thing with, by match key or mark. */
  readonly circle: (link: Link) => readonly Link[]
}

/** Looks up, with a handful of statements for the whole batch, everything the pure planner may ask about these links. */
export async function gather(tx: Tx, work: Work, links: readonly Link[]): Promise<Known> {
  const { engine, integration } = work
  const cursors = await cursorsOf(tx, engine, integration.id)
  const isListed = listedSpaces(work, listedIn(work, cursors))
  const pool = await meetings(tx, work, links)
  const parents = await parentsOf(tx, work, [...links, ...pool])
  const shared = await sharedFacts(tx, work, [...links, ...pool])
  const apart = pool.length > 0 ? await toldApart(tx, engine, integration.id, crmIds([...links, ...pool])) : nobody
  const doubtful = await spacesInDoubt(tx, work, pool)
  const attempts = await attemptsFor(tx, work, links, pool)
  const parent: Facts['parent'] = (entity, side, id) => parents.get(placeOf(entity, side, id)) ?? null
  const all = new Map([...pool, ...links].map((link) => [link.id, link]))
  return {
    circle: circles([...all.values()], (link) => keysOf(work, link)),
    facts: {
      parent,
      people: peopleFacts(work),
      normal: (side, entity, flat) => work.benches[side].connector.normal(entity, flat),
      listed: (side, space) => !doubtful.has(space) && isListed(side, space),
      attempts: (link) => attempts.get(link) ?? [],
      ...shared,
      apart,
      lookalikes: await lookalikes(tx, work, links, parent),
    },
  }
}

const nobody: Facts['apart'] = () => false

const crmIds = (links: readonly Link[]): readonly string[] =>
  links.flatMap((link) => (link.crm && !link.books ? [link.crm.id] : []))

/** Asked once per newcomer, so that it is found out once per batch. */
function listedSpaces(work: Work, listed: (side: Side, entity: Entity) => boolean): Facts['listed'] {
  const open = new Set(
    sides.flatMap((side) => {
      const entities = work.benches[side].connector.feeds.flat().filter((entity) => !listed(side, entity))
      return entities.map((entity) => `${side}:${spaceOf(entity)}`)
    }),
  )
  return (side, space) => !open.has(`${side}:${space}`)
}

/**
 * A newcomer that meets a link whose create has no answer yet may be that very record: tied now, it would have no base and a
 * person's edit of it would count for nothing. It waits until the create is settled.
 */
async function spacesInDoubt(tx: Tx, work: Work, pool: readonly Link[]): Promise<ReadonlySet<Space>> {
  const alone = pool.filter((link) => onlySide(link) !== null)
  const doubted = await createsInDoubt(
    tx,
    work.engine,
    alone.map(({ id }) => id),
  )
  return new Set(alone.filter(({ id }) => doubted.has(id)).map(({ space }) => space))
}

/** Only where a newcomer bears the mark of a link that already holds another record of that side. */
async function attemptsFor(tx: Tx, work: Work, links: readonly Link[], pool: readonly Link[]) {
  const marks = new Set(links.flatMap((link) => (onlySide(link) ? [link.crm?.marker, link.books?.marker] : [])))
  const holders = pool.filter(({ id, crm, books }) => marks.has(id) && crm && books).map(({ id }) => id)
  const byLink = new Map<string, Attempt[]>()
  for (const { link, ...sent } of await createsSent(tx, work.engine, holders)) {
    const attempt = { ...sent, settle: settleTime(work, sent.side) }
    byLink.set(link, [...(byLink.get(link) ?? []), attempt])
  }
  return byLink
}

const placeOf = (entity: Entity, side: Side, id: string): string => `${spaceOf(entity)}:${side}:${id}`

async function meetings(tx: Tx, work: Work, links: readonly Link[]): Promise<readonly Link[]> {
  const found = new Map<string, Link>()
  const atHand = new Map(links.map((link) => [link.id, link]))
  const keysAt = (all: readonly Link[]) => all.flatMap((link) => keysOf(work, link))
  for (const space of new Set(links.map((link) => link.space))) {
    const own = new Set(keysAt(links.filter((link) => link.space === space)))
    const near = await sharing(tx, work, space, [...own], atHand)
    // Who shares another key with a candidate may meet it under an earlier one, and speaks for it first.
    const others = keysAt(near).filter((key) => !own.has(key))
    const known = new Map([...atHand, ...near.map((link) => [link.id, link] as const)])
    const far = await sharing(tx, work, space, [...new Set(others)], known)
    for (const link of [...near, ...far]) found.set(link.id, link)
  }
  for (const link of await markedBy(tx, work, links)) found.set(link.id, link)
  return [...found.values()]
}

/** Links of a space that show one side alone, under one of these keys. */
async function sharing(
  tx: Tx,
  { engine, integration }: Work,
  space: Space,
  shared: readonly string[],
  atHand: ReadonlyMap<string, Link>,
): Promise<readonly Link[]> {
  const found: Link[] = []
  for (const side of shared.length > 0 ? sides : []) {
    const rows = await candidates(tx, engine, integration.id, space, side, shared, atHand)
    for (const { link } of rows) found.push(link)
  }
  return found
}

/** A newcomer that bears the mark of a link was created for it. */
async function markedBy(tx: Tx, work: Work, links: readonly Link[]): Promise<readonly Link[]> {
  const marks = links.flatMap((link) => {
    const side = onlySide(link)
    const marker = side && link[side]?.marker
    return marker && marker !== link.id ? [marker] : []
  })
  return ownLinks(tx, work.engine, work.integration.id, marks)
}

/** Entities of one identity space may meet under each other's keys. */
function keysOf(work: Work, link: Link): readonly string[] {
  const rules = Object.values(work.rules.byEntity).filter((rule) => spaceOf(rule.entity) === link.space)
  const half = onlySide(link) === null ? null : (link.crm ?? link.books)
  return half ? keys(half.seen, [...new Set(rules.flatMap((rule) => rule.identify))]) : []
}

async function parentsOf(tx: Tx, work: Work, links: readonly Link[]): Promise<ReadonlyMap<string, ParentFact>> {
  const { engine, integration } = work
  const asked = remoteIds(links)
  const parents = await parentsByRemote(tx, engine, integration.id, asked)
  const missing = parents.filter(({ crm, books }) => !crm || !books).map((parent) => parent.id)
  const underway = await createsUnderway(tx, engine, work.run.id, missing)
  const facts = new Map<string, ParentFact>()
  for (const parent of parents) {
    for (const side of sides) {
      const half = parent[side]
      if (half) facts.set(`${parent.space}:${side}:${half.id}`, factOf(parent, half, side, underway.has(parent.id)))
    }
  }
  return facts
}

function factOf(parent: ParentLink, half: ParentHalf, side: Side, underway: boolean): ParentFact {
  const other = parent[otherSide(side)]
  const entity = (parent.books ?? half).entity
  return { link: parent.id, entity, otherId: standsThere(other), stands: standOf(parent, half, other, underway) }
}

const standsThere = (other: ParentHalf | null): string | null => (other && !other.removed ? other.id : null)

function standOf(
  parent: ParentLink,
  half: ParentHalf,
  other: ParentHalf | null,
  underway: boolean,
): ParentFact['stands'] {
  if (half.removed || parent.gone) return 'gone'
  if (other?.removed) return 'removed'
  if (other) return 'ready'
  if (underway) return 'planned'
  const place = { inBoth: false, gone: false, because: parent.because, underway: parent.news > parent.planned }
  return classify(place).kind === 'excluded' ? 'excluded' : 'absent'
}

const parentKeys = entities.map((entity) => ({ entity, name: parentKey(entity) }))

/** Every parent and line product that these links name, by side. */
function remoteIds(links: readonly Link[]): readonly RemoteIds[] {
  const wanted = new Map<string, { space: Space; side: Side; ids: Set<string> }>()
  const want = (entity: Entity, side: Side, id: Value | undefined): void => {
    if (typeof id !== 'string') return
    const place = `${spaceOf(entity)}:${side}`
    const row = wanted.get(place) ?? { space: spaceOf(entity), side, ids: new Set<string>() }
    row.ids.add(id)
    wanted.set(place, row)
  }
  for (const link of links) {
    for (const side of sides) {
      const seen = link[side]?.seen ?? {}
      for (const key of parentKeys) want(key.entity, side, seen[key.name])
      for (const line of linesOf(seen.lines)) want('product', side, line.parents.product)
    }
  }
  return [...wanted.values()].map(({ space, side, ids }) => ({ space, side, ids: [...ids] }))
}
