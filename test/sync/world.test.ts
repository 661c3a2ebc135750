import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Link, Value } from '@/lib/model/record'
import type { Join, ResolvedRule, Rules } from '@/lib/model/rule'
import { all } from '@/lib/model/rule'
import { laneTo, otherSide, sides, type Side, type Verb } from '@/lib/model/words'
import { classify } from '@/lib/sync/standing'
import { transform } from '@/lib/sync/transform'
import { aLockedRule, aRule } from '../kit/aRule'
import { someRules } from '../kit/someRules'
import { aWorld, label, type Done, type World } from './world'

/** What people may do between two passes. `at` picks a record, `value` a value; both are small so that things collide. */
type Deed =
  | {
      readonly do: 'add'
      readonly side: Side
      readonly kind: 'customer' | 'prospect' | 'contact'
      readonly code: number
      readonly value: number
    }
  | { readonly do: 'edit'; readonly side: Side; readonly at: number; readonly field: number; readonly value: number }
  | { readonly do: 'remove' | 'restore'; readonly side: Side; readonly at: number }
  | { readonly do: 'convert'; readonly side: Side; readonly at: number; readonly value: number }
  | { readonly do: 'pass' }

const side = fc.constantFrom<Side>('crm', 'books')
const small = fc.nat({ max: 5 })
const deed = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('add' as const),
      side,
      kind: fc.constantFrom('customer' as const, 'prospect' as const, 'contact' as const),
      code: small,
      value: small,
    }),
  },
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant('edit' as const),
      side,
      at: fc.nat({ max: 9 }),
      field: small,
      value: small,
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constantFrom('remove' as const, 'restore' as const), side, at: fc.nat({ max: 9 }) }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant('convert' as const), side, at: fc.nat({ max: 9 }), value: small }),
  },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('pass' as const) }) },
)
const story = fc.array(deed, { minLength: 1, maxLength: 30, size: 'max' })

const values: readonly Value[] = ['Durand', 'Durand & Fils', 'Martin', 'a', null, 'É']
const editable = ['name', 'city', 'phone', 'name', 'code', 'locked'] as const

const fields: readonly Join[] = [
  { crm: 'name', books: 'name' },
  { crm: 'city', books: 'city' },
  { crm: 'phone', books: 'phone' },
  { crm: 'country', books: 'country' },
  { crm: 'code', books: 'code', lane: 'toCrm' },
]
const label_: Join = { crm: 'entity', books: 'entity', lane: 'toCrm' }
const lock: Join = { crm: 'locked', books: null, constant: true, lane: 'toCrm' }
const parent: Join = { crm: 'parent:customer', books: 'parent:customer' }

/** The article's own rules, in the world's fields. */
const article: Rules = someRules(
  aLockedRule({ joins: [...fields, lock, label_] }),
  aRule({
    entity: 'prospect',
    toBooks: ['create', 'update'],
    becomes: { customer: 'books' },
    only: { status: 'prospect' },
    joins: [...fields, label_],
  }),
  aRule({
    entity: 'contact',
    identify: [],
    toBooks: ['create', 'update'],
    needs: 'customer',
    joins: [...fields, parent],
  }),
)
const oneWay: Rules = someRules(
  aRule({ toBooks: [], joins: [...fields, label_] }),
  aRule({ entity: 'prospect', toBooks: [], joins: [...fields, label_] }),
  aRule({ entity: 'contact', identify: [], toBooks: [], needs: 'customer', joins: [...fields, parent] }),
)
const bothWays: Rules = someRules(
  aRule({ joins: [...fields, label_] }),
  aRule({ entity: 'prospect', joins: [...fields, label_] }),
  aRule({ entity: 'contact', identify: [], needs: 'customer', joins: [...fields, parent] }),
)

const lane = fc.subarray<Verb>([...all])
const anyRule = fc
  .record({ toCrm: lane, toBooks: lane, wins: side, locked: fc.boolean() })
  .map(({ toCrm, toBooks, wins, locked }) => ({
    toCrm,
    wins,
    toBooks: locked ? toBooks.filter((verb) => verb === 'create') : toBooks,
    lockedIn: locked ? ('crm' as const) : null,
  }))
