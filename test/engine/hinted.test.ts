import { expect, test } from 'vitest'
import { addHints, takeHints } from '@/lib/store/hints'
import type { Hint } from '@/lib/store/hints'
import type { Corridor } from '../kit/corridor'
import { account, inSage, main, next, settled, written } from './kit'

async function hinted(house: Corridor, ...hints: readonly Hint[]): Promise<void> {
  const id = await house.integration()
  await house.within((tx) => addHints(tx, house.desk, id, hints))
}

const left = async (house: Corridor) => {
  const id = await house.integration()
  return house.within((tx) => takeHints(tx, house.desk, id, 10))
}

const client = (house: Corridor) => {
  const [found] = inSage(house, 'clients')
  if (!found) throw new Error('no client')
  return { id: String(found['id']), code: String(found['code']) }
}

test('a record that a webhook named is read by its id, and its edit reaches the other side in the same run', async () => {
  const house = await settled()
  const { id, code } = client(house)
  house.books.edit(main, 'clients', id, { telephone: '+33145678901' })
  await hinted(house, { side: 'books', entity: 'customer', remoteId: id })
  house.simulators.books.forgetCalls()
  const run = await next(house, 'hint')
  expect(written(run)).toBe(1)
  expect(account(house, code)['phone']).toBe('+33145678901')
  // Before records are read it is asked which company is there.
  const [first] = house.simulators.books.calls().filter(({ path }) => /\/dossiers\/[^/]+\//.test(path))
  expect(first?.path).toContain('clients')
  expect(await left(house)).toEqual([])
})

test('a webhook about nothing costs one look and changes nothing', async () => {
  const house = await settled()
  await hinted(
    house,
    { side: 'books', entity: 'customer', remoteId: 'nobody' },
    { side: 'crm', entity: 'payment', remoteId: '7' },
  )
  expect(written(await next(house, 'hint'))).toBe(0)
  expect(await left(house)).toEqual([])
})

test('a lost webhook costs time and nothing else', async () => {
  const house = await settled()
  const { id } = client(house)
  house.books.edit(main, 'clients', id, { telephone: '+33145678902' })
  expect(written(await next(house))).toBe(1)
})
