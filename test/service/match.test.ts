import { beforeAll, expect, test } from 'vitest'
import { match } from '@/lib/service/match'
import { plan } from '@/lib/service/plan'
import { joinClear, joinPair, keepPairApart, keepUnclearApart, relink, unlink } from '@/lib/service/pair-records'
import { record } from '@/lib/service/record'
import { records } from '@/lib/service/records'
import { start } from '@/lib/service/start'
import { forgetApart, tellApart, type Strangers } from '@/lib/store/strangers'
import { corridor, type Corridor } from '../kit/corridor'
import { MAIN } from '../../sandbox/sage-50-fr'
import { sharedDatabase } from '../kit/fresh-database'
import { answerAll, planned, refusal, worked } from './kit'

let house: Corridor
const accounts = () => house.crm.list('accounts').filter(({ deleted }) => deleted !== true)

/** Clients of the books that the CRM knows, too, under the same name and number but without their code. */
beforeAll(async () => {
  house = await corridor({ db: await sharedDatabase() })
  const clients = house.books.list(MAIN, 'clients').slice(0, 3)
  for (const [at, account] of accounts().slice(0, 3).entries()) {
    const client = clients[at]
    if (!client) throw new Error('Too few clients')
    house.books.edit(MAIN, 'clients', String(client.id), {
      raisonSociale: `Menuiserie ${at} Lambert`,
      telephone: `02 38 62 00 0${at}`,
    })
    house.crm.edit('accounts', Number(account.id), {
      name: `MENUISERIE ${at} LAMBERT SARL`,
      extId: null,
      vatNumber: null,
      phone: `+3323862000${at}`,
    })
  }
  await answerAll(house)
})

test('before both systems were read nothing can be said', async () => {
  expect(await match(house.desk, 'customer')).toMatchObject({
    read: false,
    rows: [],
    entities: ['customer', 'contact', 'product'],
  })
})

test('what looks alike is proposed with its reasons, the sure ones first', async () => {
  await planned(house)
  const view = await match(house.desk, 'customer')
  expect(view.read).toBe(true)
  expect(view.counts.clear).toBe(3)
  expect(view.rows[0]).toMatchObject({ clear: true })
  expect(view.rows[0]?.reasons).toEqual(
    expect.arrayContaining([
      { what: 'name', level: 'equal' },
      { what: 'phone', level: 'equal' },
    ]),
  )
  expect(view.rows.map(({ sure }) => sure)).toEqual(view.rows.map(({ sure }) => sure).sort((a, b) => b - a))
})

test('"not the same" is remembered, and can be taken back', async () => {
  const [pair] = (await match(house.desk, 'customer')).rows
  if (!pair) throw new Error('Nothing is proposed')
  const asked = { crm: pair.crm.link, books: pair.books.link }
  expect(await refusal(keepPairApart(house.viewer, asked))).toEqual({ kind: 'forbidden' })
  expect(await refusal(keepPairApart(house.desk, { ...asked, books: 'nothing' }))).toEqual({ kind: 'stale' })
  await worked(keepPairApart(house.desk, asked))
  await planned(house)
  const view = await match(house.desk, 'customer')
  expect(view.counts.clear).toBe(2)
  expect(view.apart).toMatchObject([{ pair: { crmId: pair.crm.id, booksId: pair.books.id } }])
  await worked(relink(house.desk, { space: 'account', crmId: pair.crm.id, booksId: pair.books.id }))
  const joined = await match(house.desk, 'customer')
  expect(joined.apart).toEqual([])
  expect(joined.counts).toMatchObject({ clear: 2, both: view.counts.both + 1 })
})

