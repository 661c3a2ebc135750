import { random } from '../kit/random'
import { company } from './company'
import type { Company } from './company'
import type { Doc, Kind } from './records'
import { write } from './writes'

const DAY_MS = 86_400_000
const TOWNS = [
  { Line1: '4581 Finch St.', City: 'Bayshore', CountrySubDivisionCode: 'CA', PostalCode: '94326', Country: 'USA' },
  { Line1: '65 Ocean Dr.', City: 'Half Moon Bay', CountrySubDivisionCode: 'CA', PostalCode: '94213', Country: 'USA' },
  { Line1: '12 Willow Rd.', Line2: 'Suite 4', City: 'Menlo Park', CountrySubDivisionCode: 'CA', PostalCode: '94305' },
] as const
const FIRST = ['Amy', 'Bill', 'Diego', 'Geeta', 'Karen', 'Noémie', 'Shara', 'Travis'] as const
const LAST = ['Lauterbach', 'Lucchini', 'Rodriguez', "O'Kelly", 'Pye', 'Lefèvre', 'Barnett', 'Waldron'] as const
const TRADES = ['Bird Sanctuary', 'Freight', 'Gardens', 'Diner', 'Wedding Planning', 'Sporting Goods'] as const

/** Writes through the same door as everybody, so that a seed cannot hold what the service would refuse. */
function sower(into: Company, now: number) {
  let at = now - 60 * DAY_MS
  return (kind: Kind, doc: Doc): string => {
    at += 3_000
    const result = write(into, kind, doc, { operation: 'create', include: [] }, Math.min(at, now - DAY_MS))
    if (!result.ok) throw new Error(`${kind}: ${result.fault.code} ${result.fault.detail}`)
    return String(result.value['Id'])
  }
}

/** The main company: sizes follow the number of customers. */
export function seedMain(id: string, size: number, seed: number, now: number): Company {
  const into = company({
    id,
    name: 'Craig’s Design and Landscaping',
    country: 'US',
    homeCurrency: 'USD',
    multiCurrency: true,
    offset: -480,
  })
  const sow = sower(into, now)
  const dice = random(seed)
  for (const name of ['Emily Platt', 'John Johnson'])
    sow('Employee', {
      DisplayName: name,
      GivenName: name.split(' ')[0],
      FamilyName: name.split(' ')[1],
      PrimaryEmailAddr: { Address: `${name.replace(' ', '.').toLowerCase()}@example.test` },
    })
  sow('Vendor', { DisplayName: 'Books by Bessie' })
  const items = Array.from({ length: Math.max(3, Math.min(40, size)) }, (_each, index) =>
    sow('Item', itemAt(index, dice.below(40_000))),
  )
  const category = sow('Item', { Name: 'Design', Type: 'Category' })
  sow('Item', { ...itemAt(900, 7500), Name: 'Custom Design', SubItem: true, ParentRef: { value: category } })
  const customers = Array.from({ length: size }, (_each, index) => sow('Customer', customerAt(index)))
  const [first] = customers
  if (first !== undefined) sow('Customer', { DisplayName: 'Kitchen remodel', Job: true, ParentRef: { value: first } })
  customers.forEach((owner, index) =>
    trade(sow, { owner, index, item: items[index % items.length] ?? '1', cents: 1_000 + dice.below(90_000) }),
  )
  into.takeEvents()
  return into
}

export function seedSecond(id: string, now: number): Company {
  const into = company({
    id,
    name: 'Atelier Lumière',
    country: 'FR',
    homeCurrency: 'EUR',
    multiCurrency: false,
    offset: 60,
  })
  const sow = sower(into, now)
  sow('Employee', { DisplayName: 'Alice Moreau' })
  const item = sow('Item', itemAt(0, 5_000))
  for (const index of [0, 1]) {
    const owner = sow('Customer', { ...customerAt(index), CurrencyRef: null })
    trade(sow, { owner, index, item, cents: 12_050 })
  }
  into.takeEvents()
  return into
}