const anyRules = fc
  .tuple(anyRule, anyRule, anyRule)
  .map(([customer, prospect, contact]) =>
    someRules(
      aRule({ ...customer, joins: [...fields, ...(customer.lockedIn ? [lock] : []), label_] }),
      aRule({ entity: 'prospect', ...prospect, joins: [...fields, label_] }),
      aRule({ entity: 'contact', identify: [], ...contact, needs: 'customer', joins: [...fields, parent] }),
    ),
  )
const rules = fc.oneof(fc.constant(article), fc.constant(oneWay), fc.constant(bothWays), anyRules)

const pick = <T>(list: readonly T[], at: number): T | undefined =>
  list.length === 0 ? undefined : list[at % list.length]

function act(world: World, one: Exclude<Deed, { do: 'pass' }>): number {
  const rows = [...world.rows[one.side].values()]
  const row = one.do === 'add' ? undefined : pick(rows, one.at)
  if (one.do === 'add') return add(world, one, rows)
  if (!row) return 0
  if (one.do === 'edit')
    row.fields[editable[one.field] ?? 'name'] = editable[one.field] === 'locked' ? false : (values[one.value] ?? null)
  if (one.do === 'remove') row.removed = true
  if (one.do === 'restore') row.removed = false
  if (one.do === 'convert' && row.entity !== 'contact')
    label(one.side, row, one.value % 2 === 0 ? 'customer' : 'prospect')
  if (one.do === 'convert' && row.entity === 'prospect' && one.side === 'crm' && one.value === 5)
    row.fields.status = 'other'
  return 1
}

function add(world: World, one: Extract<Deed, { do: 'add' }>, rows: readonly { id: string; entity: string }[]): number {
  const account = pick(
    rows.filter(({ entity }) => entity !== 'contact'),
    one.code,
  )
  if (one.kind === 'contact' && !account) return 0
  const own = one.kind === 'contact' ? {} : { code: one.code < 4 ? `C${one.code}` : null }
  world.add(
    one.side,
    one.kind,
    { ...own, name: values[one.value] ?? null },
    one.kind === 'contact' ? (account?.id ?? null) : null,
  )
  return 1
}

/** Plays a story, then three passes without edits. */
function play(
  ruled: Rules,
  deeds: readonly Deed[],
): { world: World; done: readonly Done[]; passes: readonly (readonly Done[])[]; acts: number } {
  const world = aWorld(ruled)
  const done: Done[] = []
  let acts = 0
  for (const one of deeds) {
    if (one.do === 'pass') done.push(...world.pass())
    else acts += act(world, one)
  }
  const passes = [world.pass(), world.pass(), world.pass(), world.pass()]
  return { world, done: [...done, ...passes.flat()], passes, acts }
}

const runs = { numRuns: Number(process.env.RUNS ?? 150) }
const ruleOf = (ruled: Rules, link: Link): ResolvedRule | undefined =>
  ruled.byEntity[(link.books ?? link.crm)?.entity ?? 'customer']
const always = (ruled: fc.Arbitrary<Rules>, check: (played: ReturnType<typeof play>, ruled: Rules) => void): void =>
  fc.assert(
    fc.property(ruled, story, (set, deeds) => {
      check(play(set, deeds), set)
    }),
    runs,
  )

