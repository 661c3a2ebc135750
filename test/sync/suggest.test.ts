import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Flat } from '@/lib/model/record'
import { likeness } from '@/lib/sync/likeness'
import { nameOf, score, type Reason } from '@/lib/sync/score'
import { limits, suggest, type Loner } from '@/lib/sync/suggest'

const a = (id: string, flat: Flat, parent: string | null = null): Loner => ({ link: `l-${id}`, id, flat, parent })
const nobody = (): boolean => false
const levels = (reasons: readonly Reason[]) => reasons.map(({ what, level }) => `${what} ${level}`)

describe('how alike two names read', () => {
  test.each([
    ['martha', 'marhta', 0.961],
    ['dwayne', 'duane', 0.84],
    ['dixon', 'dicksonx', 0.813],
    // Only the first four letters count as a common beginning.
    ['dupontel', 'duponter', 0.95],
    ['dup', 'dupo', 0.942],
  ])('%s and %s', (one, other, expected) => expect(likeness(one, other)).toBeCloseTo(expected, 3))

  test('is 1 for the same, 0 for nothing in common, and the same both ways round', () => {
    expect([likeness('abc', 'abc'), likeness('abc', 'xyz'), likeness('', 'a')]).toEqual([1, 0, 0])
    fc.assert(
      fc.property(fc.string(), fc.string(), (one, other) => {
        expect(likeness(one, other)).toBeCloseTo(likeness(other, one), 10)
        expect(likeness(one, other)).toBeLessThanOrEqual(1)
        expect(likeness(one, other)).toBeGreaterThanOrEqual(0)
      }),
    )
  })

  test('legal forms, accents and points say nothing', () => {
    expect(nameOf({ name: 'S.A.R.L. Menuiserie Lambert' })).toBe('s a r l menuiserie lambert')
    expect(nameOf({ name: 'Menuiserie Lambert SARL' })).toBe('menuiserie lambert')
    expect(nameOf({ name: 'SAS' })).toBe('sas')
    expect(nameOf({ firstName: 'Ana', lastName: 'López' })).toBe('ana lopez')
  })
})

describe('how sure a pair is', () => {
  const lambert = {
    name: 'Menuiserie Lambert SARL',
    postcode: '45000',
    phone: '+33238620000',
    email: 'jean@lambert.fr',
  }

  test.each<readonly [string, Flat, Flat, 'clear' | 'review' | 'strangers']>([
    [
      'the same VAT number is enough',
      { name: 'Lambert', vatNumber: 'FR1' },
      { name: 'Menuiserie', vatNumber: 'FR1' },
      'review',
    ],
    [
      'the same name and postcode is sure',
      { name: 'Dupont', postcode: '45000' },
      { name: 'DUPONT SA', postcode: '45000' },
      'clear',
    ],
    ['the same name alone is to be looked at', { name: 'Dupont' }, { name: 'Dupont SAS' }, 'review'],
    [
      'a name almost the same and the same phone is sure',
      { name: 'Duppont', phone: '+33238620000' },
      { name: 'Dupont', phone: '02 38 62 00 00' },
      'clear',
    ],
    [
      'the same name in another town and with another VAT number is a stranger',
      { name: 'Dupont', postcode: '45000', vatNumber: 'FR1' },
      { name: 'Dupont', postcode: '13000', vatNumber: 'FR2' },
      'strangers',
    ],
    [
      'a free-mail domain alone is nothing',
      { name: 'Durand', email: 'a@gmail.com' },
      { name: 'Martin', email: 'b@gmail.com' },
      'strangers',
    ],
    [
      'a domain of its own with another name is not enough',
      { name: 'Durand', email: 'a@lambert.fr' },
      { name: 'Martin', email: 'b@lambert.fr' },
      'strangers',
    ],
    [
      'everybody’s address counts as a domain only',
      { name: 'Durand', email: 'info@lambert.fr' },
      { name: 'Martin', email: 'info@lambert.fr' },
      'strangers',
    ],
    ['everything alike is sure', lambert, lambert, 'clear'],
    ['nothing to compare is nothing', {}, {}, 'strangers'],
  ])('%s', (_story, one, other, expected) => {
    const { sure } = score(one, other)
    const kind = sure >= limits.clear ? 'clear' : sure >= limits.review ? 'review' : 'strangers'
    expect([kind, score(other, one).sure]).toEqual([expected, sure])
  })

  test('the reasons name what is equal, close and different', () => {
    const other = { name: 'Menuiserie Lambbert', postcode: '45100', email: 'paul@lambert.fr', phone: '0238620000' }
    expect(levels(score(lambert, other).reasons)).toEqual([
      'name close',
      'emailDomain equal',
      'phone equal',
      'postcode different',
    ])
  })
})

