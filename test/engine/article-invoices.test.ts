import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Corridor } from '../kit/corridor'
import {
  account,
  history,
  inSage,
  invoice,
  linesOf,
  live,
  main,
  next,
  overruled,
  people,
  product,
  reasonFor,
  settled,
} from './kit'

let house: Corridor
beforeAll(async () => {
  house = await settled({ books: { size: { customers: 3, products: 6, invoices: 12, representants: 2 } } })
})
afterAll(() => house.close())

const line = (fields: Record<string, string | number | null>) => ({
  numero: 1,
  articleId: null,
  articleCode: null,
  designation: 'Free text',
  quantite: '1',
  unite: null,
  prixUnitaireHT: '100.00',
  remisePct: '0.00',
  montantHT: '100.00',
  tauxTVA: '20.00',
  ...fields,
})

/** An invoice typed into Sage: 2 pieces of an article and one line of free text, 20 % tax. */
const typed = (article: unknown) => {
  const [client] = inSage(house, 'clients')
  const made = house.books.create(main, 'factures', {
    typePiece: 'facture',
    date: '2026-09-07',
    dateEcheance: '2026-10-07',
    tiersId: String(client?.id),
    tiersCode: String(client?.code),
    devise: 'EUR',
    statut: 'validee',
    totalHT: '150.00',
    totalTVA: '30.00',
    totalTTC: '180.00',
    dejaRegle: '0.00',
    resteDu: '180.00',
    lignes: [
      line({
        articleId: String(article),
        designation: 'Two pieces',
        quantite: '2',
        prixUnitaireHT: '25.00',
        montantHT: '50.00',
      }),
      line({ numero: 2 }),
    ],
  })
  return { id: String(made.id), numero: String(made.numero), client }
}

const inBooks = async () => {
  const [article] = inSage(house, 'articles')
  const made = typed(article?.id)
  await next(house)
  return { ...made, crm: invoice(house, made.id).id, article }
}

describe('Creation', () => {
  test('every invoice of Sage is shown in the CRM at its client, with its number and its totals', () => {
    const invoices = inSage(house, 'factures')
    expect(invoices).toHaveLength(12)
    for (const { id, numero, tiersCode, totalHT, totalTVA, totalTTC } of invoices)
      expect(invoice(house, id)).toMatchObject({
        reference: numero,
        accountId: account(house, tiersCode).id,
        total: Number(totalTTC),
        Z_NetTotal: Number(totalHT),
        Z_TaxTotal: Number(totalTVA),
      })
  })

  test('an invoice shows its lines in their order, each with its product or with the miscellaneous one', async () => {
    const { crm, article } = await inBooks()
    const misc = live(house, 'products').find((row) => row.model === 'Miscellaneous')
    expect(linesOf(house, crm)).toMatchObject([
      { description: 'Two pieces', quantity: 2, price: 25, total: 50, productId: product(house, article?.code).id },
      { description: 'Free text', quantity: 1, price: 100, total: 100, productId: misc?.id },
    ])
  })

  test('the sum of the lines in the CRM is the net total of Sage, to the cent', () => {
    for (const { id, totalHT } of inSage(house, 'factures')) {
      const cents = linesOf(house, invoice(house, id).id).reduce(
        (sum, row) => sum + Math.round(Number(row.total) * 100),
        0,
      )
      expect(cents, String(id)).toBe(Math.round(Number(totalHT) * 100))
    }
  })

  test('a credit note travels as one, with its negative or positive sums as Sage holds them', () => {
    const [avoir] = inSage(house, 'factures').filter((row) => row.typePiece === 'avoir')
    expect(invoice(house, avoir?.id)).toMatchObject({ Z_DocumentType: 'credit-note', total: Number(avoir?.totalTTC) })
  })

  test('the invoice belongs to the user who stands for its sales rep, else to the administrator', () => {
    for (const { id } of inSage(house, 'factures'))
      expect(Object.values(people)).toContain(invoice(house, id).salesRepId)
  })
})

describe('Modification', () => {
  test('a payment in Sage changes what is paid, what is due and the status in the CRM', async () => {
    const { id, crm } = await inBooks()
    const before = house.crm.get('salesorders', crm).statusId
    house.books.pay(main, id, '80.00')
    await next(house)
    expect(house.crm.get('salesorders', crm)).toMatchObject({ Z_PaidAmount: 80, Z_Balance: 100 })
    expect(house.crm.get('salesorders', crm).statusId).not.toBe(before)
    house.books.pay(main, id, '100.00')
    await next(house)
    expect(house.crm.get('salesorders', crm)).toMatchObject({ Z_PaidAmount: 180, Z_Balance: 0 })
  })

  test('lines changed in Sage are changed in the CRM, none twice and none left over', async () => {
    const { id, crm } = await inBooks()
    house.books.edit(main, 'factures', id, {
      totalHT: '70.00',
      totalTVA: '14.00',
      totalTTC: '84.00',
      resteDu: '84.00',
      lignes: [line({ designation: 'Only this', prixUnitaireHT: '70.00', montantHT: '70.00' })],
    })
    await next(house)
    expect(linesOf(house, crm)).toMatchObject([{ description: 'Only this', total: 70 }])
    expect(house.crm.get('salesorders', crm)).toMatchObject({ total: 84, Z_NetTotal: 70 })
  })

  test('an invoice whose lines do not add up to its total is parked, and goes on once Sage has it right', async () => {
    const { id, crm } = await inBooks()
    house.books.edit(main, 'factures', id, { totalHT: '151.00', totalTTC: '181.00' })
    await next(house)
    expect(await reasonFor(house, 'books', 'invoice', id)).toBe('money-does-not-add-up')
    expect(house.crm.get('salesorders', crm).total).toBe(180)
    house.books.edit(main, 'factures', id, { totalHT: '150.00', totalTTC: '180.00', reference: 'PO-7' })
    await next(house)
    expect(await reasonFor(house, 'books', 'invoice', id)).toBeNull()
  })
})

