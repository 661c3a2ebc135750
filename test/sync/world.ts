import type { Agreed, Decision, PlannedWrite } from '@/lib/model/decision'
import type { Base, Flat, Half, Link, Snapshot, Value } from '@/lib/model/record'
import type { Rules } from '@/lib/model/rule'
import { laneTo, otherSide, sides, spaceOf, type Entity, type Side } from '@/lib/model/words'
import type { Facts, ParentFact } from '@/lib/sync/facts'
import { flatten } from '@/lib/sync/flatten'
import { onlySide } from '@/lib/sync/match'
import { order } from '@/lib/sync/order'
import { plan } from '@/lib/sync/plan'
import { settle } from '@/lib/sync/settle'
import { classify } from '@/lib/sync/standing'
import { confirmed, retried } from '../kit/confirmed'
import { someFacts } from '../kit/someFacts'

/** A record as its vendor holds it. */
export interface Row {
  readonly id: string
  entity: Entity
  readonly fields: Record<string, Value>
  parent: string | null
  removed: boolean
  readonly marker: string | null
}

export interface Done {
  readonly link: string
  readonly write: PlannedWrite
}

/** The smallest thing that runs the core: two vendors in memory, links, and passes in which every write succeeds. */
export interface World {
  readonly rows: Readonly<Record<Side, Map<string, Row>>>
  links(): readonly Link[]
  add(side: Side, entity: Entity, fields: Readonly<Record<string, Value>>, parent?: string | null): Row
  /** One pass: everything is listed, planned and written; what was written comes back. */
  pass(): readonly Done[]
  facts(): Facts
  /** `<link> <CRM key>` of the values that were taken for the CRM's own form. */
  readonly ownForms: ReadonlySet<string>
}

/** The CRM keeps six characters of a name; the books number their records and fill in a country. */
const normal: Facts['normal'] = (side, _entity, flat) =>
  side === 'crm' && typeof flat.name === 'string' ? { ...flat, name: flat.name.slice(0, 6).trimEnd() } : flat

/** The CRM's `Upper` field is kept in capitals, which nobody declared. */
const kept = (side: Side, key: string, value: Value): Value =>
  side === 'crm' && key === 'phone' && typeof value === 'string' ? value.toUpperCase() : value

