import { beforeAll, describe, expect, test } from 'vitest'
import { fields } from '@/lib/service/fields'
import { people } from '@/lib/service/people'
import { saveFields } from '@/lib/service/save-fields'
import { savePeople } from '@/lib/service/save-people'
import { saveTravels } from '@/lib/service/save-travels'
import { travels } from '@/lib/service/travels'
import { corridor, type Corridor } from '../kit/corridor'
import { sharedDatabase } from '../kit/fresh-database'
import { answerAll, refusal, worked } from './kit'

let house: Corridor
beforeAll(async () => {
  house = await corridor({ db: await sharedDatabase() })
  await answerAll(house)
})

describe('a page that somebody else saved while it was open', () => {
  test('what travels is not replaced, whoever saves is told, and a new look may', async () => {
    const { shown, every, appointment } = await travels(house.desk)
    const mine = { entities: {}, switches: {}, every, appointment, shown }
    await worked(saveTravels(house.desk, { ...mine, every: 60 }))
    expect(await refusal(saveTravels(house.desk, { ...mine, every: 120 }))).toEqual({ kind: 'overtaken' })
    const theirs = await travels(house.desk)
    expect(theirs.every).toBe(60)
    await worked(saveTravels(house.desk, { ...mine, shown: theirs.shown }))
    expect((await travels(house.desk)).every).toBe(every)
  })

  test('a switch that somebody turned on another page is nobody’s business here', async () => {
    const { shown, every, appointment } = await travels(house.desk)
    const turned = { entities: {}, switches: { 'create-clients-in-books': false }, every, appointment }
    await worked(saveTravels(house.desk, turned))
    await worked(saveTravels(house.desk, { ...turned, switches: {}, shown }))
  })

  test('people are not replaced either', async () => {
    const { pairs, crm, administrator, shown } = await people(house.desk)
    const mine = pairs.map((pair) => ({ books: pair.books.id, crm: pair.crm?.id ?? null }))
    const other = crm.find(({ id }) => id !== administrator)?.id ?? null
    await worked(savePeople(house.desk, { administrator: other, shown, pairs: mine }))
    expect(await refusal(savePeople(house.desk, { administrator, shown, pairs: mine }))).toEqual({ kind: 'overtaken' })
    const theirs = await people(house.desk)
    expect(theirs.administrator).toBe(other)
    await worked(savePeople(house.desk, { administrator, shown: theirs.shown, pairs: mine }))
    expect((await people(house.desk)).administrator).toBe(administrator)
  })

  test('the fields of one kind of record are not replaced, those of another one are nobody’s business', async () => {
    const [mine, other] = [await fields(house.desk, 'product'), await fields(house.desk, 'customer')]
    const joins = mine.rows.map(({ join }) => join)
    const { shown } = mine
    await worked(saveFields(house.desk, { entity: 'product', shown, joins: joins.slice(1) }))
    const late = { entity: 'product', shown, joins: joins.slice(0, -1) } as const
    expect(await refusal(saveFields(house.desk, late))).toEqual({ kind: 'overtaken' })
    const kept = other.rows.map(({ join }) => join)
    await worked(saveFields(house.desk, { entity: 'customer', shown: other.shown, joins: kept }))
    await worked(saveFields(house.desk, { ...late, shown: (await fields(house.desk, 'product')).shown, joins }))
  })

  test('a page shows the same mark until somebody saves', async () => {
    const once = await Promise.all([travels(house.desk), people(house.desk), fields(house.desk, 'product')])
    const again = await Promise.all([travels(house.desk), people(house.desk), fields(house.desk, 'product')])
    expect(again.map(({ shown }) => shown)).toEqual(once.map(({ shown }) => shown))
    expect(new Set(once.map(({ shown }) => shown)).size).toBe(3)
  })
})
