import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Person } from '@/lib/model/connector'
import type { Desk } from '@/lib/service/desk'
import { proposedOwner } from '@/lib/service/proposed-owner'
import { saveChoices } from '@/lib/service/save-choices'
import { setup } from '@/lib/service/setup'
import { saveTravels } from '@/lib/service/save-travels'
import { travels } from '@/lib/service/travels'
import { saveMember } from '@/lib/store/tenants'
import { corridor } from '../kit/corridor'
import { family } from '../kit/family'
import type { FamilyVendor } from '../kit/family-books'
import { sharedDatabase } from '../kit/fresh-database'
import { connectAll, refusal, worked } from './kit'

type House = { readonly desk: Desk }

/** A house of the family with Alice at its desk, whom the CRM knows by another number than its launch tells. */
async function withAlice(vendor: FamilyVendor): Promise<House> {
  const house = await family(vendor, { db: await sharedDatabase() })
  const { desk } = house
  const member = await house.within((tx) =>
    saveMember(tx, desk, {
      ...{ installation: desk.installation, crmUserId: '501', name: 'Alice Moreau', email: 'alice@elsewhere.test' },
      ...{ role: 'admin', locale: 'en' },
    }),
  )
  return { desk: { ...desk, actor: { kind: 'person', id: member.id, name: member.name } } }
}

/** What the page sends when nobody touches it: what was suggested, and nothing where nothing was. */
async function untouched({ desk }: House, over: Partial<Parameters<typeof saveChoices>[1]> = {}) {
  const view = await setup(desk)
  return {
    chosen: Object.fromEntries(view.choices.map(({ key, proposed }) => [key, [...proposed]])),
    administrator: view.proposedOwner,
    ...{ switches: {}, entities: {}, ...over },
  }
}

const unsuggested = async ({ desk }: House) =>
  (await setup(desk)).choices.filter(({ proposed }) => proposed.length === 0).map(({ key }) => key)

describe.each([
  ['xero', []],
  ['freshbooks', []],
  // Several products: which of them stands for none decides in which account money is booked.
  ['quickbooks', ['line-item']],
] as const)('a set-up of Freshsales with %s', (vendor, open) => {
  let house: House
  beforeAll(async () => {
    house = await withAlice(vendor)
  }, 60_000)

  test('suggests an answer to every question but those that only the bookkeeper can answer', async () => {
    expect(await unsuggested(house)).toEqual(open)
    expect((await setup(house.desk)).proposedOwner).not.toBeNull()
  })

  test('goes on when nobody touches a thing: what is not suggested is not needed either', async () => {
    await worked(saveChoices(house.desk, await untouched(house)))
  })

  test('needs a view of deals only while deals are looked at', async () => {
    const without = async (on: boolean) => {
      const input = await untouched(house, { entities: { document: { on } } })
      return saveChoices(house.desk, { ...input, chosen: { ...input.chosen, dealView: [] } })
    }
    expect(await refusal(without(true))).toEqual({ kind: 'invalid', fields: { 'chosen.dealView': 'required' } })
    await worked(without(false))
  })
})

describe('QuickBooks takes no line without a product', () => {
  const switches = { 'create-documents-in-books': true }
  let house: House
  beforeAll(async () => {
    house = await withAlice('quickbooks')
  }, 60_000)

  test('so which one stands for none must be said before deals become estimates, and not earlier', async () => {
    const missing = { kind: 'invalid', fields: { 'chosen.line-item': 'required' } }
    expect(await refusal(saveChoices(house.desk, await untouched(house, { switches })))).toEqual(missing)
    await worked(saveChoices(house.desk, await untouched(house)))
    expect(await refusal(saveTravels(house.desk, await travelling(house, switches)))).toEqual(missing)
    const [item] = (await setup(house.desk)).choices.find(({ key }) => key === 'line-item')?.values ?? []
    const input = await untouched(house, { switches })
    await worked(saveChoices(house.desk, { ...input, chosen: { ...input.chosen, 'line-item': [item?.value ?? ''] } }))
    await worked(saveTravels(house.desk, await travelling(house, switches)))
  })

  test('an answer that is not on the list is refused, needed or not', async () => {
    const input = await untouched(house)
    const odd = { ...input, chosen: { ...input.chosen, 'line-item': ['gone'] } }
    expect(await refusal(saveChoices(house.desk, odd))).toEqual({
      kind: 'invalid',
      fields: { 'chosen.line-item': 'unknown' },
    })
  })
})

test('a set-up of Sage goes on when nobody touches a thing', async () => {
  const house = await corridor({ db: await sharedDatabase() })
  await connectAll(house)
  expect(await unsuggested(house)).toEqual([])
  await worked(saveChoices(house.desk, await untouched(house)))
})

async function travelling({ desk }: House, switches: Readonly<Record<string, boolean>>) {
  const view = await travels(desk)
  return {
    entities: Object.fromEntries(
      view.rules.map(({ entity, on, may, wins, filter }) => [
        entity,
        { on, toCrm: [...may.toCrm], toBooks: [...may.toBooks], wins, filter: [...filter] },
      ]),
    ),
    ...{ switches: { ...switches }, every: view.every, appointment: view.appointment },
  }
}

describe('who might own what nobody owns', () => {
  const person = (id: string, over: Partial<Person> = {}): Person => ({
    ...{ id, name: `Name ${id}`, email: `${id}@example.test`, active: true, administrator: false, branch: null },
    ...over,
  })
  const self = { crmUserId: '2', name: 'Name 2', email: '2@example.test' }
  const [one, two, three] = [person('1'), person('2'), person('3')]
  const chief = person('9', { administrator: true })

  test('is the administrator who asks, else another one, else whoever asks', () => {
    const own = { ...two, administrator: true }
    expect(proposedOwner([one, chief, own], self)).toBe('2')
    expect(proposedOwner([one, two, chief], self)).toBe('9')
    expect(proposedOwner([one, two, three], self)).toBe('2')
  })

  test('is known by the number, the address or a name that nobody shares', () => {
    expect(proposedOwner([one, { ...two, id: 'x' }], self)).toBe('x')
    const renamed = { ...two, id: 'x', email: null }
    expect(proposedOwner([one, renamed], self)).toBe('x')
    expect(proposedOwner([one, renamed, { ...renamed, id: 'y' }], self)).toBeNull()
  })

  test('is never somebody who left, and nobody where several could be meant', () => {
    expect(proposedOwner([one, { ...two, active: false }, three], self)).toBeNull()
    expect(proposedOwner([one, { ...two, active: false }], self)).toBe('1')
    expect(proposedOwner([one, two, three], null)).toBeNull()
    expect(proposedOwner([], self)).toBeNull()
  })
})

afterAll(async () => (await sharedDatabase()).close())
