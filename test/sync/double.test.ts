import { describe, expect, test } from 'vitest'
import type { Half, Link, Made } from '@/lib/model/record'
import { plan } from '@/lib/sync/plan'
import type { Attempt } from '@/lib/sync/double'
import { aHalf } from '../kit/aHalf'
import { aLink } from '../kit/aLink'
import { aRule } from '../kit/aRule'
import { aSet } from '../kit/aSet'
import { someFacts } from '../kit/someFacts'
import { someRules } from '../kit/someRules'

const OUR_KEY = '501'
const sentAt = 1_000_000
const made = (part: Partial<Made> = {}): Made => ({ by: OUR_KEY, at: sentAt + 2_000, touched: false, ...part })

/** What we sent twice: the link holds the second record, the first one appears now and bears its mark. */
const holder = aLink({
  id: 'link-1',
  crm: aHalf({ id: 'second', seen: { name: 'Durand' }, base: { name: 'Durand' }, marker: 'link-1', made: made() }),
  books: aHalf({ id: 'b', seen: { name: 'Durand' }, base: { name: 'Durand' } }),
})
const late = (part: Partial<Half> = {}): Link =>
  aLink({
    id: 'link-2',
    crm: aHalf({ id: 'first', seen: { name: 'Durand' }, marker: 'link-1', made: made(), ...part }),
    books: null,
  })
const attempt: Attempt = {
  side: 'crm',
  sets: [aSet(), aSet({ key: 'parent:customer', value: 'link:other' }), aSet({ key: 'city', value: null })],
  startedAt: sentAt,
  lastSentAt: sentAt,
  settle: 100_000,
}

interface Story {
  readonly link?: Link
  readonly pool?: readonly Link[]
  readonly attempts?: readonly Attempt[]
  readonly rules?: ReturnType<typeof someRules>
}
function decided({ link = late(), pool = [holder], attempts = [attempt], rules = someRules(aRule()) }: Story = {}) {
  const { writes, because } = plan(link, pool, rules, someFacts({ attempts: () => attempts }))
  return { writes: writes.map(({ verb, side, id, why }) => `${verb} ${side} ${id} ${why}`), because }
}

const removed = { writes: ['remove crm first our-double'], because: null }
const review = { writes: [], because: { reason: 'ambiguous', detail: 'second' } }

describe('a record that a late answer made twice', () => {
  test('is taken away where it is provably ours', () => expect(decided()).toEqual(removed))

  test('is taken away although the vendor filled in what we left empty', () =>
    expect(decided({ link: late({ seen: { name: 'Durand', city: 'Paris' } }) })).toEqual(removed))

  test('is taken away although it was sent once more since, or arrived from that', () => {
    const twice = [{ ...attempt, lastSentAt: sentAt + 500_000 }]
    for (const at of [sentAt - 1, sentAt + 600_000])
      expect(decided({ link: late({ made: made({ at }) }), attempts: twice })).toEqual(removed)
  })

  test.each<readonly [string, Story]>([
    ['somebody edited it', { link: late({ made: made({ touched: true }) }) }],
    ['it does not hold what we sent', { link: late({ seen: { name: 'Durand & Fils' } }) }],
    ['it was made long after we sent it', { link: late({ made: made({ at: sentAt + 100_001 }) }) }],
    ['it was made long before we sent it', { link: late({ made: made({ at: sentAt - 100_001 }) }) }],
    ['we sent nothing', { attempts: [] }],
    ['we sent something to the other side only', { attempts: [{ ...attempt, side: 'books' }] }],
    ['the rule removes nothing there', { rules: someRules(aRule({ toCrm: ['create', 'update'] })) }],
  ])('waits for a person where %s', (_why, story) => expect(decided(story)).toEqual(review))
})

describe('a copy that a person made', () => {
  const copied = { writes: ['create books null new-there'], because: null }

  test('is a new record', () => expect(decided({ link: late({ made: made({ by: '503' }) }) })).toEqual(copied))

  test('is a new record where nobody can tell who made it', () =>
    expect(decided({ link: late({ made: null }) })).toEqual(copied))

  test('is a new record where nobody can tell who made the first one', () => {
    const unsigned = { ...holder, crm: aHalf({ id: 'second', marker: 'link-1', made: null }) }
    expect(decided({ pool: [unsigned] })).toEqual(copied)
  })

  test('of a record that is gone is a new record', () => {
    const gone = { ...holder, crm: aHalf({ id: 'second', marker: 'link-1', made: made(), removed: true }) }
    expect(decided({ pool: [gone] })).toEqual(copied)
  })
})