test('a pair of accounts that was told apart stays in sight, however many contacts were told apart since', async () => {
  const [pair] = (await match(house.desk, 'customer')).rows
  if (!pair) throw new Error('Nothing is proposed')
  const told = { space: 'account', crmId: pair.crm.id, booksId: pair.books.id } as const
  const contacts = Array.from({ length: 60 }, (_, at): Strangers => ({
    ...{ space: 'contact', crmId: `crm-${at}`, booksId: `books-${at}` },
  }))
  const integration = await house.integration()
  await house.within((tx) => tellApart(tx, house.desk, integration, [told], house.desk.actor))
  house.clock.advance(60_000)
  await house.within((tx) => tellApart(tx, house.desk, integration, contacts, house.desk.actor))
  expect((await match(house.desk, 'customer')).apart.map((one) => one.pair)).toEqual([told])
  await house.within((tx) => forgetApart(tx, house.desk, integration, [told, ...contacts]))
})

test('what nobody has looked at is not created: the plan holds it back and says why, until a person said it is two', async () => {
  const customer = { entity: 'customer' as const }
  const blocked = async (): Promise<number> => {
    const found = await plan(house.desk, await planned(house))
    return (
      found?.blocked.filter(({ reason }) => reason === 'looks-alike').reduce((sum, { count }) => sum + count, 0) ?? 0
    )
  }
  expect(await blocked()).toBeGreaterThanOrEqual(2)
  const { review, clear } = (await match(house.desk, 'customer')).counts
  expect(await refusal(keepUnclearApart(house.viewer, customer))).toEqual({ kind: 'forbidden' })
  expect(await worked(keepUnclearApart(house.desk, customer))).toEqual({ apart: review })
  expect((await match(house.desk, 'customer')).counts).toMatchObject({ review: 0, clear })
})

test('one pair, or all that are sure, become one record each: the plan updates and creates no double', async () => {
  const [pair] = (await match(house.desk, 'customer')).rows
  const { both } = (await match(house.desk, 'customer')).counts
  await worked(joinPair(house.desk, { crm: pair?.crm.link ?? '', books: pair?.books.link ?? '' }))
  expect(await refusal(joinPair(house.desk, { crm: pair?.crm.link ?? '', books: pair?.books.link ?? '' }))).toEqual({
    kind: 'stale',
  })
  expect(await worked(joinClear(house.desk, { entity: 'customer' }))).toEqual({ joined: 1 })
  expect((await match(house.desk, 'customer')).counts).toMatchObject({ clear: 0, both: both + 2 })
  await worked(start(house.desk, { plan: await planned(house) }))
  await house.carryOut()
  await house.runToEnd('schedule')
  const named = accounts().filter(({ name }) => /menuiserie \d lambert/i.test(String(name)))
  expect(named).toHaveLength(3)
  expect((await house.runToEnd('schedule')).counts).toEqual({})
})

test('a link that was wrong is separated and joined again, and the history names who did it', async () => {
  const linked = (await records(house.desk, { class: 'in-sync', entity: 'customer', search: 'Menuiserie' })).rows[0]
  if (!linked?.crmId || !linked.booksId) throw new Error('Nothing is linked')
  const before = (await match(house.desk, 'customer')).counts
  expect(await refusal(unlink(house.viewer, { link: linked.link }))).toEqual({ kind: 'forbidden' })
  await worked(unlink(house.desk, { link: linked.link }))
  expect((await match(house.desk, 'customer')).counts).toMatchObject({
    both: before.both - 1,
    onlyCrm: before.onlyCrm + 1,
    onlyBooks: before.onlyBooks + 1,
  })
  expect(await refusal(unlink(house.desk, { link: linked.link }))).toEqual({ kind: 'stale' })
  await worked(relink(house.desk, { space: 'account', crmId: linked.crmId, booksId: linked.booksId }))
  expect((await match(house.desk, 'customer')).counts).toMatchObject({ both: before.both })
  const count = accounts().length
  await house.runToEnd('schedule')
  expect(accounts()).toHaveLength(count)
  const all = (await records(house.desk, { class: 'in-sync', entity: 'customer', search: 'Menuiserie' })).rows
  const again = all.find(({ crmId }) => crmId === linked.crmId)
  const told = (await record(house.desk, again?.link ?? ''))?.entries.rows.filter(({ kind }) => kind === 'decided')
  expect(told?.map(({ why, by }) => [why, by])).toContainEqual(['relink', 'Ana'])
})
