import { beforeAll, expect, test } from 'vitest'
import { saveChoices } from '@/lib/service/save-choices'
import { setup } from '@/lib/service/setup'
import { cursorsOf, saveCursor } from '@/lib/store/cursors'
import { corridor, type Corridor } from '../kit/corridor'
import { sharedDatabase } from '../kit/fresh-database'
import { connectAll, proposedChoices, refusal, worked } from './kit'

let house: Corridor
beforeAll(async () => {
  house = await corridor({ db: await sharedDatabase() })
})

test('nothing can be chosen before both sides are connected', async () => {
  const empty = { chosen: {}, administrator: null, switches: {}, entities: {} }
  expect(await refusal(saveChoices(house.desk, empty))).toEqual({ kind: 'not-now' })
  expect(await refusal(saveChoices(house.viewer, empty))).toEqual({ kind: 'forbidden' })
})

test('each answer that is missing or unknown is named', async () => {
  await connectAll(house)
  const empty = {
    chosen: { client: [], prospect: ['no-status'], plan: ['40'] },
    administrator: null,
    switches: { odd: true },
    entities: {},
  }
  expect(await refusal(saveChoices(house.desk, empty))).toEqual({
    kind: 'invalid',
    fields: {
      'chosen.client': 'required',
      'chosen.prospect': 'unknown',
      'chosen.plan': 'unknown',
      administrator: 'required',
      'switches.odd': 'unknown',
    },
  })
  const stranger = { ...(await proposedChoices(house)), administrator: 'nobody' }
  expect(await refusal(saveChoices(house.desk, stranger))).toEqual({
    kind: 'invalid',
    fields: { administrator: 'unknown' },
  })
})

test('what was chosen is shown again, with the direction that follows from it', async () => {
  const proposed = await proposedChoices(house)
  await worked(
    saveChoices(house.desk, {
      ...proposed,
      switches: { 'create-clients-in-books': false },
      entities: { product: { on: false } },
    }),
  )
  const view = await setup(house.desk)
  expect(view).toMatchObject({ step: 'review', administrator: proposed.administrator })
  expect(view.choices.map(({ key, chosen }) => [key, chosen])).toEqual(Object.entries(proposed.chosen))
  expect(view.rules.find(({ entity }) => entity === 'customer')).toMatchObject({
    direction: 'to-crm',
    switches: [{ name: 'create-clients-in-books', on: false }],
  })
  expect(view.rules.find(({ entity }) => entity === 'product')).toMatchObject({ on: false, direction: 'to-crm' })
})

test('another answer has its side read anew, and nobody who went meanwhile is forgotten', async () => {
  const proposed = await proposedChoices(house)
  const integration = await house.integration()
  const feeds = () => house.within((tx) => cursorsOf(tx, house.desk, integration))
  for (const side of ['crm', 'books'] as const)
    await house.within((tx) =>
      saveCursor(tx, house.desk, integration, { side, feed: 'contact', cursor: 'place', begunRun: null }),
    )
  await worked(saveChoices(house.desk, proposed))
  expect((await feeds()).map(({ cursor }) => cursor)).toEqual(['place', 'place'])
  const [client = '', ...others] = proposed.chosen['client'] ?? []
  const prospect = [...(proposed.chosen['prospect'] ?? []), client]
  await worked(
    saveChoices(house.desk, {
      ...proposed,
      chosen: { ...proposed.chosen, client: prospect, prospect: others.concat(client) },
    }),
  )
  expect(await feeds()).toMatchObject([
    { side: 'books', cursor: 'place' },
    { side: 'crm', cursor: null, relistingSince: house.clock.now() },
  ])
})

test('of two who answer in the same moment the last one is heard, also where their answer is the one from before', async () => {
  const before = await proposedChoices(house)
  const [client = '', ...others] = before.chosen['client'] ?? []
  const prospect = [...(before.chosen['prospect'] ?? []), ...others]
  const asked = { ...before, chosen: { ...before.chosen, client: [client], prospect } }
  await worked(saveChoices(house.desk, asked))
  const [swapped, same] = [{ ...asked, chosen: { ...asked.chosen, client: prospect, prospect: [client] } }, asked]
  const saved = await Promise.all([saveChoices(house.desk, swapped), saveChoices(house.desk, same)])
  expect(saved.map(({ ok }) => ok)).toEqual([true, true])
  const { choices } = await setup(house.desk)
  expect(choices.find(({ key }) => key === 'client')?.chosen).toEqual([client])
})
