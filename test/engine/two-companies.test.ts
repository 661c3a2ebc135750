import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { MAIN, SECOND } from '../../sandbox/sage-50-fr'
import { openRun } from '@/lib/engine/open'
import { advance } from '@/lib/engine/run'
import { unlink } from '@/lib/service/pair-records'
import { integration as readIntegration, publish } from '@/lib/store/integrations'
import { recordsPage } from '@/lib/store/standing'
import type { Corridor } from '../kit/corridor'
import { addSibling } from '../kit/set-up'
import { people, settled, status } from './kit'

/** Two companies of one CRM; what nobody claims is born in the first one. */
let house: Corridor
let [first, second] = ['', '']
beforeAll(async () => {
  const few = { customers: 1, prospects: 1, contacts: 1, products: 1, invoices: 0, representants: 2 }
  house = await settled({ books: { size: few }, crm: { size: 0 } })
  first = await house.integration()
  second = await addSibling(house.desk)
  await next(second)
})
afterAll(() => house.close())

async function next(company: string): Promise<void> {
  house.clock.advance(16 * 60_000)
  const pass = await openRun(house.engine, company, 'schedule', house.desk.newId())
  if (!pass) throw new Error('Somebody else is at work')
  for (let phase = ''; phase !== 'closed';) {
    const step = await advance(house.engine, pass)
    await house.engine.sleep(step.waitMs)
    phase = step.phase
  }
}

const inCrm = (fields: Record<string, unknown>): string =>
  String(
    house.crm.create('accounts', {
      ...{ statusId: status.prospect, salesRepId1: people.bruno, branchId: 438 },
      ...fields,
    }),
  )

async function linkOf(company: string, name: string) {
  const page = await house.within((tx) =>
    recordsPage(tx, house.desk, company, { search: name }, { after: null, limit: 9 }),
  )
  return page.links
}

/** One line per record of that name: on which sides it is, and why it goes no further. */
const shown = async (company: string, name: string): Promise<readonly string[]> =>
  (await linkOf(company, name))
    .map(({ crm, books, because }) =>
      [crm && 'crm', books && 'books', because?.reason].filter((each) => each).join(' '),
    )
    .sort()

/** That company tells the CRM nothing of its accounts. */
async function tellNothing(company: string): Promise<void> {
  await house.within(async (tx) => {
    const now = await readIntegration(tx, house.desk, company)
    if (!now) throw new Error('There is no such company')
    const { prospect, customer } = now.settings.entities
    if (!prospect || !customer) throw new Error('Accounts are not set up')
    const entities = {
      ...now.settings.entities,
      prospect: { ...prospect, toCrm: [] },
      customer: { ...customer, toCrm: [] },
    }
    await publish(tx, house.desk, company, { ...now.settings, entities }, house.desk.actor)
  })
}

describe('Of two companies of one CRM', () => {
  test('the first one gets the account that a person took apart from a client of the second one', async () => {
    house.books.create(SECOND, 'prospects', { raisonSociale: 'Séparée' })
    await next(second)
    await next(first)
    expect(await shown(first, 'Séparée')).toEqual(['crm belongs-elsewhere'])
    const [link] = await linkOf(second, 'Séparée')
    expect(await unlink({ ...house.desk, integration: second }, { link: link?.id ?? '' })).toMatchObject({ ok: true })
    await next(first)
    await next(second)
    expect(await shown(first, 'Séparée')).toEqual(['crm books'])
    expect(await shown(second, 'Séparée')).toEqual(['crm belongs-elsewhere', 'crm books'])
  })

  test('one asks for no conversion of a contact whose account turns out to be the other company’s', async () => {
    const account = inCrm({ name: 'Attente' })
    house.crm.create('contacts', { firstName: 'Eva', lastName: 'Kay', accountId: Number(account) })
    house.simulators.books.faults.add({ method: 'POST', path: /prospects/, do: 'cut-after' })
    await next(first)
    await next(second)
    expect(await shown(second, 'Attente')).toEqual(['crm waits-for-listing'])
    expect(await shown(second, 'Kay')).toEqual(['crm waits-for-conversion'])
    await next(first)
    // The account's reason comes with this plan, and what hangs on it is looked at by the one that follows, once.
    await next(second)
    await next(second)
    expect(await shown(second, 'Attente')).toEqual(['crm belongs-elsewhere'])
    expect(await shown(second, 'Kay')).toEqual(['crm out-of-scope'])
    const [before] = await linkOf(second, 'Kay')
    await next(second)
    expect((await linkOf(second, 'Kay'))[0]?.news).toBe(before?.news)
  })

  test('one creates the client that looked like an account, once the other company has that account', async () => {
    await tellNothing(first)
    inCrm({ name: 'Menuiserie Kerloc’h SARL', city: 'Brest' })
    house.books.create(SECOND, 'prospects', { raisonSociale: 'Menuiserie Kerloc’h' })
    await next(second)
    // Whichever of the two was read later has woken the other one once.
    await next(second)
    expect(await shown(second, 'Kerloc')).toEqual(['books looks-alike', 'crm belongs-elsewhere'])
    await next(first)
    expect(await shown(first, 'Kerloc')).toEqual(['crm books'])
    await next(second)
    expect(await shown(second, 'Kerloc')).toEqual(['crm belongs-elsewhere', 'crm books'])
  })

  test('one meets the account that is left, once the other company has the one it was mistaken for', async () => {
    const vat = 'FR83404833048'
    inCrm({ name: 'Jumelle Nord', vatNumber: vat })
    inCrm({ name: 'Jumelle Sud', vatNumber: vat, extId: 'SUD1' })
    house.books.create(SECOND, 'prospects', { raisonSociale: 'Jumelle Nord', tvaIntra: vat })
    await next(second)
    await next(second)
    expect(await shown(second, 'Jumelle')).toContain('books ambiguous')
    house.books.create(MAIN, 'prospects', { raisonSociale: 'Jumelle Sud', tvaIntra: vat, code: 'SUD1' })
    await next(first)
    expect(await shown(first, 'Jumelle Sud')).toEqual(['crm books'])
    await next(second)
    expect(await shown(second, 'Jumelle')).toEqual(['crm belongs-elsewhere', 'crm books'])
  })

  test('one shows no refusal any more of an account that the other company has taken', async () => {
    await tellNothing(second)
    inCrm({ name: 'Refusée', vatNumber: 'FR40303265045' })
    house.simulators.books.faults.add({ method: 'POST', path: /prospects/, do: 'answer', status: 422 })
    await next(first)
    expect(await shown(first, 'Refus')).toEqual(['crm surprise'])
    house.books.create(SECOND, 'prospects', { raisonSociale: 'Refusée', tvaIntra: 'FR40303265045' })
    await next(second)
    expect(await shown(second, 'Refus')).toEqual(['crm books'])
    await next(first)
    expect(await shown(first, 'Refus')).toEqual(['crm belongs-elsewhere'])
  })
})
