import { describe, expect, it } from 'vitest'
import { efficiency, minimum } from './minimum'

const limits = { rates: [], atOnce: 1, page: 100, batch: 50 }
const able = {
  read: 'changes',
  removals: 'listed',
  write: [],
  precondition: 'none',
  idempotency: 'none',
  lock: false,
} as const
const crm = {
  limits,
  feeds: [['customer', 'prospect'], ['contact']],
  entities: { customer: able, contact: able },
} as const
const books = {
  limits: { ...limits, page: 200, batch: 1 },
  feeds: [['customer'], ['invoice']],
  entities: { customer: able, invoice: { ...able, page: 20, batch: 10 } },
} as const
const least = (job: Parameters<typeof minimum>[0]): number => minimum(job, { crm, books })

describe('the fewest calls a job can take', () => {
  it('a poll that finds nothing asks every feed once', () => {
    expect(least({ reads: { crm: {}, books: {} }, writes: {} })).toBe(4)
  })

  it('a side that is not read costs nothing', () => {
    expect(least({ reads: { crm: {} }, writes: {} })).toBe(2)
  })

  it('records come in full pages, and the last page may be short', () => {
    expect(least({ reads: { books: { customer: 200 } }, writes: {} })).toBe(2)
    expect(least({ reads: { books: { customer: 201 } }, writes: {} })).toBe(3)
  })

  it('entities that share a feed share its pages', () => {
    expect(least({ reads: { crm: { customer: 60, prospect: 40 } }, writes: {} })).toBe(2)
    expect(least({ reads: { crm: { customer: 60, prospect: 41 } }, writes: {} })).toBe(3)
  })

  it('a page or a batch that the manifest states for one entity counts for that one', () => {
    expect(least({ reads: { books: { invoice: 41 } }, writes: { books: { invoice: 11, customer: 3 } } })).toBe(
      1 + 3 + 2 + 3,
    )
  })

  it('writes go out in full batches, entity by entity', () => {
    expect(least({ reads: {}, writes: { crm: { customer: 51, contact: 50 } } })).toBe(3)
  })

  it('what the vendor documents beyond that is named and added', () => {
    const extras = [{ what: 'job polling', calls: 2 }]
    expect(least({ reads: {}, writes: { crm: { customer: 1 } }, extras })).toBe(3)
  })

  it('not one call too many is an efficiency of one', () => {
    expect([efficiency(10, 10), efficiency(9, 10), efficiency(0, 0)]).toEqual([1, 0.9, 1])
  })
})