export function aWorld(rules: Rules): World {
  const rows: Record<Side, Map<string, Row>> = { crm: new Map(), books: new Map() }
  let links: readonly Link[] = []
  let count = 0
  const ownForms = new Set<string>()

  const add: World['add'] = (side, entity, fields, parent = null) => {
    const row = rowOf(side, `${side[0] ?? ''}${++count}`, entity, fields, parent, null)
    rows[side].set(row.id, row)
    return row
  }
  const replace = (link: Link): void => {
    links = links.map((old) => (old.id === link.id ? link : old))
  }

  function pass(): readonly Done[] {
    for (const side of sides) for (const row of rows[side].values()) fold(side, row)
    const underway = new Set<string>()
    const done: Done[] = []
    for (const space of ['account', 'contact'] as const)
      for (const { id } of links.filter((link) => link.space === space)) {
        const link = links.find((one) => one.id === id)
        if (!link) continue
        const decision = decideTwice(link, underway)
        remember(link, decision)
        for (const { code, field } of decision.notes)
          if (code === 'own-form') ownForms.add(`${link.id} ${String(field)}`)
        if (decision.writes.some(({ verb }) => verb === 'create')) underway.add(link.id)
        done.push(...decision.writes.map((write) => ({ link: link.id, write })))
      }
    const ordered = order(done.map(({ link, write }) => ({ ...write, link })))
    return ordered.flatMap(({ link, ...write }) => send(link, write))
  }

  /** The same question has the same answer, and asking changes nothing. */
  function decideTwice(link: Link, underway: ReadonlySet<string>): Decision {
    const pool = links.filter((other) => onlySide(other) !== null)
    const facts = factsOf(links, underway)
    const before = JSON.stringify([link, pool])
    const decision = plan(link, pool, rules, facts)
    const again = plan(link, [...pool].reverse(), rules, facts)
    if (JSON.stringify(decision.writes) !== JSON.stringify(again.writes)) throw new Error('two answers to one question')
    if (JSON.stringify([link, pool]) !== before) throw new Error('planning changed what it was given')
    return decision
  }

  function fold(side: Side, row: Row): void {
    const flat = flatten(snapshotOf(side, row))
    const link = links.find((one) => one.space === spaceOf(row.entity) && one[side]?.id === row.id)
    if (!link) {
      links = [...links, newLink(`l${++count}`, side, row, flat)]
      return
    }
    const half = link[side]
    if (!half) return
    const { tried: watched, ...rest } = half
    const tried = confirmed(watched ?? {}, half.base, flat)
    const seen = row.removed ? half.seen : { ...half.seen, ...flat }
    replace({
      ...link,
      [side]: { ...rest, entity: row.entity, seen, removed: row.removed, tried },
      news: link.news + 1,
    })
  }

  function remember(link: Link, { ties, agreed, because, gone }: Decision): void {
    const drop = links.find(({ id }) => ties.includes(id))
    links = links.filter(({ id }) => !ties.includes(id))
    const whole = { ...link, crm: link.crm ?? drop?.crm ?? null, books: link.books ?? drop?.books ?? null }
    replace({ ...agree(whole, agreed), because, gone, planned: link.news })
  }

  function send(id: string, planned: PlannedWrite): readonly Done[] {
    const link = links.find((one) => one.id === id)
    const write = link && withParents(planned, links)
    if (!link || !write) return []
    const { side } = write
    const row = write.id === null ? create(side, write, link.id) : rows[side].get(write.id)
    if (!row) throw new Error('a write to a record that does not exist')
    if (write.verb === 'remove') row.removed = true
    if (write.verb === 'update') change(side, row, write)
    const laneBack = rules.byEntity[write.entity]?.[laneTo(otherSide(side))].includes('update') ?? false
    // The books answer with the record, the CRM's bulk call with ids only.
    const receipt = { id: row.id, version: null, shown: side === 'books' ? snapshotOf(side, row) : null }
    const settled = settle(readBack(write, side, row), receipt, laneBack)
    const target = link[side] ?? newHalf(row, settled.seen)
    replace({
      ...link,
      [side]: {
        ...target,
        entity: write.verb === 'remove' ? target.entity : settled.entity,
        seen: { ...target.seen, ...settled.seen },
        removed: settled.removed,
        base: { ...target.base, ...settled.targetBase },
        tried: retried(link[side]?.tried ?? {}, settled.targetBase, settled.tried),
      },
      ...baseOf(otherSide(side), link, settled.originBase),
    })
    return [{ link: id, write }]
  }

  function create(side: Side, write: PlannedWrite, marker: string): Row {
    const told = write.sets.filter(({ key, value }) => value !== null && !key.startsWith('parent:'))
    const parent = write.sets.find(({ key }) => key.startsWith('parent:'))?.value
    const fields = Object.fromEntries(told.map(({ key, value }) => [key, kept(side, key, value)]))
    const made = side === 'books' ? { country: 'FR', code: `B${count}`, ...fields } : fields
    const row = rowOf(
      side,
      `${side[0] ?? ''}${++count}`,
      write.entity,
      made,
      typeof parent === 'string' ? parent : null,
      marker,
    )
    rows[side].set(row.id, row)
    return row
  }

  return { rows, links: () => links, add, pass, facts: () => factsOf(links, new Set()), ownForms }
}

/** What was sent a second time is looked at right after it (engine/confirmed). */
function readBack(write: PlannedWrite, side: Side, row: Row): PlannedWrite {
  const shown = flatten(snapshotOf(side, row))
  const sets = write.sets.map(({ again, ...set }) => (again && shown[set.key] === set.before ? { ...set, again } : set))
  return { ...write, sets }
}

