import { describe, expect, test } from 'vitest'
import { unagreed } from '@/lib/sync/unagreed'
import { aHalf } from '../kit/aHalf'
import { aLink } from '../kit/aLink'

describe('a link under a new field map', () => {
  const base = { name: 'A', website: 'a.test' }
  const link = aLink({ crm: aHalf({ entity: 'customer', base }), books: aHalf({ entity: 'customer', base }) })

  test('knows nothing agreed about what changed, and everything else', () => {
    const seen = unagreed(link, { customer: { crm: ['website'], books: [] } })
    expect([seen.crm?.base, seen.books?.base]).toEqual([{ name: 'A' }, base])
  })

  test('is of the kind that the books say where the CRM still says another', () => {
    const turned = aLink({ crm: aHalf({ entity: 'prospect', base }), books: aHalf({ entity: 'customer', base }) })
    expect(unagreed(turned, { customer: { crm: ['website'], books: [] } }).crm?.base).toEqual({ name: 'A' })
    expect(unagreed(turned, { prospect: { crm: ['website'], books: [] } })).toBe(turned)
  })

  test('of another kind, or never agreed upon, stays as it is', () => {
    expect(unagreed(link, { contact: { crm: ['website'], books: [] } })).toBe(link)
    const fresh = aLink({ crm: aHalf({ entity: 'customer', base: null }), books: null })
    expect(unagreed(fresh, { customer: { crm: ['website'], books: [] } })).toEqual(fresh)
  })
})
