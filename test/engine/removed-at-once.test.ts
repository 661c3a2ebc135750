import { afterAll, beforeAll, expect, test } from 'vitest'
import { revert } from '@/lib/engine/revert'
import { openRun } from '@/lib/engine/open'
import { advance } from '@/lib/engine/run'
import { forgetTrial } from '@/lib/store/trial'
import type { Corridor } from '../kit/corridor'
import { history, live, main, next, reasonFor, settled } from './kit'

const size = { customers: 2, prospects: 0, contacts: 0, products: 0, invoices: 0, representants: 1 }

let house: Corridor
beforeAll(async () => {
  house = await settled({ books: { size }, crm: { size: 0 } })
})
afterAll(() => house.close())

const inCrm = (name: string) => live(house, 'accounts').filter((row) => row.name === name)

async function undo(target: string): Promise<void> {
  const integration = await house.integration()
  const id = await house.within((tx) => revert(tx, house.engine, integration, target))
  const pass = await openRun(house.engine, integration, 'undo', id)
  if (!pass) throw new Error('Somebody else is at work')
  for (let phase = 'open'; phase !== 'closed';) phase = (await advance(house.engine, pass)).phase
}

test('an account that somebody removes before we know that we created it does not come back', async () => {
  const { id } = house.books.create(main, 'clients', { raisonSociale: 'Went at once' })
  house.simulators.crm.faults.add({ path: /accounts\/bulk/, do: 'cut-after' })
  const lost = await next(house)
  const [made] = inCrm('Went at once')
  house.crm.remove('accounts', Number(made?.id), { force: true })
  for (let round = 0; round < 3; round++) await next(house)
  expect(inCrm('Went at once')).toEqual([])
  expect(await reasonFor(house, 'books', 'customer', id)).toBe('removed-in-crm')
  const told = await history(house, { run: lost.id, kind: 'written' })
  expect(told.map(({ verb, remoteId }) => [verb, remoteId])).toEqual([['create', String(made?.id)]])
})

test('what a trial had created and removed again is not taken for a later create that never arrived', async () => {
  house.books.create(main, 'clients', { raisonSociale: 'Tried first' })
  await undo((await next(house)).id)
  expect(inCrm('Tried first')).toEqual([])
  const integration = await house.integration()
  await house.within((tx) => forgetTrial(tx, house.desk, integration))
  house.simulators.crm.faults.add({ path: /accounts\/bulk/, do: 'cut-before' })
  for (let round = 0; round < 3; round++) await next(house)
  expect(inCrm('Tried first')).toHaveLength(1)
})
