import { beforeAll, describe, expect, test } from 'vitest'
import { fields } from '@/lib/service/fields'
import { people } from '@/lib/service/people'
import { planRows } from '@/lib/service/plan-rows'
import { saveFields } from '@/lib/service/save-fields'
import { savePeople } from '@/lib/service/save-people'
import { saveTravels, type saveTravelsInput } from '@/lib/service/save-travels'
import { setup } from '@/lib/service/setup'
import { travels, type TravelsView, type TravelView } from '@/lib/service/travels'
import type { Entity } from '@/lib/model/words'
import type { z } from 'zod'
import { corridor, type Corridor } from '../kit/corridor'
import { sharedDatabase } from '../kit/fresh-database'
import { answerAll, planned, refusal, worked } from './kit'

let house: Corridor
beforeAll(async () => {
  house = await corridor({ db: await sharedDatabase() })
  await answerAll(house)
  await planned(house)
})

/** What the page would send when nothing is touched. */
async function untouched(): Promise<z.infer<typeof saveTravelsInput>> {
  const view = await travels(house.desk)
  return {
    entities: Object.fromEntries(
      view.rules.map(({ entity, on, toCrm, toBooks, wins, filter }) => [
        entity,
        { on, toCrm: [...toCrm], toBooks: [...toBooks], wins, filter: [...filter] },
      ]),
    ),
    switches: {},
    every: view.every,
    appointment: view.appointment,
  }
}

const ruleOf = ({ rules }: TravelsView, entity: Entity): TravelView => {
  const rule = rules.find((each) => each.entity === entity)
  if (!rule) throw new Error(`Nothing is said of ${entity}`)
  return rule
}

describe('who stands for whom', () => {
  test('is proposed by e-mail or name, and whoever has nobody comes first', async () => {
    const view = await people(house.desk)
    expect(view.problem).toBeNull()
    const paired = view.pairs.filter(({ crm }) => crm !== null)
    expect(view.pairs.length).toBeGreaterThan(0)
    expect(view.pairs.slice(view.pairs.length - paired.length)).toEqual(paired)
    expect(paired.every(({ how }) => how === 'email' || how === 'name')).toBe(true)
    expect(view.crm.every(({ active }) => active)).toBe(true)
  })

  test('is what was chosen from then on, nobody included, and decides who owns a new record', async () => {
    const { pairs, crm, administrator } = await people(house.desk)
    const [, other] = crm.filter(({ id }) => id !== administrator)
    const [rep, second] = pairs
    if (!rep || !second || !other) throw new Error('There are too few people')
    const chosen = pairs.map(({ books }) => ({ books: books.id, crm: books.id === rep.books.id ? other.id : null }))
    await worked(savePeople(house.desk, { administrator, pairs: chosen }))
    const again = await people(house.desk)
    expect(again.pairs.filter((pair) => pair.crm !== null)).toMatchObject([{ crm: { id: other.id } }])
    const { matchedPeople } = await setup(house.desk)
    expect(matchedPeople.filter((pair) => pair.crm !== null)).toMatchObject([
      { books: rep.books.name, crm: { id: other.id } },
    ])
    const run = await planned(house)
    const { rows } = await planRows(house.desk, { run, entity: 'customer', side: 'crm', verb: 'create' })
    const owners = rows.flatMap(({ sets }) => sets.filter(({ key }) => key === 'owner').map(({ value }) => value))
    expect(owners.length).toBeGreaterThan(0)
    expect(new Set(owners)).toEqual(new Set(owners.filter((owner) => owner === other.id || owner === administrator)))
    await worked(
      savePeople(house.desk, {
        administrator,
        pairs: pairs.map(({ books, crm }) => ({ books: books.id, crm: crm?.id ?? null })),
      }),
    )
  })

  test('is nobody any more where the CRM user has left, and the page can still be saved', async () => {
    const { pairs, crm, administrator } = await people(house.desk)
    const [leaver] = crm.filter(({ id }) => id !== administrator)
    const [rep] = pairs
    if (!rep || !leaver) throw new Error('There are too few people')
    const before = pairs.map((pair) => ({ books: pair.books.id, crm: pair.crm?.id ?? null }))
    const chosen = before.map((pair) => (pair.books === rep.books.id ? { ...pair, crm: leaver.id } : pair))
    await worked(savePeople(house.desk, { administrator, pairs: chosen }))
    house.crm.edit('users', Number(leaver.id), { isActive: false })
    const { pairs: left } = await people(house.desk)
    expect(left.find(({ books }) => books.id === rep.books.id)).toMatchObject({ crm: null })
    const shown = left.map((pair) => ({ books: pair.books.id, crm: pair.crm?.id ?? null }))
    await worked(savePeople(house.desk, { administrator, pairs: shown }))
    house.crm.edit('users', Number(leaver.id), { isActive: true })
    await worked(savePeople(house.desk, { administrator, pairs: before }))
  })

  test('refuses people that are not there, and whoever may only look', async () => {
    const { administrator } = await people(house.desk)
    const strange = { administrator: null, pairs: [{ books: 'nobody', crm: null }] }
    expect(await refusal(savePeople(house.desk, strange))).toEqual({
      kind: 'invalid',
      fields: { administrator: 'required', 'pairs.rep-nobody': 'unknown' },
    })
    expect(await refusal(savePeople(house.viewer, { administrator, pairs: [] }))).toEqual({ kind: 'forbidden' })
  })
})