describe('whatever people do on both sides', () => {
  test('two passes settle it, and no later pass writes anything', () => {
    always(rules, ({ passes: [, , third, fourth] }) => {
      expect(third).toEqual([])
      expect(fourth).toEqual([])
    })
  })

  test('no write leaves its lane: entity, verb, side and field', () => {
    always(rules, ({ done }, ruled) => {
      for (const { write } of done) {
        const rule = ruled.byEntity[write.entity]
        expect(rule?.[laneTo(write.side)]).toContain(write.verb)
        for (const { key } of write.sets) {
          const joins = rule?.joins.filter((join) => join[write.side] === key) ?? []
          expect(joins.some((join) => join.lane === undefined || join.lane === laneTo(write.side))).toBe(true)
        }
      }
    })
  })

  test('one-way rules never touch the books', () => {
    always(fc.constant(oneWay), ({ done }) => expect(done.filter(({ write }) => write.side === 'books')).toEqual([]))
  })

  test('nothing is removed in the books by the rules of the article', () => {
    always(fc.constant(article), ({ done }) =>
      expect(done.filter(({ write }) => write.side === 'books' && write.verb === 'remove')).toEqual([]),
    )
  })

  test('records that travel both ways end equal', () => {
    always(fc.constant(bothWays), ({ world }) => {
      for (const link of alive(world))
        expect(differing(world, link, bothWays).filter((key) => key !== 'code')).toEqual([])
    })
  })

  test('locked records end as the books say', () => {
    always(fc.constant(article), ({ world }) => {
      for (const link of alive(world).filter(({ books }) => books?.entity === 'customer')) {
        const kept = differing(world, link, article).filter((key) => (link.books?.seen[key] ?? null) !== null)
        expect(kept).toEqual([])
        expect(link.crm?.seen.locked).toBe(true)
        expect(link.crm?.entity).toBe('customer')
      }
    })
  })

  test('no record is made twice', () => {
    always(rules, ({ world, done }) => {
      for (const at of sides) {
        const held = world.links().flatMap((link) => link[at]?.id ?? [])
        expect(new Set(held).size).toBe(held.length)
        const made = done.filter(({ write }) => write.side === at && write.verb === 'create').map(({ link }) => link)
        expect(new Set(made).size).toBe(made.length)
      }
    })
  })

  test('every record is in exactly one explained class', () => {
    always(rules, ({ world }) => {
      for (const at of sides)
        for (const id of world.rows[at].keys()) {
          const [link, second] = world.links().filter((one) => one[at]?.id === id)
          expect(second).toBeUndefined()
          const place = {
            inBoth: Boolean(link?.crm && link.books),
            gone: link?.gone ?? false,
            because: link?.because ?? null,
            underway: false,
          }
          expect(classify(place).kind).not.toBe('unexplained')
        }
    })
  })

  test('the number of writes is bounded by what people did', () => {
    always(rules, ({ done, acts }) => expect(done.length).toBeLessThanOrEqual(3 * acts))
  })

  test('no child is written before its parent exists there', () => {
    always(rules, ({ world }) => {
      for (const at of sides)
        for (const row of world.rows[at].values())
          if (row.parent !== null) expect(world.rows[at].has(row.parent)).toBe(true)
    })
  })

  test('nothing is written to a record that was removed', () => {
    always(rules, ({ world, passes }) => {
      for (const { write } of passes.flat())
        if (write.verb === 'update') expect(world.rows[write.side].get(write.id ?? '')?.removed).toBe(false)
    })
  })
})

const alive = (world: World): readonly Link[] =>
  world.links().filter(({ crm, books, because }) => crm && books && !crm.removed && !books.removed && because === null)

/** Joined fields in which neither side holds what the other would make of its value. */
function differing(world: World, link: Link, ruled: Rules): readonly string[] {
  const rule = ruleOf(ruled, link)
  const { crm, books } = link
  if (!rule || !crm || !books) return []
  const told = {
    crm: transform(books, 'books', rule, world.facts()),
    books: transform(crm, 'crm', rule, world.facts()),
  }
  const same = (at: Side, key: string): boolean => told[at].flat[key] === (link[at]?.seen[key] ?? null)
  return rule.joins.flatMap(({ crm: key, books: twin }) => {
    if (key === null || twin === null || key.startsWith('parent:') || world.ownForms.has(`${link.id} ${key}`)) return []
    return same('crm', key) || (rule.lockedIn === null && same(otherSide('crm'), key)) ? [] : [key]
  })
}
