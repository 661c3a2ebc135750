import { describe, expect, test } from 'vitest'
import type { Flat, Half, Link } from '@/lib/model/record'
import type { Join, ResolvedRule } from '@/lib/model/rule'
import { laneTo, sides, verbs, type Side, type Verb } from '@/lib/model/words'
import { plan } from '@/lib/sync/plan'
import { classify } from '@/lib/sync/standing'
import { aHalf } from '../kit/aHalf'
import { aLink } from '../kit/aLink'
import { aRule } from '../kit/aRule'
import { someFacts } from '../kit/someFacts'
import { someRules } from '../kit/someRules'

/** Every combination of link x change in the CRM x change in the books x rule, without exception. */
const changes = ['absent', 'none', 'new', 'edited', 'emptied', 'same-edit', 'removed', 'left-filter'] as const
type Happened = (typeof changes)[number]

const agreed: Flat = { entity: 'customer', name: 'x', code: 'C' }
function halfOf(side: Side, happened: Happened): Half | null {
  const part = { id: side, base: agreed, seen: agreed }
  switch (happened) {
    case 'absent':
      return null
    case 'none':
      return aHalf(part)
    case 'new':
      return aHalf({ ...part, base: null, seen: { ...agreed, name: side } })
    case 'edited':
      return aHalf({ ...part, seen: { ...agreed, name: side } })
    case 'emptied':
      return aHalf({ ...part, seen: { ...agreed, name: null } })
    case 'same-edit':
      return aHalf({ ...part, seen: { ...agreed, name: 'y' } })
    case 'removed':
      return aHalf({ ...part, removed: true })
    case 'left-filter':
      return aHalf({ ...part, leftFilter: true })
  }
}

const subsets: readonly (readonly Verb[])[] = Array.from({ length: 8 }, (_, bits) =>
  verbs.filter((_verb, at) => bits & (1 << at)),
)
const joinings: readonly Join[] = [
  { crm: 'name', books: 'name' },
  { crm: 'name', books: 'name', lane: 'toCrm' },
  { crm: 'name', books: 'name', lane: 'toBooks' },
]
const rules: readonly ResolvedRule[] = subsets.flatMap((toCrm) =>
  subsets.flatMap((toBooks) =>
    sides.flatMap((wins) =>
      ([null, 'crm'] as const).flatMap((lockedIn) =>
        joinings.map((join) => aRule({ toCrm, toBooks, wins, lockedIn, joins: [join] })),
      ),
    ),
  ),
)
const links: readonly Link[] = changes.flatMap((crm) =>
  changes.flatMap((books) =>
    [false, true].map((gone) => aLink({ crm: halfOf('crm', crm), books: halfOf('books', books), gone })),
  ),
)
const decisions = links.flatMap((link) =>
  rules.map((rule) => ({ link, rule, decision: plan(link, [], someRules(rule), someFacts()) })),
)

/** Stories of what should never be: link, rule and what was decided. */
type Case = (typeof decisions)[number]
type Write = Case['decision']['writes'][number]
const broken = (is: (one: Case) => boolean): readonly string[] => decisions.filter(is).map((one) => JSON.stringify(one))
const brokenWrite = (is: (write: Write, one: Case) => boolean): readonly string[] =>
  broken((one) => one.decision.writes.some((write) => is(write, one)))

describe(`all ${decisions.length} combinations of link, changes and rule`, () => {
  test('write only through open lanes', () => {
    expect(brokenWrite(({ side, verb }, { rule }) => !rule[laneTo(side)].includes(verb))).toEqual([])
    expect(brokenWrite(({ entity }) => entity !== 'customer')).toEqual([])
  })

  test('write only fields whose own lane is open', () => {
    const open = ({ joins }: ResolvedRule, side: Side, key: string): boolean =>
      joins.some((join) => join[side] === key && (join.lane ?? laneTo(side)) === laneTo(side))
    expect(brokenWrite(({ side, sets }, { rule }) => sets.some(({ key }) => !open(rule, side, key)))).toEqual([])
  })

  test('write at most once to each side', () => {
    expect(broken(({ decision: { writes } }) => new Set(writes.map(({ side }) => side)).size < writes.length)).toEqual(
      [],
    )
  })

  test('create only where there is nothing, change and remove only what is there', () => {
    expect(brokenWrite(({ side, verb }, { link }) => (verb === 'create') !== (link[side] === null))).toEqual([])
    expect(brokenWrite(({ side, id }, { link }) => id !== (link[side]?.id ?? null))).toEqual([])
    expect(brokenWrite(({ side }, { link }) => link[side]?.removed === true)).toEqual([])
  })

  test('never update with nothing to say', () => {
    expect(brokenWrite(({ verb, sets }) => verb === 'update' && sets.length === 0)).toEqual([])
  })

  test('never make a removal of what left a filter', () => {
    const left = ({ crm, books }: Link): boolean => crm?.leftFilter === true && !books?.removed
    expect(brokenWrite(({ verb }, { link }) => verb === 'remove' && left(link))).toEqual([])
  })

  test('explain every record', () => {
    const place = ({ link, decision: { gone, because, writes } }: Case) =>
      classify({ inBoth: Boolean(link.crm && link.books), gone, because, underway: writes.length > 0 })
    expect(broken((one) => place(one).kind === 'unexplained')).toEqual([])
  })

  test('never write to a locked side what the books do not say', () => {
    const wrong = ({ side, verb, sets }: Write, { link, rule }: Case): boolean =>
      rule.lockedIn === side && verb === 'update' && sets.some(({ value }) => value !== link.books?.seen.name)
    expect(brokenWrite(wrong)).toEqual([])
  })

  test('never agree and write the same field', () => {
    expect(brokenWrite(({ side, sets }, { decision }) => sets.some(({ key }) => key in decision.agreed[side]))).toEqual(
      [],
    )
  })

  test('name the value that loses whenever both sides spoke', () => {
    const unnamed = ({ side, sets }: Write, { link }: Case): boolean =>
      sets.some(({ why, lost }) => why === 'won-conflict' && lost !== link[side]?.seen.name)
    expect(brokenWrite(unnamed)).toEqual([])
  })
})
