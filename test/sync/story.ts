import fc from 'fast-check'
import type { Value } from '@/lib/model/record'
import type { Join, Rules } from '@/lib/model/rule'
import { all } from '@/lib/model/rule'
import type { Side, Verb } from '@/lib/model/words'
import { aLockedRule, aRule } from '../kit/aRule'
import { someRules } from '../kit/someRules'
import { aWorld, label, type Done, type World } from './world'

/** What people may do between two passes. `at` picks a record, `value` a value; both are small so that things collide. */
export type Deed =
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
export const story = fc.array(deed, { minLength: 1, maxLength: 30, size: 'max' })

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
export const article: Rules = someRules(
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
export const oneWay: Rules = someRules(
  aRule({ toBooks: [], joins: [...fields, label_] }),
  aRule({ entity: 'prospect', toBooks: [], joins: [...fields, label_] }),
  aRule({ entity: 'contact', identify: [], toBooks: [], needs: 'customer', joins: [...fields, parent] }),
)
export const bothWays: Rules = someRules(
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
export const rules = fc.oneof(fc.constant(article), fc.constant(oneWay), fc.constant(bothWays), anyRules)

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
export function play(
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
