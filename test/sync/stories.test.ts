import { describe, expect, test } from 'vitest'
import type { Link } from '@/lib/model/record'
import { article, bothWays, oneWay } from './story'
import { aWorld, label, type Done, type World } from './world'

/** Short histories that a customer would tell, played on the smallest world. */
const told = (done: readonly Done[]): readonly string[] =>
  done.map(({ write: { side, verb, entity, sets } }) => {
    const said = sets
      .filter(({ value }) => value !== null && verb === 'update')
      .map(({ key, value }) => `${key}=${String(value)}`)
    return [side, verb, entity, ...said].join(' ')
  })
const only = (world: World): Link => {
  const [link] = world.links()
  if (!link) throw new Error('there is no link')
  return link
}

describe('a client that is born in the CRM', () => {
  const world = aWorld(article)
  const account = world.add('crm', 'customer', { name: 'Durand', code: null })
  const first = world.pass()
  const second = world.pass()
  const third = world.pass()

  test('is created in Sage once', () => {
    expect(told(first)).toEqual(['books create customer'])
    expect(world.rows.books.size).toBe(1)
  })

  test('gets the code of Sage, what Sage filled in, and its lock', () => {
    expect(told(second)).toEqual([
      `crm update customer country=FR code=${String(only(world).books?.seen.code)} locked=true`,
    ])
    expect(account.fields.locked).toBe(true)
    expect(third).toEqual([])
  })

  test('goes back to what Sage says when it is edited in the CRM', () => {
    account.fields.name = 'Other'
    expect(told(world.pass())).toEqual(['crm update customer name=Durand'])
    expect(account.fields.name).toBe('Durand')
  })

  test('is marked as removed in the CRM after Sage removed it', () => {
    for (const row of world.rows.books.values()) row.removed = true
    expect(told(world.pass())).toEqual(['crm remove customer'])
    expect(world.pass()).toEqual([])
    expect(only(world).gone).toBe(true)
  })
})

describe('a prospect that is converted in Sage while its contact waits', () => {
  const world = aWorld(article)
  const prospect = world.add('books', 'prospect', { name: 'Durand', code: 'P1' })
  world.add('books', 'contact', { name: 'Ana' }, prospect.id)

  test('travels at first without the contact', () => {
    expect(told(world.pass())).toEqual(['crm create prospect'])
    expect(world.links().map(({ because }) => because?.reason ?? null)).toEqual([null, 'waits-for-conversion'])
  })

  test('keeps its CRM record, is locked, and the contact follows', () => {
    label('books', prospect, 'customer')
    expect([...told(world.pass()), ...told(world.pass())]).toEqual([
      'crm create contact',
      'crm update customer locked=true entity=customer',
    ])
    expect(world.rows.crm.size).toBe(2)
    expect(world.pass()).toEqual([])
  })
})

describe('a client and its contact that are new together', () => {
  test('travel in one pass, the client first', () => {
    const world = aWorld(article)
    const client = world.add('books', 'customer', { name: 'Durand', code: 'C1' })
    world.add('books', 'contact', { name: 'Ana' }, client.id)
    expect(told(world.pass())).toEqual(['crm create customer', 'crm create contact'])
    const [account, person] = [...world.rows.crm.values()]
    expect(person?.parent).toBe(account?.id)
    expect(world.pass()).toEqual([])
  })
})

describe('the same firm, typed on both sides', () => {
  test('is tied by its code, and Sage fills what the CRM lacks', () => {
    const world = aWorld(article)
    const account = world.add('crm', 'customer', { name: 'DURAND', code: 'C1', city: null })
    world.add('books', 'customer', { name: 'Durand', code: 'c1', city: 'Lyon' })
    expect(told(world.pass())).toEqual(['crm update customer name=Durand city=Lyon code=c1 locked=true'])
    expect(account.fields.city).toBe('Lyon')
    expect(world.links()).toHaveLength(1)
    expect(world.pass()).toEqual([])
  })

  test('twice on one side is for a person to tell apart, and nothing is written', () => {
    const world = aWorld(article)
    for (const city of ['Lyon', 'Paris']) world.add('books', 'customer', { name: 'IT', code: 'IT', city })
    world.add('crm', 'customer', { name: 'IT', code: 'IT' })
    expect(world.pass()).toEqual([])
    expect(world.links().map(({ because }) => because?.reason)).toEqual(['ambiguous', 'ambiguous', 'ambiguous'])
  })
})

describe('edits of two people', () => {
  test('of different fields both arrive', () => {
    const world = aWorld(bothWays)
    const [account, client] = [
      world.add('crm', 'customer', { name: 'A', code: 'C1' }),
      world.add('books', 'customer', { name: 'A', code: 'C1' }),
    ]
    world.pass()
    world.pass()
    account.fields.name = 'B'
    client.fields.city = 'Lyon'
    expect([...told(world.pass())].sort()).toEqual(['books update customer name=B', 'crm update customer city=Lyon'])
    expect([account.fields.city, client.fields.name]).toEqual(['Lyon', 'B'])
    expect(world.pass()).toEqual([])
  })

  test('of one field leave the value of Sage, and the other one is named', () => {
    const world = aWorld(bothWays)
    const [account, client] = [
      world.add('crm', 'customer', { name: 'A', code: 'C1' }),
      world.add('books', 'customer', { name: 'A', code: 'C1' }),
    ]
    world.pass()
    world.pass()
    account.fields.name = 'B'
    client.fields.name = 'C'
    const [done] = world.pass()
    expect(done?.write.sets).toMatchObject([{ key: 'name', value: 'C', lost: 'B', base: 'A', why: 'won-conflict' }])
  })
})

describe('a name that the CRM cuts', () => {
  test('is cut once, and the cut one is never sent back', () => {
    const world = aWorld(bothWays)
    const client = world.add('books', 'customer', { name: 'Durand & Fils', code: 'C1' })
    world.pass()
    expect(world.pass()).toEqual([])
    expect(client.fields.name).toBe('Durand & Fils')
    expect([...world.rows.crm.values()].map(({ fields }) => fields.name)).toEqual(['Durand'])
  })
})

describe('a record that was removed in the CRM alone', () => {
  test.each([
    ['waits for a person where clients are removed in Sage only', article, [], 'removed-in-crm'],
    ['waits for a person where nothing travels to Sage', oneWay, [], 'removed-in-crm'],
    ['is removed in the books where that is allowed', bothWays, ['books remove customer'], null],
  ] as const)('%s', (_story, rules, expected, reason) => {
    const world = aWorld(rules)
    world.add('books', 'customer', { name: 'A', code: 'C1' })
    world.pass()
    world.pass()
    for (const row of world.rows.crm.values()) row.removed = true
    expect(told(world.pass())).toEqual(expected)
    expect(only(world).because?.reason ?? null).toBe(reason)
    expect(world.pass()).toEqual([])
  })
})
