import { afterAll, expect, test } from 'vitest'
import { openRun } from '@/lib/engine/open'
import { advance } from '@/lib/engine/run'
import { integration as readIntegration } from '@/lib/store/integrations'
import { openRun as startRun } from '@/lib/store/runs'
import type { Corridor } from '../kit/corridor'
import { main, next, people, reasonFor, settled, status } from './kit'

let house: Corridor
afterAll(() => house.close())

/** A dry run of settings that leave out the prospects of one town; nobody ever puts them in force. */
async function tryWithout(city: string): Promise<void> {
  const integration = await house.integration()
  const id = house.desk.newId()
  await house.within(async (tx) => {
    const now = await readIntegration(tx, house.desk, integration)
    const prospect = now?.settings.entities.prospect
    if (!now || !prospect) throw new Error('Prospects do not travel')
    const entities = {
      ...now.settings.entities,
      prospect: { ...prospect, filter: [{ field: 'city', is: 'none-of' as const, values: [city] }] },
    }
    const draft = { ...now.settings, entities }
    const { actor } = house.desk
    await startRun(tx, house.desk, { id, integration, trigger: 'preview', actor, version: now.version + 1, draft })
  })
  const pass = await openRun(house.engine, integration, 'preview', id)
  if (!pass) throw new Error('The integration is busy')
  for (let phase = ''; phase !== 'closed';) ({ phase } = await advance(house.engine, pass))
}

test('a dry run of settings that nobody puts in force makes no two records one', async () => {
  house = await settled()
  const vat = 'FR40303265045'
  const inBooks = (raisonSociale: string, ville: string) =>
    house.books.create(main, 'prospects', { raisonSociale, tvaIntra: vat, adresse: { ville } })
  const rennes = String(inBooks('Kerloc’h Rennes', 'Rennes')['id'])
  inBooks('Kerloc’h Lyon', 'Lyon')
  const crm = house.crm.create('accounts', {
    ...{ name: 'Kerloc’h', vatNumber: vat, statusId: status.prospect, salesRepId1: people.bruno, branchId: 438 },
  })
  await next(house)
  expect(await reasonFor(house, 'crm', 'prospect', crm)).toBe('ambiguous')
  await tryWithout('Lyon')
  house.books.edit(main, 'prospects', rennes, { telephone: '+33145678901' })
  await next(house)
  expect(house.crm.get('accounts', crm)).toMatchObject({ name: 'Kerloc’h', phone: null })
  expect(await reasonFor(house, 'crm', 'prospect', crm)).toBe('ambiguous')
})
