import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { sage50Fr } from '@/lib/connectors/sage-50-fr'
import { sageSales } from '@/lib/connectors/sage-sales'
import { openDatabase, type Database } from '@/lib/store/db'
import { rowsOf } from '@/lib/store/rows'
import { corridor, type Corridor } from '../kit/corridor'
import { startPostgres, type Cluster } from '../kit/postgres'
import { minimum, type Job } from './minimum'
import { isApart } from './statements'

const clients = 300
/** One more of a kind would wake the brake. */
const half = 50
/** Fewer than the fifty that the CRM shows unasked: exactly so many make us look once more whether that was all. */
const forty = 40
const vendors = { crm: sageSales, books: sage50Fr }

let cluster: Cluster
let db: Database
let house: Corridor
let statements: string[] = []
let first: Awaited<ReturnType<typeof counted>>
beforeAll(async () => {
  cluster = await startPostgres()
  const watch = (text: string) => void (isApart(text) || statements.push(text))
  db = await openDatabase(await cluster.fresh(), { watch })
  house = await corridor({ db, books: { size: clients }, crm: { size: 0 } })
  await house.setUp()
})
afterAll(async () => {
  await db.close()
  await cluster.stop()
})

/** Calls by kind, sessions and value lists apart, and statements of one run. */
async function counted(work: () => Promise<unknown>) {
  for (const simulator of Object.values(house.simulators)) simulator.forgetCalls()
  statements = []
  await work()
  const calls = Object.values(house.simulators)
    .flatMap((simulator) => simulator.calls())
    .filter(({ path }) => !/login|users|countries|Statuses|branches|representants|dossiers$|status$/.test(path))
  // Every two seconds whoever calls says that it is there, however much it moves.
  const apart = statements.filter((text) => text.startsWith('update quotas')).length
  return {
    calls: calls.length,
    statements: statements.length - apart,
    written: calls.filter(({ method }) => method !== 'GET'),
  }
}

/** What must stay as it is in a quiet run: all but the run, the cursors and the appointment. */
function contents() {
  const tables = ['links', 'link_keys', 'outbox', 'journal']
  return house.within(async (tx) => {
    const sums: unknown[] = []
    for (const table of tables)
      sums.push(
        await rowsOf(
          tx,
          sql`select count(*) as rows, md5(string_agg(each::text, '' order by each::text)) as sum from ${sql.raw(table)} each`,
        ),
      )
    return sums
  })
}

const hour = 3_600_000

async function quietly() {
  house.clock.advance(hour)
  return counted(() => house.runToEnd())
}

describe('what a load and the polls after it cost', () => {
  it('the first load makes not one call more than the vendors need', async () => {
    const run = await counted(() => house.runToEnd('first'))
    const job: Job = {
      reads: { crm: {}, books: { customer: clients, contact: 2 * clients } },
      writes: { crm: { customer: clients, contact: 2 * clients } },
    }
    // An invoice and its lines are two lists in the CRM.
    expect(run.calls).toBe(minimum({ ...job, extras: [{ what: 'order lines', calls: 1 }] }, vendors))
    first = run
  })

  it('a poll that finds nothing asks every list once and writes nothing', async () => {
    await quietly()
    const before = await contents()
    const run = await quietly()
    expect(run.calls).toBe(minimum({ reads: { crm: {}, books: {} }, writes: {} }, vendors) + 1)
    expect(run.written).toEqual([])
    expect(await contents()).toEqual(before)
  })

  it('beyond what every run needs, a load takes a handful of statements per page, batch and plan, whatever their size', async () => {
    const quiet = await quietly()
    const pages = first.calls - first.written.length - quiet.calls
    const plans = 2
    // The brake counts the plan, the company behind the address is noted on both sides, a first load asks for its proof.
    const once = 2 + 2 + 1
    expect(first.statements - quiet.statements - once).toBeLessThanOrEqual(
      4 * pages + 6 * first.written.length + 10 * plans,
    )
  })

  it('a hundred changes in Sage cost a page of each list and two calls that write them', async () => {
    for (let n = 1; n <= half; n += 1) {
      const number = String(n).padStart(4, '0')
      house.books.edit('dossier-1', 'contacts', String(n), { portable: `06 12 34 ${number}` })
      house.books.edit('dossier-1', 'clients', String(n), { telephone: `01 45 67 ${number}` })
    }
    const run = await quietly()
    const changed = { customer: half, contact: half }
    const extras = [
      { what: 'order lines', calls: 1 },
      { what: 'the targets by id, a call for each batch, where there is no precondition', calls: 2 },
    ]
    expect(run.calls).toBe(minimum({ reads: { crm: {}, books: changed }, writes: { crm: changed }, extras }, vendors))
    expect(run.written).toHaveLength(2)
  })

  it('forty changes in the CRM cost Sage one call each, because it takes one record a call', async () => {
    // What we wrote is shown once more, as any change is.
    await quietly()
    for (const [at, { id }] of house.crm.list('contacts').slice(-forty).entries())
      house.crm.edit('contacts', Number(id), { phone2: `+3361235${String(at).padStart(4, '0')}` })
    const run = await quietly()
    const job: Job = { reads: { crm: { contact: forty }, books: {} }, writes: { books: { contact: forty } } }
    expect(run.calls).toBe(minimum({ ...job, extras: [{ what: 'order lines', calls: 1 }] }, vendors))
    expect(run.written).toHaveLength(forty)
  })
})
