import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import type { Effect, Match } from '../../sandbox/kit/faults'
import { KEY } from '../../sandbox/sage-50-fr'
import type { Problem } from '@/lib/model/problem'
import { integration as readIntegration } from '@/lib/store/integrations'
import type { Corridor } from '../kit/corridor'
import { account, doubles, inSage, main, next, people, settled, status, unexplained, written } from './kit'

let house: Corridor
beforeAll(async () => {
  house = await settled()
})
afterAll(() => house.close())
afterEach(() => {
  house.simulators.crm.faults.clear()
  house.simulators.books.faults.clear()
})

let nth = 0
/** Somebody works on both sides before the trouble: what must not get lost. */
function work() {
  const name = `Work ${++nth}`
  const { code } = house.books.create(main, 'clients', { raisonSociale: `${name} in Sage` })
  house.crm.create('accounts', {
    name: `${name} in the CRM`,
    statusId: status.prospect,
    salesRepId1: people.bruno,
    branchId: 438,
  })
  return { code, name: `${name} in the CRM` }
}

function expectArrived({ code, name }: ReturnType<typeof work>): void {
  expect(account(house, code).deleted).toBe(false)
  expect(inSage(house, 'prospects').filter((row) => row.raisonSociale === name)).toHaveLength(1)
}

const now = async () => {
  const id = await house.integration()
  const found = await house.within((tx) => readIntegration(tx, house.desk, id))
  if (!found) throw new Error('There is no integration')
  return found
}

/** The trouble stops the run with this problem, loses nothing, and the next run after it ends well. */
async function stopsAndRecovers(
  cause: () => void,
  cure: () => void,
  vendor: 'sage-sales' | 'sage-50-fr',
  problem: Partial<Problem>,
) {
  const made = work()
  cause()
  const run = await next(house)
  expect(run.result).toMatchObject({ kind: 'stopped', vendor, problem })
  expect(run.phase).toBe('closed')
  const stopped = await now()
  cure()
  const healed = await next(house)
  expect(healed.result).toEqual({ kind: 'done' })
  await next(house)
  expectArrived(made)
  expect(doubles(house)).toEqual([])
  expect(await unexplained(house)).toEqual([])
  expect((await now()).stopped).toBeNull()
  return { run, stopped }
}

describe('What only a person can mend stops the schedule and says so', () => {
  test('a wrong gateway key', async () => {
    const { stopped } = await stopsAndRecovers(
      () => house.books.revokeKey(KEY),
      () => house.books.grantKey(KEY, ['read', 'write']),
      'sage-50-fr',
      { kind: 'signed-out' },
    )
    expect(stopped).toMatchObject({ nextDueAt: null, stopped: { vendor: 'sage-50-fr' } })
  })

  test('wrong CRM keys', async () => {
    const { stopped } = await stopsAndRecovers(
      () => house.crm.revokeKeys(),
      () => house.crm.restoreKeys(),
      'sage-sales',
      { kind: 'signed-out' },
    )
    expect(stopped).toMatchObject({ nextDueAt: null, stopped: { vendor: 'sage-sales' } })
  })

  test('a gateway key that may only read', async () => {
    const { stopped } = await stopsAndRecovers(
      () => house.books.grantKey(KEY, ['read']),
      () => house.books.grantKey(KEY, ['read', 'write']),
      'sage-50-fr',
      { kind: 'forbidden' },
    )
    expect(stopped.nextDueAt).toBeNull()
  })

  test('a dossier that was taken out of the gateway', async () => {
    const { stopped } = await stopsAndRecovers(
      () => house.books.disable(main),
      () => house.books.enable(main),
      'sage-50-fr',
      { kind: 'forbidden' },
    )
    expect(stopped.nextDueAt).toBeNull()
  })
})