const itemAt = (index: number, cents: number): Doc => ({
  Name: index === 0 ? 'Services' : `Item ${index}`,
  Sku: `SKU-${String(index).padStart(4, '0')}`,
  Type: index % 3 === 1 ? 'Inventory' : 'Service',
  Description: `What item ${index} is for`,
  UnitPrice: cents / 100,
  PurchaseCost: Math.floor(cents / 2) / 100,
  IncomeAccountRef: { value: '79', name: 'Sales of Product Income' },
  ...(index % 3 === 1 ? { TrackQtyOnHand: true, QtyOnHand: 10 + index, InvStartDate: '2025-01-01' } : {}),
})

function customerAt(index: number): Doc {
  const given = FIRST[index % FIRST.length] ?? 'Amy'
  const family = LAST[Math.floor(index / FIRST.length) % LAST.length] ?? 'Lauterbach'
  const name = `${given}'s ${TRADES[index % TRADES.length] ?? 'Freight'} ${index + 1}`
  // One in four is a company without a person.
  const person =
    index % 4 === 3 ? {} : { GivenName: given, FamilyName: family, Mobile: { FreeFormNumber: '(650) 555-0123' } }
  return {
    DisplayName: name,
    CompanyName: name,
    ...person,
    PrimaryEmailAddr: { Address: `customer${index + 1}@example.test` },
    PrimaryPhone: { FreeFormNumber: '(650) 555-3311' },
    BillAddr: TOWNS[index % TOWNS.length] ?? TOWNS[0],
    Notes: index % 2 === 0 ? 'Pays late.\nCall first.' : null,
    CurrencyRef: { value: index % 5 === 4 ? 'JPY' : index % 5 === 3 ? 'EUR' : 'USD' },
  }
}

/** An estimate, an invoice with tax that is partly paid, and now and then a credit. */
function trade(
  sow: (kind: Kind, doc: Doc) => string,
  given: { owner: string; index: number; item: string; cents: number },
): void {
  const { owner, index, item, cents } = given
  // A currency without decimals has no cents to owe.
  const price = index % 5 === 4 ? cents : cents / 100
  const CustomerRef = { value: owner }
  const detail = { ItemRef: { value: item }, Qty: 2, UnitPrice: price, TaxCodeRef: { value: 'TAX' } }
  const line = {
    Amount: price * 2,
    Description: `Work ${index + 1}`,
    DetailType: 'SalesItemLineDetail',
    SalesItemLineDetail: detail,
  }
  const tax = Math.round(price * 2 * 8) / 100
  const whole = index % 5 === 4 ? Math.round(tax) : tax
  const TxnTaxDetail = {
    TotalTax: whole,
    TaxLine: [{ Amount: whole, DetailType: 'TaxLineDetail', TaxLineDetail: { TaxPercent: 8, PercentBased: true } }],
  }
  sow('Estimate', {
    CustomerRef,
    TxnDate: '2026-09-01',
    ExpirationDate: '2026-10-01',
    Line: [line],
    TxnStatus: index % 2 === 0 ? 'Accepted' : 'Pending',
  })
  const invoice = sow('Invoice', {
    CustomerRef,
    TxnDate: '2026-09-15',
    DueDate: '2026-10-15',
    Line: [line],
    TxnTaxDetail,
  })
  if (index % 3 !== 0) {
    const Line = [{ Amount: price, LinkedTxn: [{ TxnId: invoice, TxnType: 'Invoice' }] }]
    sow('Payment', { CustomerRef, TxnDate: '2026-09-20', TotalAmt: price, PaymentRefNum: `CHK-${index}`, Line })
  }
  if (index % 6 === 2)
    sow('CreditMemo', {
      CustomerRef,
      TxnDate: '2026-09-25',
      Line: [{ ...line, Amount: price, SalesItemLineDetail: { ...detail, Qty: 1 } }],
    })
}
