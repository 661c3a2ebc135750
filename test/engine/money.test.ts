import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { parse } from 'csv-parse/sync'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import type { Corridor } from '../kit/corridor'
import { account, doubles, inSage, invoice, linesOf, live, next, settled, standings, unexplained, written } from './kit'

const folder = fileURLToPath(new URL('../../../shared/data/northwind', import.meta.url))

describe('Northwind as the books', () => {
  if (existsSync(folder)) northwind()
  else test('left out: the Northwind files are not beside this clone', () => expect(existsSync(folder)).toBe(false))
})

function northwind(): void {
  let house: Corridor
  beforeAll(async () => {
    house = await settled({ books: { data: folder }, crm: { size: 0 } })
  }, 240_000)
  afterAll(() => house.close())

  test('every invoice in the CRM has the total of its order, to the cent, by an arithmetic of its own', () => {
    const orders = read('orders')
    const details = detailsByOrder()
    const shownBy = byNumber(house)
    let all = 0n
    for (const order of orders) {
      const goods = (details.get(order.OrderID ?? '') ?? []).map(lineCents)
      const expected = [...goods, cents(order.Freight, 2)].reduce((sum, line) => sum + line, 0n)
      const shown = shownBy.get(order.OrderID ?? '')
      expect(toCents(shown?.total), order.OrderID).toBe(expected)
      expect(toCents(shown?.Z_NetTotal), order.OrderID).toBe(expected)
      expect(toCents(shown?.Z_Balance), order.OrderID).toBe(expected)
      all += expected
    }
    expect(all).toBe(133_073_598n)
    expect(live(house, 'salesorders')).toHaveLength(orders.length)
  })

  test('the lines of every invoice in the CRM add up to its net total', () => {
    const sums = new Map<unknown, bigint>()
    for (const line of live(house, 'salesordersLines'))
      sums.set(line.salesorderId, (sums.get(line.salesorderId) ?? 0n) + toCents(line.total))
    for (const { id, Z_NetTotal } of live(house, 'salesorders')) expect(sums.get(id)).toBe(toCents(Z_NetTotal))
  })

  test('an invoice has as many lines as its order, and one more for the freight', () => {
    const details = detailsByOrder()
    const [first] = inSage(house, 'factures')
    const lines = linesOf(house, invoice(house, first?.id).id)
    expect(lines).toHaveLength((details.get(String(first?.numero)) ?? []).length + 1)
    expect(lines.at(-1)).toMatchObject({ description: 'Frais de port', total: 32.38 })
  })

  test('two customers named IT are two accounts, each with its own code', () => {
    const twins = live(house, 'accounts').filter((row) => row.name === 'IT')
    expect(twins.map((row) => row.extId).sort()).toEqual(['VALON', 'Val2'])
  })

  test('a code with a trailing blank lives on in its normal form, with its contact and its invoices', () => {
    const { id } = account(house, 'Val2')
    expect(live(house, 'contacts').filter((row) => row.accountId === id)).toMatchObject([
      { lastName: 'Val2', firstName: '-' },
    ])
    const theirs = inSage(house, 'factures').filter((row) => row.tiersCode === 'Val2 ')
    for (const { id: own } of theirs) expect(invoice(house, own).accountId).toBe(id)
  })

  test('discontinued products are not available, the others are', () => {
    for (const { ProductID, Discontinued } of read('products')) {
      const found = live(house, 'products').find((row) => row.extId === ProductID)
      expect(found?.notAvailable, ProductID).toBe(Discontinued !== '0')
    }
  })

  test('every record is accounted for: all in step, none parked, none waiting, none twice', async () => {
    for (const { standing, count, entity, reason } of await standings(house))
      if (count > 0) expect(standing, `${entity} ${reason}`).toBe('in-sync')
    expect(doubles(house)).toEqual([])
    expect(await unexplained(house)).toEqual([])
    const accounts = live(house, 'accounts').length
    const contacts = live(house, 'contacts').length
    expect([accounts, contacts]).toEqual([93, 93])
  })

  test('the second run writes nothing', async () => {
    const run = await next(house)
    expect([run.result, written(run)]).toEqual([{ kind: 'done' }, 0])
  })
}

const Table = z.array(z.record(z.string(), z.string()))
const read = (name: string) => Table.parse(parse(readFileSync(`${folder}/${name}.csv`), { columns: true }))

function detailsByOrder(): ReadonlyMap<string, readonly Readonly<Record<string, string>>[]> {
  const groups = new Map<string, Readonly<Record<string, string>>[]>()
  for (const row of read('order-details')) {
    const order = row.OrderID ?? ''
    groups.set(order, [...(groups.get(order) ?? []), row])
  }
  return groups
}

const byNumber = (house: Corridor) => new Map(live(house, 'salesorders').map((row) => [String(row.reference), row]))

const toCents = (amount: unknown): bigint => BigInt(Math.round(Number(amount) * 100))

/** Ten-thousandths of price and discount, so that the product is exact, then half-up. */
function lineCents(detail: Readonly<Record<string, string>>): bigint {
  const exact = cents(detail.UnitPrice, 4) * BigInt(detail.Quantity ?? '') * (10_000n - cents(detail.Discount, 4))
  return (exact + 500_000n) / 1_000_000n
}

function cents(text: string | undefined, digits: number): bigint {
  const [whole = '', part = ''] = (text ?? '').split('.')
  return BigInt(whole + part.padEnd(digits, '0').slice(0, digits))
}