describe('What passes by itself is tried again by itself', () => {
  test('a closed dossier', async () => {
    const { run, stopped } = await stopsAndRecovers(
      () => house.books.lock(main),
      () => house.books.unlock(main),
      'sage-50-fr',
      { kind: 'unreachable', detail: 'dossier_occupe' },
    )
    expect(stopped).toMatchObject({ stopped: null, nextDueAt: Number(run.endedAt) + 60_000 })
  })

  test.each(['gateway_hors_ligne', 'sage_ferme'] as const)('a gateway that is away: %s', async (reason) => {
    await stopsAndRecovers(
      () => house.books.offline(reason),
      () => house.books.online(),
      'sage-50-fr',
      { kind: 'unreachable', detail: reason },
    )
  })

  test('a dossier that can be read only by half removes nothing', async () => {
    const before = inSage(house, 'clients').length
    await stopsAndRecovers(
      () => house.books.dropShare(main, 'clients', 0.6),
      () => house.books.dropShare(main, 'clients', 0),
      'sage-50-fr',
      { kind: 'unreachable', detail: 'lecture_incomplete' },
    )
    expect(inSage(house, 'clients')).toHaveLength(before + 1)
    for (const { code } of inSage(house, 'clients')) expect(account(house, code).deleted).toBe(false)
  })

  test('the longer it lasts, the longer we wait: 1, 2, 4 minutes, never more than an hour', async () => {
    house.books.offline()
    const waits: number[] = []
    for (let round = 0; round < 8; round++) {
      const run = await next(house)
      waits.push((Number((await now()).nextDueAt) - Number(run.endedAt)) / 60_000)
    }
    house.books.online()
    expect(waits).toEqual([1, 2, 4, 8, 16, 32, 60, 60])
    expect((await next(house)).result).toEqual({ kind: 'done' })
  })

  const strange: readonly (readonly [string, 'crm' | 'books', Match & Effect, Partial<Problem>])[] = [
    ["a proxy's page from the gateway", 'books', { do: 'html', status: 200 }, { kind: 'surprise' }],
    ["a proxy's error page from the gateway", 'books', { do: 'html' }, { kind: 'unreachable' }],
    ['a truncated list from the gateway', 'books', { do: 'truncated' }, { kind: 'surprise' }],
    ['a list from the gateway that breaks off', 'books', { do: 'cut-mid-body' }, { kind: 'unreachable' }],
    [
      'a list from the gateway that never goes on',
      'books',
      { do: 'answer', status: 200, body: { elements: [], curseur: btoa('clients:99:0:0'), encore: true }, times: 40 },
      { kind: 'surprise', detail: 'a list that does not go on' },
    ],
    ["a proxy's page from the CRM", 'crm', { do: 'html', status: 200 }, { kind: 'surprise' }],
    ['a truncated list from the CRM', 'crm', { do: 'truncated' }, { kind: 'surprise' }],
    ['a CRM that does not answer', 'crm', { do: 'cut-before' }, { kind: 'unreachable' }],
    ['a CRM that answers 500', 'crm', { do: 'answer', status: 500 }, { kind: 'unreachable' }],
    ['an object where a list is due', 'crm', { do: 'answer', status: 200, body: { a: 1 } }, { kind: 'surprise' }],
  ]
  test.each(strange)('%s', async (_story, side, effect, problem) => {
    const path = side === 'books' ? /\/clients$/ : /\/accounts$/
    await stopsAndRecovers(
      () => house.simulators[side].faults.add({ method: 'GET', path, ...effect }),
      () => house.simulators[side].faults.clear(),
      side === 'books' ? 'sage-50-fr' : 'sage-sales',
      problem,
    )
  })

  test('a pause of an hour that the CRM asks for ends the run until then', async () => {
    const headers = { 'retry-after': '3600' }
    const { run, stopped } = await stopsAndRecovers(
      () => house.simulators.crm.faults.add({ path: /\/accounts$/, do: 'answer', status: 429, headers }),
      () => {
        house.simulators.crm.faults.clear()
        house.clock.advance(3_600_000)
      },
      'sage-sales',
      { kind: 'slow-down' },
    )
    expect(Number(stopped.nextDueAt) - Number(run.endedAt)).toBe(3_600_000)
  })
})

describe('What a run gets over by itself', () => {
  test('a short pause that either vendor asks for', async () => {
    const made = work()
    const headers = { 'retry-after': '3' }
    house.simulators.books.faults.add({ path: /\/contacts$/, do: 'answer', status: 429, headers, times: 3 })
    house.simulators.crm.faults.add({ path: /bulk$/, do: 'answer', status: 429, headers, times: 2 })
    expect((await next(house)).result).toEqual({ kind: 'done' })
    expectArrived(made)
  })

  test('a session token that expires in the middle of a run', async () => {
    const made = work()
    house.simulators.crm.faults.add({ path: /accounts\/bulk$/, do: 'answer', status: 401, body: 'Token is expired' })
    house.crm.expireTokens()
    expect((await next(house)).result).toEqual({ kind: 'done' })
    expectArrived(made)
  })

  test('a change feed whose cursor expired is read from its beginning, and causes no write', async () => {
    await next(house)
    house.books.expireCursors()
    const run = await next(house)
    expect([run.result, written(run)]).toEqual([{ kind: 'done' }, 0])
  })

  test('a cursor that expires while somebody works loses nothing', async () => {
    const made = work()
    house.books.expireCursors()
    expect((await next(house)).result).toEqual({ kind: 'done' })
    expectArrived(made)
  })

  test('a record removed in Sage while the cursor expired is still marked in the CRM', async () => {
    const made = work()
    await next(house)
    const gone = inSage(house, 'clients').find((row) => row.code === made.code)
    house.books.remove(main, 'clients', String(gone?.id))
    house.books.expireCursors()
    await next(house)
    expect(account(house, made.code).deleted).toBe(true)
  })
})
