import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { parse } from 'csv-parse/sync'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { gateway } from './gateway-contract'

const FOLDER = fileURLToPath(new URL('../../../shared/data/northwind', import.meta.url))

const read = (name: string) =>
  z.array(z.record(z.string(), z.string())).parse(parse(readFileSync(`${FOLDER}/${name}.csv`), { columns: true }))

const Invoices = z.array(
  z.object({
    numero: z.string(),
    totalHT: z.string(),
    totalTVA: z.string(),
    totalTTC: z.string(),
    representant: z.string(),
    tiersCode: z.string(),
    lignes: z.array(z.object({ articleCode: z.string(), montantHT: z.string() })),
  }),
)

describe('Northwind as a Sage 50 dossier', () => {
  if (existsSync(FOLDER)) loaded()
  else it('left out: ../shared is absent', () => expect(existsSync(FOLDER)).toBe(false))
})

function loaded(): void {
  const { readAll } = gateway({ data: FOLDER })

  it('every customer is there with its oddities: two named IT, one code with a trailing blank, no country', async () => {
    const { elements } = await readAll('clients')
    expect(elements).toHaveLength(93)
    const twins = elements.filter((each) => each.raisonSociale === 'IT')
    expect(twins.map((each) => each.code)).toEqual(['Val2 ', 'VALON'])
    for (const twin of twins) expect(twin.adresse).toMatchObject({ pays: null, ville: null })
    const countries = new Set(
      elements.map((each) => z.object({ pays: z.string().nullable() }).parse(each.adresse).pays),
    )
    expect(countries.size).toBe(22)
    expect(countries).toContain('GB')
  })

  it('every customer has one contact address, a single word being the name', async () => {
    const { elements } = await readAll('contacts')
    expect(elements).toHaveLength(93)
    expect(new Set(elements.map((each) => each.tiersId)).size).toBe(93)
    expect(elements.find((each) => each.tiersCode === 'Val2 ')).toMatchObject({ prenom: null, nom: 'Val2' })
    expect(elements[0]).toMatchObject({ prenom: 'Maria', nom: 'Anders', fonction: 'Sales Representative' })
  })

  it('products are articles with their stock, discontinued ones are inactive, and freight is a service', async () => {
    const { elements } = await readAll('articles')
    const products = read('products')
    expect(elements).toHaveLength(products.length + 1)
    for (const [index, product] of products.entries()) {
      expect(elements[index]).toMatchObject({
        code: product.ProductID,
        gereEnStock: true,
        stockReel: product.UnitsInStock,
        actif: product.Discontinued === '0',
      })
    }
    expect(elements.at(-1)).toMatchObject({ code: 'PORT', typeArticle: 'service', gereEnStock: false, stockReel: null })
  })

  it('employees are the sales representatives', async () => {
    const { elements } = await readAll('representants')
    expect(elements).toHaveLength(9)
    expect(elements[0]).toMatchObject({ code: '1', prenom: 'Nancy', nom: 'Davolio', email: null })
  })

  it('every order is an invoice whose lines and total agree to the cent with the files', async () => {
    const invoices = Invoices.parse((await readAll('factures')).elements)
    const orders = read('orders')
    const details = read('order-details')
    expect(invoices).toHaveLength(830)
    for (const [index, order] of orders.entries()) {
      const own = details.filter((detail) => detail.OrderID === order.OrderID)
      const lines = [...own.map(lineCents), cents4(order.Freight, 2)]
      const invoice = invoices[index]
      expect(invoice?.lignes.map((line) => line.montantHT)).toEqual(lines.map(money))
      expect(invoice).toMatchObject({
        numero: order.OrderID,
        tiersCode: order.CustomerID,
        representant: order.EmployeeID,
        totalHT: money(lines.reduce((a, b) => a + b)),
        totalTVA: '0.00',
        totalTTC: money(lines.reduce((a, b) => a + b)),
      })
    }
    // 1,265,793.29 of goods (1,265,793.0395 before each line is rounded) and 64,942.69 of freight.
    expect(money(invoices.reduce((sum, { totalTTC }) => sum + BigInt(totalTTC.replace('.', '')), 0n))).toBe(
      '1330735.98',
    )
  })
}

/** Its own arithmetic: ten-thousandths of price and discount, so the product is exact, then half-up. */
function lineCents(detail: Readonly<Record<string, string>>): bigint {
  const exact = cents4(detail.UnitPrice, 4) * BigInt(detail.Quantity ?? '') * (10_000n - cents4(detail.Discount, 4))
  return (exact + 500_000n) / 1_000_000n
}

function cents4(text: string | undefined, digits: number): bigint {
  const [whole = '', part = ''] = (text ?? '').split('.')
  return BigInt(whole + part.padEnd(digits, '0').slice(0, digits))
}

const money = (cents: bigint): string => `${cents / 100n}.${String(cents % 100n).padStart(2, '0')}`
