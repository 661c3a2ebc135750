import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { connectorOf } from '@/lib/connectors'
import { plan } from '@/lib/service/plan'
import type { StoredRun } from '@/lib/store/runs'
import { total } from '@/lib/sync/count'
import { family, type Family } from '../kit/family'
import type { FamilyVendor } from '../kit/family-books'
import { freshDatabase } from '../kit/fresh-database'
import { efficiency, minimum, type Job } from './minimum'

const clients = 120
const hour = 3_600_000
const switches = { 'create-documents-in-books': true }
/** Half of the hundred changes are customers, half the people in them: one more of a kind would wake the brake. */
const half = 50

/** Consents, schemas, people, lists of values and settings are read apart, and kept. */
const apart =
  /oauth|token|selector|settings|filters|preferences|companyinfo|connections|Organisation|2\.0\/Users|employee|users\/me|callbacks/i

/** Customers and persons of other customers: the two may be one record in the books, where one edit would wait for the other. */
const apartFrom = <C, P>(customers: readonly C[], persons: readonly P[]) => ({
  customer: customers.slice(0, half),
  contact: persons.slice(-half),
})
const numbered = (kind: number, at: number): string => `+3314567${kind}${String(at).padStart(3, '0')}`

interface Extras {
  /** Named, as no batch or page spares them. */
  readonly load: Job['extras']
  readonly poll: Job['extras']
  readonly toBooks: Job['extras']
}

/** What each vendor's documented endpoints need beyond full pages and batches. */
const extras: Readonly<Record<FamilyVendor, Extras>> = {
  xero: {
    load: [{ what: 'credit notes have a list of their own', calls: 1 }],
    poll: [{ what: 'credit notes have a list of their own', calls: 1 }],
    toBooks: [{ what: 'the targets by id, fifty in a call, where there is no precondition', calls: 2 }],
  },
  quickbooks: {
    load: [{ what: 'a first listing asks kind by kind; only changes come in one call', calls: 5 }],
    poll: [],
    toBooks: [],
  },
  freshbooks: {
    load: [
      { what: 'credit notes have a list of their own', calls: 1 },
      { what: 'lines name their item, and only the list of items knows its id', calls: 1 },
    ],
    poll: [{ what: 'credit notes have a list of their own', calls: 1 }],
    toBooks: [{ what: 'the targets by id, twenty in a call, where there is no precondition', calls: 6 }],
  },
}