describe('what travels', () => {
  test('shows what the pair allows, and how many records a filter lets pass', async () => {
    const view = await travels(house.desk)
    const customer = view.rules.find(({ entity }) => entity === 'customer')
    expect(customer).toMatchObject({ may: { toBooks: ['create'] }, wins: 'books', filter: [] })
    expect(customer?.count).toEqual({ passing: customer?.count?.of, of: customer?.count?.of })
    expect(customer?.filterable.map(({ key }) => key)).toEqual(expect.arrayContaining(['name', 'city']))
    expect(customer?.filterable.every(({ type }) => ['text', 'boolean', 'list'].includes(type))).toBe(true)
  })

  test('a filter is counted at once, and keeps records out of the plan without removing any', async () => {
    const before = await planned(house)
    const all = await planRows(house.desk, { run: before, entity: 'customer', side: 'crm', verb: 'create' })
    const first = all.rows[0]?.sets.find(({ key }) => key === 'name')?.value
    const input = await untouched()
    const customer = input.entities.customer
    if (!customer || typeof first !== 'string') throw new Error('There is no customer to filter by')
    const filter = [{ field: 'name', is: 'one-of' as const, values: [first] }]
    await worked(
      saveTravels(house.desk, { ...input, entities: { ...input.entities, customer: { ...customer, filter } } }),
    )
    const count = (await travels(house.desk)).rules.find(({ entity }) => entity === 'customer')?.count
    expect(count?.passing).toBe(1)
    expect(count?.of).toBeGreaterThan(1)
    const run = await planned(house)
    const kept = await planRows(house.desk, { run, entity: 'customer', side: 'crm', verb: 'create' })
    expect(kept.rows.map(({ record }) => record)).toEqual(all.rows.slice(0, 1).map(({ record }) => record))
    expect((await planRows(house.desk, { run, verb: 'remove' })).rows).toEqual([])
    await worked(saveTravels(house.desk, input))
  })

  test('may be narrowed and never widened, and every fault is named', async () => {
    const input = await untouched()
    const { customer, product } = input.entities
    if (!customer || !product) throw new Error('Two kinds of record are needed')
    const wide = {
      ...input,
      every: 5,
      switches: { odd: true },
      appointment: { at: '08:00', zone: 'Nowhere/Land', day: null },
      entities: {
        product: { ...product, toBooks: ['create' as const] },
        customer: {
          ...customer,
          filter: [
            { field: 'odd', is: 'filled' as const, values: [] },
            { field: 'name', is: 'one-of' as const, values: [] },
          ],
        },
      },
    }
    expect(await refusal(saveTravels(house.desk, wide))).toEqual({
      kind: 'invalid',
      fields: {
        'entities.product.toBooks': 'unknown',
        'filter.customer-0': 'unknown',
        'filter.customer-1': 'required',
        'switches.odd': 'unknown',
        every: 'unknown',
        zone: 'unknown',
      },
    })
    await worked(saveTravels(house.desk, { ...input, entities: { product: { ...product, toCrm: ['create'] } } }))
    const narrowed = (await travels(house.desk)).rules.find(({ entity }) => entity === 'product')
    expect(narrowed).toMatchObject({ toCrm: ['create'], may: { toCrm: ['create', 'update', 'remove'] } })
    await worked(saveTravels(house.desk, input))
  })

  test('keeps what a switch holds back: saving the page does not give it up', async () => {
    const [name] = ruleOf(await travels(house.desk), 'customer').switches
    if (!name) throw new Error('Clients have no switch')
    const { toBooks } = ruleOf(await travels(house.desk), 'customer')
    expect(toBooks).toContain('create')
    await worked(saveTravels(house.desk, { ...(await untouched()), switches: { [name.name]: false } }))
    expect(ruleOf(await travels(house.desk), 'customer').direction).toBe('to-crm')
    await worked(saveTravels(house.desk, await untouched()))
    await worked(saveTravels(house.desk, { ...(await untouched()), switches: { [name.name]: true } }))
    expect(ruleOf(await travels(house.desk), 'customer')).toMatchObject({ direction: 'both-ways', toBooks })
  })

  test('says who leads where both sides changed a field, also on the page that sums up', async () => {
    const input = await untouched()
    const { prospect } = input.entities
    if (!prospect) throw new Error('There are no prospects')
    await worked(
      saveTravels(house.desk, { ...input, entities: { ...input.entities, prospect: { ...prospect, wins: 'crm' } } }),
    )
    expect((await setup(house.desk)).rules.find(({ entity }) => entity === 'prospect')?.wins).toBe('crm')
    await worked(saveTravels(house.desk, input))
    expect((await setup(house.desk)).rules.find(({ entity }) => entity === 'prospect')?.wins).toBe('books')
  })

  test('may keep to a fixed time', async () => {
    const input = await untouched()
    const appointment = { at: '06:30', zone: 'Europe/Madrid', day: 1 }
    await worked(saveTravels(house.desk, { ...input, appointment }))
    expect(await travels(house.desk)).toMatchObject({ appointment })
    await worked(saveTravels(house.desk, input))
    expect((await travels(house.desk)).appointment).toBeNull()
  })
})

