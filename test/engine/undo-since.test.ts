import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Settings } from '@/lib/model/settings'
import { approve } from '@/lib/service/approve'
import { pause } from '@/lib/service/pause'
import { reject } from '@/lib/service/reject'
import { resume } from '@/lib/service/resume'
import { retry } from '@/lib/service/retry'
import type { Database } from '@/lib/store/db'
import { integration as readIntegration, publish } from '@/lib/store/integrations'
import { linksByRemote } from '@/lib/store/links'
import type { Corridor } from '../kit/corridor'
import { freshDatabase } from '../kit/fresh-database'
import {
  account,
  history,
  inSage,
  invoice,
  linesOf,
  live,
  main,
  next,
  reasonFor,
  settled,
  written,
  type Row,
} from './kit'
import { few, tooMuchAtOnce, undo } from './undoing'

let db: Database
beforeAll(async () => {
  db = await freshDatabase()
})
afterAll(() => db.close())

const open = (): Promise<Corridor> => settled({ db, books: { size: few }, crm: { size: 0 } })

const prospectOf = (house: Corridor, id: unknown) => inSage(house, 'prospects').find((row) => row.id === id)

/** A prospect whose name in the CRM a run has made wrong. */
async function renamed(house: Corridor) {
  const [prospect] = inSage(house, 'prospects')
  const { id, name } = account(house, prospect?.code)
  house.books.edit(main, 'prospects', String(prospect?.id), { raisonSociale: 'Wrong' })
  const wrong = await next(house)
  return { prospect, id, name, wrong }
}

const anInvoice = (client: Row | undefined, article: Row) => ({
  ...{ typePiece: 'facture', date: '2026-09-07', dateEcheance: '2026-10-07', devise: 'EUR', statut: 'validee' },
  ...{ tiersId: String(client?.id), tiersCode: String(client?.code), dejaRegle: '0.00', resteDu: '180.00' },
  ...{ totalHT: '150.00', totalTVA: '30.00', totalTTC: '180.00' },
  lignes: [
    {
      ...{ numero: 1, articleId: String(article.id), articleCode: String(article.code), designation: 'New' },
      ...{ quantite: '1', unite: null, prixUnitaireHT: '150.00', remisePct: '0.00', montantHT: '150.00' },
      tauxTVA: '20.00',
    },
  ],
})

/** A run that was paused before it sent anything, and is not wanted any more. */
async function takenBackUnsent(house: Corridor): Promise<void> {
  await pause(house.desk, {})
  const { id } = await next(house)
  await resume(house.desk, {})
  await undo(house, id)
}

async function linkOf(house: Corridor, client: unknown): Promise<string> {
  const integration = await house.integration()
  const asked = [{ space: 'account', side: 'books', ids: [String(client)] }] as const
  const [link] = await house.within((tx) => linksByRemote(tx, house.desk, integration, asked))
  return link?.id ?? ''
}

async function republished(house: Corridor, how: (settings: Settings) => Settings): Promise<void> {
  const id = await house.integration()
  await house.within(async (tx) => {
    const found = await readIntegration(tx, house.desk, id)
    if (!found) throw new Error('Nothing is set up yet')
    await publish(tx, house.desk, id, how(found.settings), house.desk.actor)
  })
}

