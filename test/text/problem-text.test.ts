import { describe, expect, test } from 'vitest'
import type { Problem } from '@/lib/model/problem'
import { locales } from '@/lib/model/words'
import { formatter, problemText, texts } from '@/lib/text'

const now = Date.UTC(2026, 10, 21, 10, 50)
const english = (problem: Problem) => problemText(texts('en'), formatter('en', 'Europe/Paris'), 'Sage 50', problem, now)

const problems: readonly Problem[] = [
  { kind: 'signed-out' },
  { kind: 'forbidden', scope: 'users' },
  { kind: 'slow-down', until: now + 60_000 },
  { kind: 'slow-down', until: now + 60_000, detail: 'our-share' },
  { kind: 'unreachable' },
  { kind: 'unreachable', detail: 'dossier_occupe' },
  { kind: 'unreachable', detail: 'sage_ferme' },
  { kind: 'unreachable', detail: 'gateway_hors_ligne' },
  { kind: 'unreachable', detail: 'lecture_incomplete' },
  { kind: 'changed-meanwhile' },
  { kind: 'missing' },
  { kind: 'rejected', field: 'postcode', detail: 'longueur maximale 5' },
  { kind: 'surprise', detail: 'not JSON' },
]

describe('a problem', () => {
  test.each(locales)('says in %s what happened, why, and what to do, and names the vendor', (locale) => {
    const f = formatter(locale, 'Europe/Paris')
    for (const problem of problems) {
      const { title, why, todo } = problemText(texts(locale), f, 'Sage 50', problem, now)
      expect(`${title} ${todo}`).toContain('Sage 50')
      expect([title, why, todo].join(' ')).not.toMatch(/undefined|null|_/)
    }
  })

  test('a gateway that is offline is not the same as a vendor that is down', () => {
    expect(english({ kind: 'unreachable', detail: 'gateway_hors_ligne' }).title).toBe(
      'The gateway of Sage 50 is offline',
    )
    expect(english({ kind: 'unreachable', detail: 'ECONNREFUSED' }).title).toBe('Sage 50 does not answer')
  })

  test('a company in exclusive use asks for patience, not for action', () => {
    expect(english({ kind: 'unreachable', detail: 'dossier_occupe' }).todo).toMatch(/^Nothing to do/)
  })

  test('calls kept for people are our own doing, not the vendor’s, and say until when', () => {
    const { title, todo } = english({ kind: 'slow-down', until: Date.UTC(2026, 10, 21, 15, 20), detail: 'our-share' })
    expect(title).toBe('The calls to Sage 50 are used up until 16:20')
    expect(todo).toMatch(/^Nothing to do/)
  })

  test('a vendor that limits us says until when', () => {
    expect(english({ kind: 'slow-down', until: Date.UTC(2026, 10, 21, 15, 20) }).title).toBe(
      'Sage 50 asks us to wait until 16:20',
    )
  })

  test('a refused value names its field in plain words and quotes the vendor', () => {
    const text = english({ kind: 'rejected', field: 'postcode', detail: 'longueur maximale 5' })
    expect(text.title).toBe('Sage 50 refuses the value of "Postcode"')
    expect(text.said).toBe('longueur maximale 5')
  })

  test('a missing right is named where the vendor named it', () => {
    expect(english({ kind: 'forbidden', scope: 'users' }).why).toBe('Missing: users.')
    expect(english({ kind: 'forbidden' }).why).not.toMatch(/Missing/)
  })
})