test('two administrators who save different parts in the same moment both find theirs kept', async () => {
  const input = await untouched()
  const { pairs, administrator } = await people(house.desk)
  const { rows } = await fields(house.desk, 'product')
  const [rep] = pairs
  if (!rep) throw new Error('There are too few people')
  const appointment = { at: '06:30', zone: 'Europe/Madrid', day: 1 }
  const joins = rows.slice(1).map(({ join }) => join)
  const saved = await Promise.all([
    saveTravels(house.desk, { ...input, appointment }),
    savePeople(house.desk, { administrator, pairs: [{ books: rep.books.id, crm: null }] }),
    saveFields(house.desk, { entity: 'product', joins }),
  ])
  expect(saved.map(({ ok }) => ok)).toEqual([true, true, true])
  expect(await travels(house.desk)).toMatchObject({ appointment })
  expect((await people(house.desk)).pairs.find(({ books }) => books.id === rep.books.id)?.crm).toBeNull()
  expect((await fields(house.desk, 'product')).rows).toHaveLength(joins.length)
  await worked(saveTravels(house.desk, input))
  await worked(saveFields(house.desk, { entity: 'product', joins: rows.map(({ join }) => join) }))
  await worked(
    savePeople(house.desk, {
      administrator,
      pairs: pairs.map(({ books, crm }) => ({ books: books.id, crm: crm?.id ?? null })),
    }),
  )
})

describe('the fields', () => {
  test('are proposed from both schemas, with a real record and what the rule sets itself', async () => {
    const view = await fields(house.desk, 'customer')
    expect(view.rows.map(({ join }) => [join.crm, join.books])).toContainEqual(['name', 'name'])
    expect(view.fields.crm.find(({ key }) => key === 'name')?.mandatory).toBe(true)
    expect(view.sample.books?.name).toEqual(expect.any(String))
    expect(view.ruled.map(({ crm }) => crm)).toEqual(expect.arrayContaining(['owner', 'locked']))
    expect(view.lanes).toEqual(['toCrm', 'toBooks'])
    expect((await fields(house.desk, 'product')).lanes).toEqual(['toCrm'])
  })

  test('rows that cannot be are named with what is wrong', async () => {
    const { rows } = await fields(house.desk, 'product')
    const joins = [
      ...rows.slice(0, 1).map(({ join }) => join),
      { crm: 'name', books: 'name', lane: 'toBooks' as const },
      { crm: 'price', books: 'name' },
      { crm: null, books: 'name' },
      ...rows.slice(0, 1).map(({ join }) => join),
    ]
    const fault = await refusal(saveFields(house.desk, { entity: 'product', joins }))
    expect(fault).toMatchObject({
      kind: 'invalid',
      fields: {
        'joins.row-1': 'closed-lane',
        'joins.row-2': 'other-type',
        'joins.row-3': 'required',
        'joins.row-4': 'twice',
      },
    })
    expect(await refusal(saveFields(house.desk, { entity: 'payment', joins }))).toEqual({ kind: 'not-now' })
    expect(await refusal(saveFields(house.viewer, { entity: 'product', joins }))).toEqual({ kind: 'forbidden' })
  })

  test('values without a counterpart are listed, and only they stay behind', async () => {
    const { rows } = await fields(house.desk, 'customer')
    const joins = rows.map(({ join }) =>
      join.books === 'city' ? { ...join, lane: 'toCrm' as const, values: [{ crm: 'X', books: 'Nowhere' }] } : join,
    )
    await worked(saveFields(house.desk, { entity: 'customer', joins }))
    const view = await fields(house.desk, 'customer')
    expect(view.unmapped.length).toBeGreaterThan(0)
    expect(view.unmapped.every(({ side, key }) => side === 'books' && key === 'city')).toBe(true)
    const run = await planned(house)
    const planRow = await planRows(house.desk, { run, entity: 'customer', side: 'crm', verb: 'create' })
    expect(planRow.rows.length).toBeGreaterThan(0)
    expect(planRow.rows.flatMap(({ sets }) => sets).some(({ key }) => key === 'city')).toBe(false)
    expect((await planRows(house.desk, { run, field: 'city', entity: 'customer' })).rows).toEqual([])
    expect((await planRows(house.desk, { run, field: 'name', entity: 'customer' })).rows.length).toBeGreaterThan(0)
    await worked(saveFields(house.desk, { entity: 'customer', joins: rows.map(({ join }) => join) }))
  })
})
