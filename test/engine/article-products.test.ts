import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { image } from '../../sandbox/sage-50-fr/image'
import type { Corridor } from '../kit/corridor'
import { account, history, inSage, live, main, next, product, reasonFor, settled } from './kit'

let house: Corridor
beforeAll(async () => {
  house = await settled({ books: { size: { customers: 2, products: 12, representants: 2 } } })
})
afterAll(() => house.close())

let nth = 0
const inBooks = async (fields: Record<string, string | boolean | null> = {}) => {
  const code = `TEST${++nth}`
  const given = {
    code,
    libelle: `Article ${nth}`,
    prixVenteHT: '12.50',
    gereEnStock: true,
    stockReel: '7.9',
    ...fields,
  }
  const made = house.books.create(main, 'articles', given)
  await next(house)
  return { id: String(made.id), code, crm: product(house, code).id }
}

const seen = (id: number) => house.crm.get('products', id)
const pictures = (id: number) =>
  live(house, 'documents')
    .filter((row) => row.entity === 'products' && row.entityId === id)
    .map((row) => house.crm.file(Number(row.id)))

describe('One way', () => {
  test('every article of Sage is a product in the CRM with the same code, its price and its description', () => {
    const articles = inSage(house, 'articles')
    expect(articles.length).toBe(12)
    for (const { code, libelle, description, prixVenteHT } of articles)
      expect(product(house, code)).toMatchObject({
        model: libelle,
        description,
        price: Number(prixVenteHT),
        readOnly: true,
        Z_SyncStatus: 'synchronised',
      })
  })

  test('a product created in the CRM stays in the CRM', async () => {
    const id = house.crm.create('products', { model: 'Only in the CRM' })
    await next(house)
    expect(inSage(house, 'articles').some((row) => row.libelle === 'Only in the CRM')).toBe(false)
    expect(await reasonFor(house, 'crm', 'product', id)).toBe('not-allowed')
    expect(seen(id)).toMatchObject({ deleted: false, readOnly: false })
  })

  test('a product edited in the CRM anyway gets back what Sage says', async () => {
    const { id, crm } = await inBooks()
    house.crm.edit('products', crm, { price: 0.01, model: 'Sale!' }, { force: true })
    await next(house)
    expect(seen(crm)).toMatchObject({ price: 12.5, model: `Article ${nth}`, readOnly: true })
    expect(house.books.get(main, 'articles', id).prixVenteHT).toBe('12.50')
  })

  test('a new price in Sage reaches the CRM', async () => {
    const { id, crm } = await inBooks()
    house.books.edit(main, 'articles', id, { prixVenteHT: '99.95' })
    await next(house)
    expect(seen(crm).price).toBe(99.95)
  })
})

describe('Stock', () => {
  test('the stock of an article without stock is shown as a dash: empty, never 0', () => {
    const without = inSage(house, 'articles').filter((row) => row.gereEnStock === false)
    expect(without.length).toBeGreaterThan(1)
    for (const { code } of without) expect(product(house, code).stock ?? null).toBeNull()
  })

  test('the stock of an article that is out of stock is 0, which is no dash', async () => {
    const { crm } = await inBooks({ stockReel: '0' })
    expect(seen(crm).stock).toBe(0)
  })

  test('a part of a piece is not counted, because the CRM counts whole pieces', async () => {
    const { id, crm } = await inBooks({ stockReel: '7.9' })
    expect(seen(crm).stock).toBe(7)
    house.books.edit(main, 'articles', id, { stockReel: '3.2' })
    await next(house)
    expect(seen(crm).stock).toBe(3)
  })

  test('an article whose stock Sage stops counting becomes a dash', async () => {
    const { id, crm } = await inBooks({ stockReel: '7' })
    house.books.edit(main, 'articles', id, { gereEnStock: false, stockReel: null })
    await next(house)
    expect(seen(crm).stock).toBeNull()
  })
})

