import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Effect } from '../../sandbox/kit/faults'
import { image } from '../../sandbox/sage-50-fr/image'
import type { Corridor } from '../kit/corridor'
import {
  account,
  doubles,
  inSage,
  invoice,
  linesOf,
  live,
  main,
  next,
  only,
  people,
  settled,
  status,
  unexplained,
} from './kit'

/** Every call that writes, on both sides. */
const crmWrites = [
  ['POST', /accounts\/bulk$/],
  ['PUT', /accounts\/bulk$/],
  ['DELETE', /accounts\/bulk$/],
  ['POST', /contacts\/bulk$/],
  ['POST', /products\/bulk$/],
  ['POST', /products\/\d+\/documents$/],
  ['PUT', /_storage\//],
  ['POST', /salesorders\/bulk$/],
  ['POST', /salesordersLines\/bulk$/],
] as const
const booksWrites = [
  ['POST', /\/clients$/],
  ['POST', /\/prospects$/],
  ['PUT', /\/prospects\/\d+$/],
  ['POST', /\/contacts$/],
  ['PUT', /\/contacts\/\d+$/],
] as const

let house: Corridor
beforeAll(async () => {
  house = await settled({ books: { size: { customers: 4, products: 2, representants: 2 } }, crm: { size: 0 } })
})
afterAll(() => house.close())

/** People are at work on both sides: one change for every call that writes. */
function work(name: string) {
  const client = house.books.create(main, 'clients', { raisonSociale: `${name} client` })
  const tiersId = String(client.id)
  house.books.create(main, 'contacts', { tiersId, nom: name, typeAdresse: 'contact', email: `a@${name}.test` })
  const article = house.books.create(main, 'articles', { code: name, libelle: name, prixVenteHT: '1.00' })
  house.books.setImage(main, String(article.id), image(name.length, 1, 1))
  const facture = house.books.create(main, 'factures', anInvoice(tiersId, String(client.code), String(article.id)))
  const own = { salesRepId1: people.bruno, branchId: 438 }
  const accountId = house.crm.create('accounts', { ...own, name: `${name} crm client`, statusId: status.client })
  const prospect = house.crm.create('accounts', { ...own, name: `${name} prospect`, statusId: status.prospect })
  house.crm.create('contacts', { accountId, firstName: 'Crm', lastName: name, email: `b@${name}.test` })
  return { client, article, facture, accountId, prospect }
}

const anInvoice = (tiersId: string, tiersCode: string, articleId: string) => ({
  typePiece: 'facture',
  date: '2026-09-07',
  tiersId,
  tiersCode,
  devise: 'EUR',
  statut: 'validee',
  totalHT: '30.00',
  totalTVA: '6.00',
  totalTTC: '36.00',
  dejaRegle: '0.00',
  resteDu: '36.00',
  lignes: [1, 2, 3].map((numero) => ({
    numero,
    articleId,
    articleCode: null,
    designation: `Line ${numero}`,
    quantite: '1',
    unite: null,
    prixUnitaireHT: '10.00',
    remisePct: '0.00',
    montantHT: '10.00',
    tauxTVA: '20.00',
  })),
})

/** Later, when all of it exists on both sides: edits both ways and a removal. */
function workOn(name: string, { client, prospect }: ReturnType<typeof work>) {
  house.crm.edit('accounts', prospect, { city: `${name} city` })
  const contact = live(house, 'contacts').find((row) => row.email === `b@${name}.test`)
  house.crm.edit('contacts', Number(contact?.id), { lastName: `${name} edited` })
  house.books.edit(main, 'clients', String(client.id), { raisonSociale: `${name} renamed` })
  const doomed = house.books.list(main, 'prospects').find((row) => row.raisonSociale === `${name} doomed`)
  if (doomed) house.books.remove(main, 'prospects', String(doomed.id))
}

/** Strikes every writing call once, each at its own time, and runs until nothing strikes any more. */
async function struck(effect: Effect): Promise<void> {
  for (const [method, path] of crmWrites) house.simulators.crm.faults.add({ method, path, ...effect })
  for (const [method, path] of booksWrites) house.simulators.books.faults.add({ method, path, ...effect })
  for (let round = 0; round < 16; round++) {
    const run = await next(house)
    if (run.result?.kind === 'done' && round > 0 && (await unexplained(house)).length === 0) break
  }
}

async function healed(): Promise<void> {
  house.simulators.crm.faults.clear()
  house.simulators.books.faults.clear()
  for (let round = 0; round < 3; round++) await next(house)
}

const effects: Readonly<Record<string, Effect>> = {
  'an answer lost after the vendor did it': { do: 'cut-after' },
  'a call lost before the vendor saw it': { do: 'cut-before' },
  'an answer that breaks off in its middle': { do: 'cut-mid-body' },
  'a truncated body that looks complete': { do: 'truncated' },
  "a proxy's page instead of an answer": { do: 'html', status: 502 },
  "a proxy's page that claims success": { do: 'html', status: 200 },
  'an error of the server that had done it all the same': { do: 'answer', status: 500, after: true },
  'a time-out that the vendor reports although it did it': { do: 'answer', status: 408, after: true },
  'a refusal for calling too often': { do: 'answer', status: 429, headers: { 'retry-after': '2' } },
}

describe('Whatever becomes of an answer, each record exists exactly once and nothing is lost:', () => {
  test.each(Object.entries(effects))(
    '%s',
    async (story, effect) => {
      // A day later: what earlier stories removed no longer counts for the brakes.
      house.clock.advance(25 * 3_600_000)
      const name = `t${Object.keys(effects).indexOf(story)}`
      house.books.create(main, 'prospects', { raisonSociale: `${name} doomed` })
      const made = work(name)
      await struck(effect)
      workOn(name, made)
      await struck(effect)
      await healed()
      expect(doubles(house)).toEqual([])
      expect(await unexplained(house)).toEqual([])
      expectAll(name, made)
    },
    120_000,
  )
})

function expectAll(name: string, { client, article, facture, accountId, prospect }: ReturnType<typeof work>): void {
  expect(account(house, client.code)).toMatchObject({ name: `${name} renamed`, deleted: false, readOnly: true })
  expect(only(house, 'contacts', 'email', `a@${name}.test`)).toMatchObject({ lastName: name, deleted: false })
  const { id } = only(house, 'products', 'extId', article.code)
  const pictures = live(house, 'documents').filter((row) => row.entityId === id && house.crm.file(Number(row.id)))
  expect(pictures.length).toBeGreaterThanOrEqual(1)
  const order = invoice(house, facture.id)
  expect(order).toMatchObject({ total: 36, deleted: false })
  expect(linesOf(house, order.id).map((row) => row.description)).toEqual(['Line 1', 'Line 2', 'Line 3'])
  const born = inSage(house, 'clients').filter((row) => row.raisonSociale === `${name} crm client`)
  expect(born).toHaveLength(1)
  expect(house.crm.get('accounts', accountId)).toMatchObject({ extId: born[0]?.code, readOnly: true })
  const prospects = inSage(house, 'prospects').filter((row) => row.raisonSociale === `${name} prospect`)
  expect(prospects).toMatchObject([{ adresse: { ville: `${name} city` } }])
  expect(house.crm.get('accounts', prospect)).toMatchObject({ extId: prospects[0]?.code })
  const people = inSage(house, 'contacts').filter((row) => row.email === `b@${name}.test`)
  expect(people).toMatchObject([{ nom: `${name} edited`, tiersId: born[0]?.id }])
  expect(live(house, 'accounts').some((row) => row.name === `${name} doomed`)).toBe(false)
}
