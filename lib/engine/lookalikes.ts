import type { Link } from '../model/record'
import type { ResolvedRule } from '../model/rule'
import { laneTo, otherSide, sides, spaceOf, type Entity, type Side, type Space } from '../model/words'
import type { Tx } from '../store/db'
import { loners } from '../store/loners'
import { toldApart } from '../store/strangers'
import { unsentCreates } from '../store/underway'
import type { Facts } from '../sync/facts'
import { parentKey } from '../sync/flatten'
import { onlySide } from '../sync/match'
import { suggest, type Loner } from '../sync/suggest'
import type { Work } from './workshop'

/** What is compared at once; the matching page proposes as many. */
export const mostCompared = 20_000

/** Documents meet by their number alone; whatever else has a name can be mistaken and recognised. */
export const isRecognised = (entity: Entity): boolean => !['document', 'invoice', 'payment'].includes(entity)

/** Newcomers that would be created, and whom on the other side each of them may be: nobody has told them apart yet. */
export async function lookalikes(
  tx: Tx,
  work: Work,
  links: readonly Link[],
  parent: Facts['parent'],
): Promise<Facts['lookalikes']> {
  const found = new Map<string, string[]>()
  const note = (link: string, id: string): void => void found.set(link, [...(found.get(link) ?? []), id])
  for (const side of sides) {
    for (const [space, rules] of spacesOf(work)) {
      const own = links.flatMap((link) => loner(link, side, space, rules, parent))
      if (own.length === 0) continue
      const needs = rules[0]?.needs ?? null
      const where = { space, side: otherSide(side), needs }
      const others = await loners(tx, work.engine, work.integration.id, where, mostCompared)
      const [crm, books] = side === 'crm' ? [own, others] : [others, own]
      for (const pair of await undecided(tx, work, space, crm, books)) note(pair[side].link, pair[otherSide(side)].id)
    }
  }
  return ({ id }) => found.get(id) ?? []
}

/** What an earlier run left to be created, and these newcomers may be the same as: they make nothing, so that nobody compared them. */
export async function leftAlike(tx: Tx, work: Work, newcomers: readonly Link[]): Promise<readonly string[]> {
  const { engine, integration } = work
  const found: string[] = []
  const spaces = spacesOf(work)
  for (const side of sides) {
    const own = newcomers.filter((link) => onlySide(link) === side && spaces.has(link.space))
    const left = own.length > 0 ? await unsentCreates(tx, engine, integration.id, side, mostCompared) : []
    if (left.length === 0) continue
    for (const [space, rules] of spaces) {
      const at = (of: Side, only: readonly string[]) =>
        loners(tx, engine, integration.id, { space, side: of, needs: rules[0]?.needs ?? null, only }, mostCompared)
      const mine = await at(side, ids(own))
      const theirs = await at(otherSide(side), left)
      const [crm, books] = side === 'crm' ? [mine, theirs] : [theirs, mine]
      for (const pair of await undecided(tx, work, space, crm, books)) found.push(pair[otherSide(side)].link)
    }
  }
  return [...new Set(found)]
}

const ids = (links: readonly Link[]): readonly string[] => links.map(({ id }) => id)

async function undecided(tx: Tx, work: Work, space: Space, crm: readonly Loner[], books: readonly Loner[]) {
  if (crm.length === 0 || books.length === 0) return []
  const apart = await toldApart(
    tx,
    work.engine,
    work.integration.id,
    crm.map(({ id }) => id),
  )
  return suggest(crm, books, (one, other) => apart(space, one, other))
}

/** Rules by identity space, the root's first. */
function spacesOf({ rules }: Work): ReadonlyMap<Space, readonly ResolvedRule[]> {
  const bySpace = new Map<Space, ResolvedRule[]>()
  for (const rule of Object.values(rules.byEntity).filter(({ entity }) => isRecognised(entity))) {
    const space = spaceOf(rule.entity)
    bySpace.set(space, [...(bySpace.get(space) ?? []), rule])
  }
  return bySpace
}

function loner(
  link: Link,
  side: Side,
  space: Space,
  rules: readonly ResolvedRule[],
  parentOf: Facts['parent'],
): readonly Loner[] {
  const half = onlySide(link) === side && link.space === space ? link[side] : null
  const rule = half && rules.find(({ entity }) => entity === half.entity)
  if (!half || half.removed || !rule?.[laneTo(otherSide(side))].includes('create')) return []
  const id = rule.needs === null ? null : half.seen[parentKey(rule.needs)]
  const parent = rule.needs !== null && typeof id === 'string' ? parentOf(rule.needs, side, id) : null
  if (rule.needs !== null && parent === null) return []
  return [{ link: link.id, id: half.id, flat: half.seen, parent: parent?.link ?? null }]
}