describe.each(['xero', 'quickbooks', 'freshbooks'] as const)('what Freshsales and %s are called for', (vendor) => {
  let house: Family
  let first: StoredRun
  let load: ReturnType<typeof counted>
  const vendors = { crm: connectorOf('freshsales'), books: connectorOf(vendor) }
  const least = (job: Job) => minimum(job, vendors)

  beforeAll(async () => {
    house = await family(vendor, {
      db: await freshDatabase(),
      books: { size: clients },
      crm: { size: 0 },
      switches,
    })
    forget()
    first = await house.run('first')
    load = counted()
    for (let times = 0; times < 2; times += 1) await later()
  }, 300_000)
  afterAll(() => house.close())

  const forget = (): void => {
    for (const simulator of Object.values(house.simulators)) simulator.forgetCalls()
  }
  const counted = () => {
    const of = (side: 'crm' | 'books') =>
      house.simulators[side].calls().filter(({ path, query }) => !apart.test(`${path} ${decodeURIComponent(query)}`))
    const writes = (side: 'crm' | 'books') =>
      of(side).filter(({ method, path }) => method !== 'GET' && !/query$/.test(path))
    return { crm: of('crm').length, books: of('books').length, written: writes('crm').length + writes('books').length }
  }
  async function later() {
    house.clock.advance(hour)
    forget()
    const run = await house.run('schedule')
    if (run.result?.kind !== 'done') throw new Error(JSON.stringify(run.result))
    return { ...counted(), updated: total(run.counts).updated }
  }
  const created = (entity: string): number => first.counts[`${entity}:crm`]?.created ?? 0

  test('the first load makes not one call more than the vendors need', () => {
    const at = (kind: 'customer' | 'product' | 'document' | 'invoice' | 'payment') => house.books.list(kind).length
    // A contact is the person in its customer, and comes with it.
    const reads = {
      customer: at('customer'),
      product: at('product'),
      document: at('document'),
      invoice: at('invoice'),
      payment: at('payment'),
    }
    const entities = ['customer', 'contact', 'product', 'invoice', 'payment'] as const
    const writes = { crm: Object.fromEntries(entities.map((entity) => [entity, created(entity)])) }
    const jobs = Math.ceil(created('customer') / 100) + Math.ceil(created('contact') / 100)
    const inCrm = [
      { what: 'each bulk job is looked at until it is done', calls: jobs },
      { what: 'a job names nothing that it made: the list does', calls: jobs },
    ]
    expect(created('customer')).toBeGreaterThan(100)
    expect(load.books).toBe(least({ reads: { books: reads }, writes: {}, extras: extras[vendor].load ?? [] }))
    expect(load.crm).toBe(least({ reads: { crm: {} }, writes, extras: inCrm }))
  })

  test('the review page foresees exactly the calls to Freshsales, looks at its jobs included', async () => {
    const [crm] = (await plan(house.desk, first.id))?.calls ?? []
    expect(crm?.calls).toBe(load.crm)
  })

  test('a poll that finds nothing asks every list once and writes nothing', async () => {
    const quiet = await later()
    expect(quiet.crm).toBe(least({ reads: { crm: {} }, writes: {} }))
    expect(quiet.books).toBe(least({ reads: { books: {} }, writes: {}, extras: extras[vendor].poll ?? [] }))
    expect(quiet.written).toBe(0)
  })

  test('a hundred changes in the books cost two jobs in Freshsales, which is asked for the targets by whole pages', async () => {
    const { customer, contact } = apartFrom(house.books.list('customer'), house.books.list('contact'))
    customer.forEach(({ id }, at) => house.books.edit('customer', id, { phone: numbered(1, at) }))
    contact.forEach(({ id }, at) => house.books.edit('contact', id, { [house.books.personPhone]: numbered(2, at) }))
    const { crm, books, updated } = await later()
    expect(updated).toBe(2 * half)
    const pages = (module: string) => Math.ceil(house.crm.list(module).length / 100)
    const job = { reads: { crm: {} }, writes: { crm: { customer: half, contact: half } } }
    const needed = least({
      ...job,
      extras: [
        { what: 'each bulk job is looked at until it is done', calls: 2 },
        // Freshsales has neither a precondition nor a question for several ids: its lists show the targets, a hundred a call,
        // the youngest first, so that it may be over before the last page.
        { what: 'the targets, by their lists', calls: pages('sales_accounts') + pages('contacts') },
      ],
    })
    expect(crm).toBeLessThanOrEqual(needed)
    expect(books).toBe(
      least({ reads: { books: { customer: 2 * half } }, writes: {}, extras: extras[vendor].poll ?? [] }),
    )
    expect(efficiency(needed, crm)).toBeLessThan(1.2)
  })

  test('a hundred changes in Freshsales cost the books their batches and nothing else', async () => {
    // What we wrote is shown once more, as any change is.
    await later()
    const { customer, contact } = apartFrom(house.crm.list('sales_accounts'), house.crm.list('contacts'))
    const key = house.books.personPhone === 'phone' ? 'work_number' : 'mobile_number'
    customer.forEach(({ id }, at) => house.crm.edit('sales_accounts', String(id), { phone: numbered(3, at) }))
    contact.forEach(({ id }, at) => house.crm.edit('contacts', String(id), { [key]: numbered(4, at) }))
    const { crm, books, updated } = await later()
    expect(updated).toBe(2 * half)
    expect(crm).toBe(least({ reads: { crm: { customer: half, contact: half } }, writes: {} }))
    const job = { reads: { books: {} }, writes: { books: { customer: half, contact: half } } }
    expect(books).toBe(least({ ...job, extras: [...(extras[vendor].poll ?? []), ...(extras[vendor].toBooks ?? [])] }))
  })
})
