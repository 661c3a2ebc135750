import { describe, expect, test } from 'vitest'
import type { Snapshot } from '@/lib/model/record'
import { MAIN } from '@/sandbox/freshbooks'
import { startFreshBooks } from './freshbooks.bench'
import { callsOf, startFreshsales } from './freshsales.bench'
import { createOf, listing, updateOf } from './sample'
import { openSession } from './stage'

const sorted = (all: readonly Snapshot[]) => [...all].sort((a, b) => (a.id < b.id ? -1 : 1))

/** What a write needs to see first is read in as few calls as the vendor's questions allow, and as it is now. */
describe('several records of Freshsales, which has no question for several ids', () => {
  async function started(size: number) {
    const bench = await startFreshsales({ size })
    const session = openSession(bench)
    const { snapshots } = await listing(session, ['customer'])
    bench.simulator.forgetCalls()
    return { bench, session, snapshots }
  }

  test('a hundred and fifty of two hundred come in two pages of their list, just as they came by themselves', async () => {
    const { bench, session, snapshots } = await started(200)
    const wanted = snapshots.filter((_, at) => at % 4 !== 0)
    const read = await session.read(
      'customer',
      wanted.map(({ id }) => id),
    )
    expect(callsOf(bench)).toEqual(['GET sales_accounts/view/#', 'GET sales_accounts/view/#'])
    expect(sorted(read).map(({ fields }) => fields)).toEqual(sorted(wanted).map(({ fields }) => fields))
  })

  test('what somebody edited a moment ago is shown as it is now', async () => {
    const { bench, session, snapshots } = await started(20)
    const [edited] = snapshots
    bench.simulator.admin.edit('sales_accounts', edited?.id ?? '', { city: 'Annecy' })
    const read = await session.read(
      'customer',
      snapshots.map(({ id }) => id),
    )
    expect(read.find(({ id }) => id === edited?.id)?.fields['city']).toBe('Annecy')
  })

  test('one that the list does not show is asked for by itself, and is then known to be gone', async () => {
    const { bench, session, snapshots } = await started(20)
    const gone = snapshots[3]?.id ?? ''
    bench.simulator.admin.remove('sales_accounts', gone)
    const read = await session.read(
      'customer',
      snapshots.map(({ id }) => id),
    )
    expect(callsOf(bench)).toEqual(['GET sales_accounts/view/#', 'GET sales_accounts/#'])
    expect(read.filter(({ removed }) => removed).map(({ id }) => id)).toEqual([gone])
  })

  test('a list longer than the question is not walked through', async () => {
    const { bench, session, snapshots } = await started(1_000)
    const few = snapshots.slice(500, 504).map(({ id }) => id)
    expect(await session.read('customer', few)).toHaveLength(4)
    expect(callsOf(bench).filter((call) => call.includes('/view/'))).toHaveLength(1)
    expect(callsOf(bench)).toHaveLength(5)
  })

  test('a single one costs one call', async () => {
    const { bench, session, snapshots } = await started(20)
    await session.read('customer', [snapshots[0]?.id ?? ''])
    expect(callsOf(bench)).toEqual(['GET sales_accounts/#'])
  })
})

describe('several clients of FreshBooks', () => {
  const paths = (bench: ReturnType<typeof startFreshBooks>) =>
    bench.simulator
      .calls()
      .filter(({ path }) => path.startsWith('/accounting/'))
      .map(({ method, path }) => `${method} ${path.replace(`/accounting/account/${MAIN}/`, '').replace(/\d{3,}/, '#')}`)

  async function started() {
    const bench = startFreshBooks({ size: 30 })
    const session = openSession(bench)
    const { snapshots } = await listing(session, ['customer', 'contact'])
    bench.simulator.forgetCalls()
    return { bench, session, of: (entity: string) => snapshots.filter((each) => each.entity === entity) }
  }

  test('come in one call, just as they came by themselves', async () => {
    const { bench, session, of } = await started()
    const read = await session.read(
      'customer',
      of('customer').map(({ id }) => id),
    )
    expect(paths(bench)).toEqual(['GET users/clients'])
    expect(sorted(read)).toEqual(sorted(of('customer')))
  })

  test('one that was deleted is hidden from the list and confirmed by its id', async () => {
    const { bench, session, of } = await started()
    const gone = of('customer')[4]?.id ?? ''
    bench.simulator.admin.delete(MAIN, 'client', Number(gone))
    const read = await session.read(
      'customer',
      of('customer').map(({ id }) => id),
    )
    expect(paths(bench)).toEqual(['GET users/clients', 'GET users/clients/#'])
    expect(read.find(({ id }) => id === gone)).toMatchObject({ removed: true })
  })

  test('what is looked at before twenty persons are written is not looked at again', async () => {
    const { bench, session, of } = await started()
    const persons = of('contact').slice(0, 20)
    await session.read(
      'contact',
      persons.map(({ id }) => id),
    )
    const outcomes = await session.write(
      'contact',
      persons.map((each) => updateOf('contact', each, { mobile: '+33612345678' })),
    )
    expect(outcomes.every(({ ok }) => ok)).toBe(true)
    expect(paths(bench)).toEqual(['GET users/clients', ...persons.map(() => 'PUT users/clients/#')])
  })

  test('nobody looked before: one call for all of them, and then one each', async () => {
    const { bench, session, of } = await started()
    const persons = of('contact').slice(0, 5)
    await session.write(
      'contact',
      persons.map((each) => updateOf('contact', each, { mobile: '+33612345678' })),
    )
    expect(paths(bench)).toEqual(['GET users/clients', ...persons.map(() => 'PUT users/clients/#')])
  })

  test('of two persons made for one client at once, the second finds the place taken', async () => {
    const { bench, session } = await started()
    const id = String(bench.simulator.admin.create(MAIN, 'client', { organization: 'One place' })['userid'])
    const person = (name: string) =>
      createOf(
        'contact',
        { fields: { firstName: name, lastName: 'Ruiz' }, parents: { customer: id } },
        `person-${name}`,
      )
    const outcomes = await session.write('contact', [person('Ana'), person('Luis')])
    expect(outcomes.map(({ ok }) => ok)).toEqual([true, false])
    expect(outcomes[1]).toMatchObject({ problem: { kind: 'rejected', detail: 'one-person' } })
    expect(bench.simulator.admin.get(MAIN, 'client', Number(id))).toMatchObject({ fname: 'Ana' })
  })
})
