import { random } from '../kit/random'
import { account } from './account'
import type { Account } from './account'
import type { Doc, Kind } from './records'
import { create } from './writes'

const FIRMS = ['Harbour Bakery', 'Maple & Sons', 'Atelier Lumière', 'Nordic Freight', 'Bluebird Café'] as const
const PEOPLE = [
  ['Jane', 'Okafor'],
  ['Luc', 'Béranger'],
  ['Ana', 'Ruiz'],
  ['', ''],
] as const
const GOODS = ['Consulting', 'Design', 'Support plan', 'Training day', 'Hosting'] as const
const CURRENCIES = ['USD', 'USD', 'EUR', 'JPY'] as const
const HOUR = 3_600_000

/** Books of so many clients; items, sales and payments follow. Everything is days old. */
export function seeded(id: string, size: number, seed: number, now: number): Account {
  const books = account(id, 'USD')
  const dice = random(seed)
  let at = now - 30 * 24 * HOUR
  const sow = (kind: Kind, doc: Doc): number => {
    at += 60_000
    const made = create(books, kind, doc, at)
    if (!made.ok) throw new Error(`seed: ${made.refusal.message}`)
    return made.value.id
  }
  const prices = GOODS.map((_name, index) => `${40 + index * 15}.${index}0`)
  for (const [index, name] of GOODS.entries())
    sow('item', {
      name,
      description: `${name} by us`,
      sku: `SKU-${index}`,
      unit_cost: cost(prices[index] ?? '1', 'USD'),
    })
  sow('tax', { name: 'VAT', amount: '20' })
  for (let index = 0; index < size; index += 1) {
    const currency = CURRENCIES[index % CURRENCIES.length] ?? 'USD'
    const client = sow('client', clientOf(index, currency))
    const good = dice.below(GOODS.length)
    sales(sow, index, client, { name: GOODS[good] ?? 'Hosting', price: prices[good] ?? '1.00', currency })
  }
  books.takeNews()
  return books
}

const cost = (amount: string, code: string): Doc => ({ amount, code })

function clientOf(index: number, currency: string): Doc {
  const [fname, lname] = PEOPLE[index % PEOPLE.length] ?? PEOPLE[0]
  return {
    organization: `${FIRMS[index % FIRMS.length]} ${index + 1}`,
    fname,
    lname,
    email: `client${index + 1}@example.test`,
    bus_phone: '(212) 555-0142',
    mob_phone: '212-555-0143',
    p_street: `${index + 1} Front Street`,
    p_city: 'Toronto',
    p_province: 'Ontario',
    p_code: 'M5J 2N1',
    p_country: 'Canada',
    currency_code: currency,
  }
}

function sales(
  sow: (kind: Kind, doc: Doc) => number,
  index: number,
  client: number,
  good: { readonly name: string; readonly price: string; readonly currency: string },
): void {
  const { name, price, currency } = good
  const unit_cost = cost(currency === 'JPY' ? String(Math.round(Number(price))) : price, currency)
  const lines = [
    { name, description: 'As agreed', qty: '3', unit_cost, taxName1: 'VAT', taxAmount1: '20' },
    { name: '', description: 'Delivery', qty: '1', unit_cost: cost('5', currency) },
  ]
  sow('estimate', { customerid: client, create_date: '2026-09-01', lines, notes: 'Valid for a month' })
  const discount_value = index % 3 === 1 ? '10' : '0'
  const dates = { create_date: '2026-09-15', due_date: '2026-10-15' }
  const invoice = sow('invoice', { customerid: client, ...dates, lines, discount_value, status: index === 2 ? 1 : 2 })
  if (index % 3 !== 2)
    sow('payment', {
      invoiceid: invoice,
      amount: cost('50', currency),
      date: '2026-09-20',
      type: 'Check',
      note: `CHK-${index}`,
    })
  if (index % 4 === 1)
    sow('credit_note', { clientid: client, create_date: '2026-09-25', lines: [{ name, qty: '1', unit_cost }] })
}
