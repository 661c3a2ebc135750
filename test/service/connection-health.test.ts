import { expect, test } from 'vitest'
import { connectionHealth, type HealthFacts } from '@/lib/service/connection-health'
import type { HealthKind } from '@/lib/model/health'
import type { Connection } from '@/lib/store/connections'
import { missingScopes } from '@/lib/service/scopes'

const now = 1_000_000
const connection: Connection = {
  ...{
    id: 'c',
    vendor: 'v',
    side: 'books' as const,
    baseUrl: '',
    version: 1,
    companyId: '1',
    companyName: 'A',
    companyIdentity: null,
    chosen: {},
  },
  ...{ account: null, health: null, createdAt: 0, endedAt: null },
}
const consent = {
  ...{ refreshedAt: now, accessUntil: now + 60_000, refreshUntil: now + 900_000, scopes: [], kept: {} },
  ...{ doubtfulAt: null, refusedAt: null },
}
const facts: HealthFacts = { connection, consent, signsIn: true, registered: true, missing: [], now }
const trouble = (kind: 'signed-out' | 'forbidden' | 'unreachable') => ({
  connection: { ...connection, health: { problem: { kind }, at: 5 } },
})

const cases: readonly [string, HealthKind, Partial<HealthFacts>][] = [
  ['all is well', 'ok', {}],
  ['the short token has ended', 'refresh-pending', { consent: { ...consent, accessUntil: now } }],
  ['an answer was lost', 'refresh-pending', { consent: { ...consent, doubtfulAt: 1 } }],
  ['the vendor took it back', 'revoked', { consent: { ...consent, refusedAt: 7 } }],
  ['a lost answer cost the grant', 'sign-in-needed', { consent: { ...consent, doubtfulAt: 1, refusedAt: 7 } }],
  ['it came to its end unused', 'sign-in-needed', { consent: { ...consent, refreshUntil: 6, refusedAt: 7 } }],
  ['it was disconnected', 'sign-in-needed', { connection: { ...connection, endedAt: 3 } }],
  ['typed keys are refused', 'sign-in-needed', { consent: null, signsIn: false, ...trouble('signed-out') }],
  ['the vendor refuses a right', 'consent-needed', trouble('forbidden')],
  ['the rules grew', 'consent-needed', { missing: ['items.write'] }],
  ['no company is chosen', 'settings-missing', { connection: { ...connection, companyId: null } }],
  ['this server is not registered there', 'settings-missing', { registered: false }],
  ['the vendor does not answer', 'degraded', trouble('unreachable')],
]

test.each(cases)('%s: %s', (_story, kind, change) => {
  expect(connectionHealth({ ...facts, ...change }).kind).toBe(kind)
})

test('it says since when, and until when only while it lives', () => {
  expect(connectionHealth({ ...facts, ...trouble('unreachable') })).toMatchObject({
    since: 5,
    goodUntil: now + 900_000,
  })
  expect(connectionHealth({ ...facts, consent: { ...consent, refusedAt: 7 } })).toMatchObject({
    since: 7,
    goodUntil: null,
  })
})

test('a vendor that names no rights granted those that were asked for', () => {
  expect(missingScopes(['a', 'b'], ['a'])).toEqual(['b'])
  expect(missingScopes(['a', 'b'], null)).toEqual([])
})
