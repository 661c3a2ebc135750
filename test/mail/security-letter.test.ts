import { describe, expect, test } from 'vitest'
import { securityLetter, type SecurityNews, type SecurityPlace } from '@/lib/mail/security-letter'
import { locales } from '@/lib/model/words'

const place: SecurityPlace = {
  locale: 'en',
  zone: 'Europe/Paris',
  company: 'Batidis',
  crm: 'Crm',
  pageAt: (path) => `https://concord.example/embed/key${path}`,
  now: Date.UTC(2026, 10, 26, 12),
  by: 'Ana Durand',
  thread: 'security.1',
}
const all: Readonly<Record<string, SecurityNews>> = {
  connected: { kind: 'connected', vendor: 'Sage 50', account: 'books@batidis.example' },
  refused: { kind: 'refused', vendor: 'Sage 50', bound: 'Batidis SARL', offered: 'Other SA' },
  disconnected: { kind: 'disconnected', vendor: 'Sage 50' },
  administrator: { kind: 'administrator', name: 'Luc Petit', email: 'luc@batidis.example' },
  everything: { kind: 'exported', what: 'everything' },
  records: { kind: 'exported', what: 'records' },
  configuration: { kind: 'exported', what: 'configuration' },
  history: { kind: 'exported', what: 'history' },
  plan: { kind: 'exported', what: 'plan' },
  uninstalled: { kind: 'uninstalled', purgeAfter: Date.UTC(2026, 11, 26, 12) },
}

describe('A letter about security', () => {
  test.each(Object.entries(all))(
    'about "%s" says what happened, who did it, when, and what to do about it',
    (_, news) => {
      const { subject, plain, html } = securityLetter(news, place)
      expect(subject).toMatch(/^Batidis: \S/)
      for (const body of [plain, html]) {
        expect(body).toContain('By Ana Durand. On 26 Nov 2026, 13:00.')
        expect(body).toMatch(/If (it was none of you|that should not be so|you mean to)/)
        expect(body).toContain('cannot be switched off')
        expect(body).not.toMatch(/unsubscribe/i)
      }
      expect(plain.includes('https://concord.example')).toBe(news.kind !== 'uninstalled')
    },
  )

  test('about a wrong company names both, and says that nothing was changed', () => {
    const { plain } = securityLetter(all['refused'] ?? fail(), place)
    expect(plain).toContain('belongs to Batidis SARL. Somebody signed in to Other SA; nothing was changed')
  })

  test('that the CRM’s marketplace caused names it, and the day until which all can be had back', () => {
    const { plain } = securityLetter(all['uninstalled'] ?? fail(), { ...place, by: null })
    expect(plain).toContain('By the marketplace of Crm.')
    expect(plain).toContain('is deleted after 26 Dec 2026')
  })

  test.each(locales)('is written out in %s, with nothing of a programmer in it', (locale) => {
    const said = Object.values(all).map((news) => securityLetter(news, { ...place, locale }))
    expect(new Set(said.map(({ subject }) => subject)).size).toBe(said.length)
    for (const { subject, plain, html } of said) {
      for (const text of [subject, plain, html]) expect(text).not.toMatch(/undefined|null|\[object|NaN/)
      expect(html).toContain(`<html lang="${locale}">`)
      // Marks belong to the word before them in French, and follow it at once elsewhere.
      expect(`${subject} ${plain.split('\n-- \n')[0]}`).not.toMatch(/ [;!?]| :(?!\/)/)
    }
  })

  test('stays a letter whatever a person or a company is called', () => {
    const name = 'Evil\r\nBcc: all@example.test <script>alert(1)</script>'
    const { subject, plain, html } = securityLetter(
      { kind: 'administrator', name, email: null },
      { ...place, company: name, by: name },
    )
    expect(subject).not.toMatch(/[\r\n]/)
    expect(plain).not.toMatch(/^Bcc:/m)
    expect(html).not.toContain('<script')
  })
})

function fail(): never {
  throw new Error('No such news')
}
