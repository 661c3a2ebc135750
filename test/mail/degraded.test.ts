import { describe, expect, test } from 'vitest'
import { compose } from '@/lib/mail/compose'
import { degraded } from '@/lib/mail/degraded'
import { letters } from '@/lib/mail/letters'
import type { Run } from '@/lib/model/run'
import { aboutRecords, anIncident } from './incidents'

const all = 1_000_000
const run = (counts: Run['counts'], id = 'r1') => ({ id, counts })
const some = (failed: number, fine: number, id = 'r1') =>
  run({ 'customer:rejected': { parked: failed }, 'customer:crm': { updated: fine } }, id)

describe('More than one in twenty records of a run set aside', () => {
  test('is told with its numbers; one in twenty is not', () => {
    expect(degraded([some(51, 949)], all)).toEqual({ kind: 'degraded', run: 'r1', failed: 51, of: 1_000 })
    expect(degraded([some(50, 950)], all)).toBeNull()
  })

  test('counts whatever the run did with a record, and on whichever side', () => {
    const counts = {
      ...{ 'customer:books': { created: 20, removed: 4 }, 'contact:crm': { updated: 30 }, contact: { nothing: 40 } },
      ...{
        'invoice:parent-missing': { waiting: 10 },
        'customer:rejected': { parked: 3 },
        'contact:invalid': { parked: 3 },
      },
    }
    expect(degraded([run(counts)], all)).toMatchObject({ failed: 6, of: 110 })
  })

  test('what the rules leave out, and what a person wants apart, is neither', () => {
    const counts = {
      ...{ 'customer:crm': { updated: 100 }, 'customer:filtered': { excluded: 900 } },
      ...{ 'customer:kept-apart': { parked: 50 }, 'customer:rejected': { parked: 6 } },
    }
    expect(degraded([run(counts)], all)).toMatchObject({ failed: 6, of: 106 })
  })

  test('needs a hundred records: of fewer the causes are told one by one', () => {
    expect(degraded([some(99, 0)], all)).toBeNull()
    expect(degraded([some(100, 0)], all)).toMatchObject({ failed: 100, of: 100 })
    expect(degraded([], all)).toBeNull()
  })

  test('stands through smaller runs, and ends with the next large one that goes well', () => {
    const bad = some(200, 800, 'bad')
    expect(degraded([some(1, 2), some(0, 99), bad], all)).toMatchObject({ run: 'bad' })
    expect(degraded([some(0, 100), bad], all)).toBeNull()
  })

  test('ends when they are mended, in however small steps', () => {
    expect(degraded([some(200, 800)], 51)).toMatchObject({ kind: 'degraded' })
    expect(degraded([some(200, 800)], 50)).toBeNull()
  })
})

describe('Its letter', () => {
  const share = anIncident({ id: 'i1', about: { kind: 'degraded', run: 'r1', failed: 1_312, of: 4_000 } })
  const cause = anIncident({ id: 'i2', count: 1_312, about: aboutRecords() })
  const post = { now: 0, quiet: false, digestAt: null, sentToday: 0 }
  const place = {
    ...({ locale: 'en', zone: 'UTC', names: { crm: 'Crm', books: 'Books' }, vendorName: (id: string) => id } as const),
    ...{
      company: 'Batidis',
      pageAt: (path: string) => `https://crm.test${path}`,
      unsubscribe: 'https://u.test',
      now: 0,
    },
  }

  test('is that of its causes, and says the share first', () => {
    const [letter, ...others] = letters({ ...post, incidents: [share, cause] })
    expect([letter?.incidents, others]).toEqual([[share, cause], []])
    const { subject, plain } = compose(letter ?? { kind: 'opened', incidents: [] }, place)
    expect(subject).toBe('Batidis: 1,312 records need you')
    expect(plain).toContain('1,312 of 4,000 records of that run could not be brought into step. The others were.')
    expect(plain.indexOf('one in twenty')).toBeLessThan(plain.indexOf('Customers:'))
    expect(plain).toContain('https://crm.test/errors')
  })

  test('waits for the end of quiet hours, and its end is that of its causes', () => {
    expect(letters({ ...post, quiet: true, incidents: [share] })).toEqual([])
    const over = { resolvedAt: 1, announcedAt: 0, toldAt: 0 }
    const told = letters({
      ...post,
      now: 1,
      incidents: [
        { ...share, ...over },
        { ...cause, ...over },
      ],
    })
    expect(told.map(({ incidents }) => incidents.map(({ id }) => id))).toEqual([['i2']])
  })
})