describe('A run taken back after somebody worked on', () => {
  test('leaves a field that was mended in Sage since, and the mended value travels', async () => {
    const house = await open()
    const { prospect, id, wrong } = await renamed(house)
    house.books.edit(main, 'prospects', String(prospect?.id), { raisonSociale: 'Right at last' })
    const undone = await undo(house, wrong.id)
    const noted = await history(house, { run: undone.id, kind: 'noted' })
    expect(noted.map(({ why, sets }) => [why, sets.map(({ key }) => key)])).toEqual([['changed-since', ['name']]])
    await next(house)
    expect(house.crm.get('accounts', id).name).toBe('Right at last')
  })

  test('leaves an account in which somebody filled an empty field since', async () => {
    const house = await open()
    const made = house.books.create(main, 'prospects', { raisonSociale: 'Typed in' })
    const born = await next(house)
    house.crm.edit('accounts', account(house, made.code).id, { email: 'typed@example.com' }, { force: true })
    const undone = await undo(house, born.id)
    const noted = await history(house, { run: undone.id, kind: 'noted' })
    expect(noted.map(({ why, remoteId }) => [why, remoteId])).toEqual([
      ['changed-since', String(account(house, made.code).id)],
    ])
    await next(house)
    expect(account(house, made.code).deleted).toBe(false)
    expect(prospectOf(house, made.id)?.email).toBe('typed@example.com')
  })

  test('leaves a product that an invoice names since, and says why', async () => {
    const house = await open()
    const article = house.books.create(main, 'articles', { code: 'NEW', libelle: 'New', prixVenteHT: '150.00' })
    const wrong = await next(house)
    const facture = house.books.create(main, 'factures', anInvoice(inSage(house, 'clients')[0], article))
    await next(house)
    const undone = await undo(house, wrong.id)
    const [line] = linesOf(house, invoice(house, facture.id).id)
    expect(live(house, 'products').map(({ id }) => id)).toContain(line?.productId)
    const noted = await history(house, { run: undone.id, kind: 'noted' })
    expect(noted.map(({ why, entity, side }) => [why, entity, side])).toEqual([['in-use', 'product', 'crm']])
  })

  test('leaves an error of the same record in sight', async () => {
    const house = await open()
    const { prospect, id, name, wrong } = await renamed(house)
    house.books.changeMeta(main, 'prospects', 'email', 8)
    house.crm.edit('accounts', id, { email: 'much.too.long@example.com' }, { force: true })
    await next(house)
    await undo(house, wrong.id)
    expect(house.crm.get('accounts', id).name).toBe(name)
    expect(await reasonFor(house, 'crm', 'prospect', id)).toBe('rejected')
    expect(prospectOf(house, prospect?.id)?.raisonSociale).toBe('Wrong')
  })

  test('writes nothing of a kind that was switched off before the yes', async () => {
    const { house, undone } = await tooMuchAtOnce(db)
    const before = live(house, 'contacts').map(({ id }) => id)
    await republished(house, (settings) => {
      const { contact, ...entities } = settings.entities
      return { ...settings, entities: { ...entities, ...(contact && { contact: { ...contact, on: false } }) } }
    })
    await approve(house.desk, { run: undone.id })
    await next(house, 'approved')
    expect(live(house, 'contacts').map(({ id }) => id)).toEqual(before)
  })

  test('is not wanted after all: everything goes on as if nobody had asked', async () => {
    const { house, undone } = await tooMuchAtOnce(db)
    expect(await reject(house.desk, { run: undone.id })).toMatchObject({ ok: true })
    const [client] = inSage(house, 'clients')
    expect(await reasonFor(house, 'books', 'customer', client?.id)).toBeNull()
    const after = await next(house)
    expect([after.result, written(after)]).toEqual([{ kind: 'done' }, 0])
  })

  test('forgets no move of a contact to a client that the CRM is still to hear of', async () => {
    const house = await open()
    const contact = inSage(house, 'contacts').find(({ nom }) =>
      live(house, 'contacts').some((row) => row.lastName === nom),
    )
    const inCrm = () => live(house, 'contacts').find((row) => row.lastName === contact?.nom)
    const { firstName } = inCrm() ?? {}
    const owner = house.books.create(main, 'clients', { raisonSociale: 'Comes later' })
    await takenBackUnsent(house)
    house.books.edit(main, 'contacts', String(contact?.id), { tiersId: String(owner.id), prenom: 'Wrong' })
    await takenBackUnsent(house)
    await retry(house.desk, { links: [await linkOf(house, owner.id)] })
    await next(house)
    await next(house)
    expect(inCrm()).toMatchObject({ accountId: account(house, owner.code).id, firstName })
  })
})