describe('what is proposed', () => {
  const dupont = { name: 'Dupont', postcode: '45000' }

  test('best first, and clear only where nothing else comes near', () => {
    const found = suggest([a('c1', dupont)], [a('b1', dupont), a('b2', { name: 'Dupont' })], nobody)
    expect(found.map(({ books, clear }) => [books.id, clear])).toEqual([
      ['b1', true],
      ['b2', false],
    ])
  })

  test('two that are equally alike are for a person to tell apart', () => {
    const found = suggest([a('c1', dupont)], [a('b1', dupont), a('b2', dupont)], nobody)
    expect(found.map(({ clear }) => clear)).toEqual([false, false])
    const rivals = suggest([a('c1', dupont), a('c2', dupont)], [a('b1', dupont)], nobody)
    expect(rivals.map(({ clear }) => clear)).toEqual([false, false])
  })

  test('one alone is clear only if it is sure enough', () => {
    const only = (flat: Flat) => suggest([a('c1', flat)], [a('b1', flat)], nobody).map(({ clear }) => clear)
    expect([only(dupont), only({ name: 'Dupont' })]).toEqual([[true], [false]])
  })

  test('nothing that is more unlike than alike', () => {
    expect(suggest([a('c1', dupont)], [a('b1', { name: 'Dupont', postcode: '13000' })], nobody)).toEqual([])
  })

  test('the surest first, whatever order the records came in, and equally sure ones always in one order', () => {
    const names = ['Martin', 'Bernard', 'Petit']
    const books = names.map((name) => a(`b-${name}`, { name, postcode: '45000' }))
    const crm = [
      a('c3', { name: 'Martin' }),
      ...names.slice(1).map((name, at) => a(`c${2 - at}`, { name, postcode: '45000' })),
    ]
    for (const order of [crm, [...crm].reverse()])
      expect(suggest(order, books, nobody).map((pair) => pair.crm.id)).toEqual(['c1', 'c2', 'c3'])
  })

  test.each<readonly [string, Flat, Flat]>([
    ['a word', { name: 'Dupont' }, { name: 'DUPONT SARL' }],
    ['the beginning of a word', { name: 'Duponte', postcode: '45000' }, { name: 'Dupont', postcode: '45000' }],
    ['a VAT number', { name: 'Lambert', vatNumber: 'fr1' }, { name: 'Menuiserie', vatNumber: 'FR1' }],
    ['an address', { email: 'Ana@gmail.com' }, { email: 'ana@gmail.com' }],
    ['a domain', { email: 'ana@lambert.fr', postcode: '45000' }, { email: 'eva@lambert.fr', postcode: '45000' }],
    ['a number, mobile or not', { phone: '+33238620000' }, { mobile: '0238620000' }],
  ])('records meet by %s among hundreds that have nothing in common', (_story, one, other) => {
    const others = Array.from({ length: limits.crowd + 1 }, (_, at) => a(`other${at}`, { name: `${at}${at} ${at}` }))
    const found = suggest([a('c1', one)], [a('b1', other), ...others], nobody)
    const back = suggest([a('c1', other)], [a('b1', one), ...others], nobody)
    expect([found, back].map((pairs) => pairs.map(({ books }) => books.id))).toEqual([['b1'], ['b1']])
  })

  test('a word that hundreds share brings nobody together, a whole word does although its beginning is common', () => {
    const crowd = (count: number, name: string) => Array.from({ length: count }, (_, at) => a(`b${at}`, { name }))
    expect(suggest([a('c1', { name: 'Dupont' })], crowd(limits.crowd, 'Dupont'), nobody)).toHaveLength(limits.crowd)
    expect(suggest([a('c1', { name: 'Dupont' })], crowd(limits.crowd + 1, 'Dupont'), nobody)).toEqual([])
    const beside = [...crowd(limits.crowd, 'Dupontel'), a('b-same', { name: 'Dupont' })]
    expect(suggest([a('c1', { name: 'Dupont' })], beside, nobody).map(({ books }) => books.id)).toEqual(['b-same'])
  })

  test('"not the same" is remembered', () => {
    expect(suggest([a('c1', dupont)], [a('b1', dupont)], (crm, books) => crm === 'c1' && books === 'b1')).toEqual([])
  })

  test('contacts meet only at the same company', () => {
    const ana = { firstName: 'Ana', lastName: 'López', email: 'ana@lambert.fr' }
    expect(suggest([a('c1', ana, 'x')], [a('b1', ana, 'y')], nobody)).toEqual([])
    expect(suggest([a('c1', ana, 'x')], [a('b1', ana, 'x')], nobody)).toHaveLength(1)
  })

  test('ten thousand on each side take seconds, not hours', () => {
    const many = (side: string) =>
      Array.from({ length: 10_000 }, (_, at) =>
        a(`${side}${at}`, {
          name: `Firma ${(at * 7919) % 10_007} ${at % 97}`,
          phone: `+3323862${String(at).padStart(4, '0')}`,
        }),
      )
    const before = process.cpuUsage()
    const found = suggest(many('c'), many('b'), nobody)
    // Of the processor, so that a busy machine changes nothing.
    expect(process.cpuUsage(before).user).toBeLessThan(8_000_000)
    expect(found.filter(({ crm, books }) => crm.id.slice(1) === books.id.slice(1)).length).toBe(10_000)
  })
})
