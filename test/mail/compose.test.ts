import { describe, expect, test } from 'vitest'
import { compose } from '@/lib/mail/compose'
import type { Place } from '@/lib/mail/explain'
import type { Letter } from '@/lib/mail/letters'
import { locales } from '@/lib/model/words'
import { aboutRecords, anIncident, signedOut } from './incidents'

const place: Place = {
  locale: 'en',
  zone: 'Europe/Paris',
  names: { crm: 'Crm', books: 'Sage 50' },
  vendorName: (id) => (id === 'sage-50-fr' ? 'Sage 50' : id),
  company: 'Batidis',
  pageAt: (path) => `https://concord.example/embed/key${path}`,
  unsubscribe: 'https://concord.example/u/way-out',
  now: Date.UTC(2026, 10, 26, 12),
}
const refused = anIncident({ count: 100, sample: ['Durand · C001', 'Petit · C002'], openedAt: place.now })
const opened: Letter = { kind: 'opened', incidents: [refused] }

describe('A mail about records', () => {
  test('names the cause, how many, since when, a few by name and code, and leads to that very group', () => {
    const { subject, plain, html } = compose(opened, place)
    expect(subject).toBe('Batidis: 100 records need you')
    for (const body of [plain, html]) {
      expect(body).toContain('Refused by the other system')
      expect(body).toContain('Durand · C001')
      expect(body).toContain('and 98 more')
      expect(body).toContain('https://concord.example/embed/key/errors?cause=customer.rejected.books.email')
      expect(body).toContain('https://concord.example/u/way-out')
      expect(body).toContain('Nothing was lost')
    }
    expect(plain).toContain('Since 13:00')
  })

  test('tells at most ten causes and counts the rest', () => {
    const many = Array.from({ length: 14 }, (_, at) =>
      anIncident({ id: `i${at}`, about: aboutRecords({ field: `x:${at}` }) }),
    )
    const { plain } = compose({ kind: 'digest', incidents: many }, place)
    expect(plain.match(/errors\?cause=/g)).toHaveLength(10)
    expect(plain).toContain('and 4 more')
  })

  test('says when it is over how long it took and how many there were', () => {
    const over = anIncident({ most: 100, openedAt: 0, resolvedAt: 90 * 60_000, announcedAt: 1 })
    const { subject, plain } = compose({ kind: 'recovered', incidents: [over] }, place)
    expect(subject).toContain('Solved')
    expect(plain).toContain('Lasted 1.5 hours, up to 100 records'.replace('1.5 hours', '1 hour 30 minutes'))
  })
})

describe('A mail about what is no record', () => {
  const expiring = anIncident({ about: { kind: 'expiring', vendor: 'sage-50-fr', until: place.now, days: 7 } })
  const hold = { brake: 'removals', entity: 'customer', side: 'crm', count: 61, of: 412, field: null } as const
  const held = anIncident({ id: 'incident-2', about: { kind: 'held', run: 'run-1', hold } })

  test.each([
    ['a sign-in that ends soon', expiring],
    ['a plan that is held', held],
  ])('speaks of no record set aside where it is %s', (_, incident) => {
    const { plain } = compose({ kind: 'opened', incidents: [incident] }, place)
    expect(plain).toMatch(/^This waits for a person\. Nothing was lost\./)
    expect(plain).not.toContain('set aside')
  })

  test.each(['opened', 'digest'] as const)('never counts no record at all in the subject of one that is %s', (kind) => {
    const { subject } = compose({ kind, incidents: [expiring, held] }, place)
    expect(subject).toBe('Batidis: The sign-in to Sage 50 ends within 7 days')
  })

  test('says of a lost sign-in what is not accepted before it says why', () => {
    const { plain } = compose({ kind: 'urgent', incidents: [anIncident({ about: signedOut })] }, place)
    expect(plain).toContain('Sage 50 does not accept the keys. They are wrong')
  })

  test('says of missed runs that they are tried again, and waits for nobody', () => {
    const incident = anIncident({ about: { kind: 'missed', vendor: null, problem: null } })
    const { plain } = compose({ kind: 'urgent', incidents: [incident] }, place)
    expect(plain).toMatch(/^Synchronisation does not get on at the moment\./)
    expect(plain.match(/We keep trying by ourselves/g)).toHaveLength(1)
  })
})

test('a cause without names has no "more" behind them', () => {
  const { plain } = compose({ kind: 'opened', incidents: [anIncident({ count: 3, sample: [] })] }, place)
  expect(plain).toContain('3 records')
  expect(plain).not.toContain('more')
})

test.each(locales)(
  'in %s every kind of letter and cause is written out, with nothing of a programmer in it',
  (locale) => {
    const hold = { brake: 'removals', entity: 'customer', side: 'crm', count: 61, of: 412, field: null } as const
    const all = [
      refused,
      anIncident({ about: signedOut }),
      anIncident({ about: { kind: 'missed', vendor: 'sage-50-fr', problem: { kind: 'unreachable' } } }),
      anIncident({ about: { kind: 'missed', vendor: null, problem: null } }),
      anIncident({ about: { kind: 'degraded', run: 'run-1', failed: 312, of: 4_000 } }),
      anIncident({ about: { kind: 'held', run: 'run-1', hold } }),
    ]
    for (const kind of ['urgent', 'reminder', 'opened', 'digest', 'recovered'] as const) {
      for (const incident of all) {
        const { subject, plain, html } = compose({ kind, incidents: [incident] }, { ...place, locale })
        for (const text of [subject, plain, html]) expect(text).not.toMatch(/undefined|null|\[object|NaN/)
        expect(html).toContain(`<html lang="${locale}">`)
      }
    }
  },
)

test('the three languages say it differently', () => {
  const subjects = locales.map((locale) => compose(opened, { ...place, locale }).subject)
  expect(subjects).toEqual([
    'Batidis: 100 records need you',
    'Batidis\u00a0: 100 fiches à traiter',
    'Batidis: 100 registros requieren atención',
  ])
})

describe('A name that wants to be more than a name', () => {
  const hostile = [
    'Evil\r\nBcc: everybody@example.test',
    'Evil\u2028Subject: other',
    'Evil\u0000\u0007',
    'gnp\u202Eexe.tropeR',
    '<script>alert(1)</script>',
    '"><img src=x onerror=alert(1)>',
    'x'.repeat(5_000),
    '🏢 Società “Über” & Söhne',
  ]

  test.each(hostile)('stays one line of the subject and plain text in the body: %j', (name) => {
    const incident = anIncident({ sample: [name], count: 1, about: aboutRecords({ field: name }) })
    const { subject, plain, html } = compose({ kind: 'opened', incidents: [incident] }, { ...place, company: name })
    expect(subject).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}\u202a-\u202e]/u)
    expect([...subject].length).toBeLessThanOrEqual(200)
    expect(html).not.toMatch(/<script|<img|onerror=alert\(1\)>/)
    expect(plain).not.toMatch(/^Bcc:/m)
  })
})