function change(side: Side, row: Row, { sets }: PlannedWrite): void {
  for (const { key, value } of sets) {
    if (key === 'entity') label(side, row, value === 'customer' ? 'customer' : 'prospect')
    else if (key.startsWith('parent:')) row.parent = typeof value === 'string' ? value : null
    else row.fields[key] = kept(side, key, value)
  }
}

/** In the CRM the label is a status. */
export function label(side: Side, row: Row, entity: Entity): void {
  row.entity = entity
  if (side === 'crm') row.fields.status = entity === 'customer' ? 'client' : 'prospect'
}

function rowOf(
  side: Side,
  id: string,
  entity: Entity,
  fields: Readonly<Record<string, Value>>,
  parent: string | null,
  marker: string | null,
): Row {
  const blank = { code: null, name: null, city: null, phone: null, country: null }
  const row: Row = { id, entity, fields: { ...blank, ...fields }, parent, removed: false, marker }
  if (entity !== 'contact' && fields.status === undefined) label(side, row, entity)
  return row
}

const snapshotOf = (side: Side, row: Row): Snapshot => ({
  entity: row.entity,
  id: row.id,
  version: null,
  fields: normal(side, row.entity, { ...row.fields }),
  parents: row.parent === null ? {} : { customer: row.parent },
  removed: row.removed,
  ...(row.marker === null ? {} : { marker: row.marker }),
})

const newHalf = ({ id, entity, removed, marker }: Row, seen: Flat): Half => ({
  id,
  entity,
  version: null,
  seen,
  removed,
  leftFilter: false,
  marker,
  base: null,
})

const newLink = (id: string, side: Side, row: Row, seen: Flat): Link => ({
  id,
  space: spaceOf(row.entity),
  crm: null,
  books: null,
  [side]: newHalf(row, seen),
  news: 1,
  planned: 0,
  because: null,
  gone: false,
})

const agree = (link: Link, agreed: Agreed): Link => ({
  ...link,
  ...baseOf('crm', link, agreed.crm),
  ...baseOf('books', link, agreed.books),
})

function baseOf(side: Side, link: Link, moved: Base): Partial<Link> {
  const half = link[side]
  return half && Object.keys(moved).length > 0 ? { [side]: { ...half, base: { ...half.base, ...moved } } } : {}
}

/** Null while a parent that this pass should have created does not exist. */
function withParents(write: PlannedWrite, links: readonly Link[]): PlannedWrite | null {
  const ids = new Map(links.map((link) => [`link:${link.id}`, link[write.side]?.id]))
  if (write.waitsFor.some((link) => ids.get(`link:${link}`) === undefined)) return null
  return { ...write, sets: write.sets.map((set) => ({ ...set, value: ids.get(String(set.value)) ?? set.value })) }
}

function factsOf(links: readonly Link[], underway: ReadonlySet<string>): Facts {
  const parents = new Map<string, ParentFact>()
  for (const link of links)
    for (const side of sides) {
      const half = link[side]
      if (half) parents.set(`${link.space}:${side}:${half.id}`, parentFact(link, half, side, underway))
    }
  return someFacts({ parent: (entity, side, id) => parents.get(`${spaceOf(entity)}:${side}:${id}`) ?? null, normal })
}

function parentFact(link: Link, half: Half, side: Side, underway: ReadonlySet<string>): ParentFact {
  const other = link[otherSide(side)]
  const otherId = other && !other.removed ? other.id : null
  const entity = (link.books ?? half).entity
  const place = classify({
    inBoth: other !== null,
    gone: link.gone,
    because: link.because,
    underway: underway.has(link.id),
  })
  if (half.removed || link.gone) return { link: link.id, entity, otherId, stands: 'gone' }
  if (other?.removed) return { link: link.id, entity, otherId, stands: 'removed' }
  if (otherId !== null) return { link: link.id, entity, otherId, stands: 'ready' }
  if (underway.has(link.id)) return { link: link.id, entity, otherId, stands: 'planned' }
  return { link: link.id, entity, otherId, stands: place.kind === 'excluded' ? 'excluded' : 'absent' }
}
