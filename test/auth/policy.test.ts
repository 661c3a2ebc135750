import { describe, expect, test } from 'vitest'
import { contentPolicy, isConsentWindow, pageHeaders } from '@/lib/auth/policy'
import { sameOrigin } from '@/lib/auth/same-origin'

describe('who may frame a page', () => {
  const framed = pageHeaders({ nonce: 'n1', ancestors: ['https://crm.example'], development: false })
  const unframed = pageHeaders({ nonce: 'n1', ancestors: [], development: false })

  test('the CRM that installed it, by its exact origin', () => {
    expect(framed['Content-Security-Policy']).toContain('frame-ancestors https://crm.example')
    expect(framed['X-Frame-Options']).toBeUndefined()
  })

  test('nobody, for every other page', () => {
    expect(unframed['Content-Security-Policy']).toContain("frame-ancestors 'none'")
    expect(unframed['X-Frame-Options']).toBe('DENY')
  })

  test('the window of a consent keeps the page that opened it; no other page does, and nobody frames either', () => {
    const opened = pageHeaders({ nonce: 'n1', ancestors: [], development: false, opened: true })
    expect(opened['Cross-Origin-Opener-Policy']).toBeUndefined()
    expect(opened['X-Frame-Options']).toBe('DENY')
    expect(unframed['Cross-Origin-Opener-Policy']).toBe('same-origin-allow-popups')
    expect(['/connect/a', '/api/oauth/v/callback', '/embed/connect/a', '/connected'].map(isConsentWindow)).toEqual([
      ...[true, true],
      ...[false, false],
    ])
  })

  test('pages are never kept by a cache', () => {
    expect(framed['Cache-Control']).toBe('no-cache, no-store')
  })
})

test('scripts run by nonce only, and the policy is the published one to the letter', () => {
  expect(contentPolicy({ nonce: 'N', ancestors: ['https://a.example', 'https://b.example'], development: false })).toBe(
    "default-src 'self'; script-src 'self' 'nonce-N' 'strict-dynamic'; style-src 'self' 'nonce-N'; " +
      "style-src-attr 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; font-src 'self'; object-src 'none'; " +
      "base-uri 'none'; form-action 'self'; frame-src 'none'; frame-ancestors https://a.example https://b.example",
  )
})

describe('a change is taken only from our own page', () => {
  const from = (headers: Record<string, string>) => sameOrigin(new Headers(headers), 'https://concord.example/base')
  const ours = { origin: 'https://concord.example', 'sec-fetch-site': 'same-origin' }

  test('from our own page', () => {
    expect(from(ours)).toBe(true)
  })

  test.each([
    ['another site', { ...ours, origin: 'https://crm.example' }],
    ['a sandboxed frame (Origin: null)', { ...ours, origin: 'null' }],
    ['a sender without an origin', { 'sec-fetch-site': 'same-origin' }],
    ['a sender that hides where it comes from', { origin: ours.origin }],
    ['another site that forges the origin', { ...ours, 'sec-fetch-site': 'cross-site' }],
    ['a sibling domain', { ...ours, 'sec-fetch-site': 'same-site' }],
    ['the same host on another port', { ...ours, origin: 'https://concord.example:8443' }],
  ])('not from %s', (_, headers) => {
    expect(from(headers)).toBe(false)
  })
})
