import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Link } from '@/lib/model/record'
import type { ResolvedRule, Rules } from '@/lib/model/rule'
import { laneTo, otherSide, sides, type Side } from '@/lib/model/words'
import { classify } from '@/lib/sync/standing'
import { transform } from '@/lib/sync/transform'
import { article, bothWays, oneWay, play, rules, story } from './story'
import type { World } from './world'

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