describe('Images', () => {
  test('the image in Sage is the image in the CRM, byte by byte, sent once', async () => {
    const [painted] = inSage(house, 'articles').filter((row) => row.imageEtag !== null)
    const bytes = Buffer.from(image((3 * 7) % 256, (3 * 13) % 256, 120)).toString('base64')
    expect(pictures(product(house, painted?.code).id)).toEqual([bytes])
    await next(house)
    expect(pictures(product(house, painted?.code).id)).toHaveLength(1)
  })

  test('an image given to an article later arrives', async () => {
    const { id, crm } = await inBooks()
    expect(pictures(crm)).toEqual([])
    house.books.setImage(main, id, image(1, 2, 3))
    await next(house)
    expect(pictures(crm)).toEqual([Buffer.from(image(1, 2, 3)).toString('base64')])
  })

  test('a photo too large to carry holds up its own article and nothing else', async () => {
    const { id, crm } = await inBooks()
    house.books.setImage(main, id, Buffer.concat([image(1, 2, 3), new Uint8Array(11 * 1024 * 1024)]))
    const client = house.books.create(main, 'clients', { raisonSociale: `Beside a photo ${nth}` })
    house.books.create(main, 'articles', { code: `BESIDE${nth}`, libelle: 'Beside', prixVenteHT: '1.00' })
    expect((await next(house)).result).toEqual({ kind: 'done' })
    expect(account(house, client.code)).toMatchObject({ name: `Beside a photo ${nth}` })
    expect(product(house, `BESIDE${nth}`)).toMatchObject({ model: 'Beside' })
    expect(await reasonFor(house, 'crm', 'product', crm)).toBe('rejected')
    const problem = { kind: 'rejected', field: 'image', detail: 'picture-unreadable' }
    expect((await history(house, { kind: 'refused' }))[0]).toMatchObject({ entity: 'product', problem })
    house.books.setImage(main, id, image(4, 5, 6))
    await next(house)
    expect(pictures(crm)).toEqual([Buffer.from(image(4, 5, 6)).toString('base64')])
  })

  test("a proxy's page in the place of a photo never becomes the photo", async () => {
    const { id, crm } = await inBooks()
    house.books.setImage(main, id, image(7, 8, 9))
    house.simulators.books.faults.add({ do: 'html', status: 200, path: /\/image$/ })
    expect((await next(house)).result).toMatchObject({ kind: 'stopped', problem: { kind: 'unreachable' } })
    await next(house)
    expect(pictures(crm)).toEqual([Buffer.from(image(7, 8, 9)).toString('base64')])
  })

  test('a new price does not send the image again, a new image does', async () => {
    const { id, crm } = await inBooks()
    house.books.setImage(main, id, image(10, 20, 30))
    await next(house)
    house.books.edit(main, 'articles', id, { prixVenteHT: '1.00' })
    await next(house)
    expect(pictures(crm)).toHaveLength(1)
    house.books.setImage(main, id, image(40, 50, 60))
    await next(house)
    expect(pictures(crm)).toHaveLength(2)
    expect(pictures(crm)).toContain(Buffer.from(image(40, 50, 60)).toString('base64'))
    await next(house)
    expect(pictures(crm)).toHaveLength(2)
  })
})

describe('Inactive and removed products', () => {
  test('an inactive article is shown as not available', () => {
    const inactive = inSage(house, 'articles').filter((row) => row.actif === false)
    expect(inactive.length).toBeGreaterThan(0)
    for (const { code } of inactive) expect(product(house, code)).toMatchObject({ notAvailable: true, deleted: false })
  })

  test('an article put to sleep and woken again follows', async () => {
    const { id, crm } = await inBooks()
    expect(seen(crm).notAvailable).toBe(false)
    house.books.edit(main, 'articles', id, { actif: false })
    await next(house)
    expect(seen(crm).notAvailable).toBe(true)
    house.books.edit(main, 'articles', id, { actif: true })
    await next(house)
    expect(seen(crm).notAvailable).toBe(false)
  })

  test('a product removed in Sage is marked as deleted in the CRM', async () => {
    const { id, crm } = await inBooks()
    house.books.remove(main, 'articles', id)
    await next(house)
    expect(seen(crm).deleted).toBe(true)
  })

  test('a product removed in the CRM stays in Sage and waits for a review', async () => {
    const { id, crm } = await inBooks()
    house.crm.remove('products', crm, { force: true })
    await next(house)
    expect(house.books.get(main, 'articles', id).supprime).toBe(false)
    expect(await reasonFor(house, 'books', 'product', id)).toBe('removed-in-crm')
  })
})