describe('Read-only mode', () => {
  test('an invoice is locked in the CRM, and so are its lines', async () => {
    const { crm } = await inBooks()
    expect(house.crm.get('salesorders', crm).readOnly).toBe(true)
    expect(() => house.crm.edit('salesorders', crm, { comment: 'x' })).toThrow('read only')
    const [first] = linesOf(house, crm)
    expect(() => house.crm.edit('salesordersLines', Number(first?.id), { price: 1 })).toThrow('read only')
  })

  test('an invoice or a line edited in the CRM anyway gets back what Sage says', async () => {
    const { crm, numero } = await inBooks()
    const [first] = linesOf(house, crm)
    house.crm.edit('salesorders', crm, { reference: 'FORGED' }, { force: true })
    house.crm.edit('salesordersLines', Number(first?.id), { price: 1, total: 2 }, { force: true })
    await next(house)
    expect(house.crm.get('salesorders', crm)).toMatchObject({ reference: numero, readOnly: true })
    expect(linesOf(house, crm)[0]).toMatchObject({ price: 25, total: 50 })
    const lost = overruled(await history(house, { record: numero }))
    expect(lost).toContainEqual({ key: 'number', lost: 'FORGED' })
    expect(lost.some(({ key }) => key === 'lines')).toBe(true)
  })

  test('orders of the CRM itself are none of our business', async () => {
    const id = house.crm.create('salesorders', {
      reference: 'OWN-1',
      branchId: 438,
      salesRepId: people.bruno,
      accountId: Number(live(house, 'accounts')[0]?.id),
    })
    const before = house.crm.get('salesorders', id)
    await next(house)
    expect(house.crm.get('salesorders', id)).toEqual(before)
    expect(inSage(house, 'factures').some((row) => row.numero === 'OWN-1')).toBe(false)
  })
})

describe('Deletion, status and id', () => {
  test('an invoice removed in Sage is marked as deleted in the CRM', async () => {
    const { id, crm } = await inBooks()
    house.books.remove(main, 'factures', id)
    await next(house)
    expect(house.crm.get('salesorders', crm).deleted).toBe(true)
  })

  test('a client removed in Sage together with its invoices leaves nothing live in the CRM', async () => {
    const client = house.books.create(main, 'clients', { raisonSociale: 'Closes down' })
    const { id } = await inBooks()
    house.books.edit(main, 'factures', id, { tiersId: String(client.id), tiersCode: String(client.code) })
    await next(house)
    expect(invoice(house, id).accountId).toBe(account(house, client.code).id)
    house.books.remove(main, 'factures', id)
    house.books.remove(main, 'clients', String(client.id))
    await next(house)
    expect([invoice(house, id).deleted, account(house, client.code).deleted]).toEqual([true, true])
  })

  test('a synchronised invoice is marked as synchronised', () => {
    for (const { id } of inSage(house, 'factures')) expect(invoice(house, id).Z_SyncStatus).toBe('synchronised')
  })

  test('the invoice id of Sage stands in a field of its own that everybody sees', () => {
    const fields = house.crm.list('salesorders').filter((row) => row.Z_BooksInvoiceId)
    expect(fields.length).toBeGreaterThanOrEqual(12)
    for (const { id } of inSage(house, 'factures')) expect(invoice(house, id).extId).toBe(String(id))
  })
})

test('an invoice that waits for an article goes without it once the article is removed in Sage', async () => {
  house.crm.create('products', { model: 'Clavier AZERTY souple' })
  const article = house.books.create(main, 'articles', { code: 'CLAV1', libelle: 'Clavier AZERTY souple' })
  const { id } = typed(article.id)
  await next(house)
  expect(await reasonFor(house, 'books', 'product', article.id)).toBe('looks-alike')
  expect(await reasonFor(house, 'books', 'invoice', id)).toBe('waits-for-parent')
  house.books.remove(main, 'articles', String(article.id))
  await next(house)
  expect(linesOf(house, invoice(house, id).id).map((row) => row.description)).toEqual(['Two pieces', 'Free text'])
})
