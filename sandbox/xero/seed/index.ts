import { random } from '../../kit/random'
import type { Random } from '../../kit/random'
import { blank } from '../contacts'
import { guid } from '../guid'
import { priced, totalsOf } from '../lines'
import { exact, shown } from '../organisation'
import { decimal, times } from '../../kit/decimal'
import type {
  Contact,
  Content,
  CreditNote,
  Invoice,
  Item,
  Line,
  LineAmountTypes,
  Payment,
  Quote,
  User,
} from '../records'
import { FIRST_NAMES, GOODS, STREETS, SURNAMES, TOWNS, TRADES } from './names'

export interface Sizes {
  readonly contacts: number
  readonly items: number
  readonly invoices: number
  readonly quotes: number
  readonly users: number
}

export const MAIN = guid('organisation', 'main')
export const SECOND = guid('organisation', 'second')

const USUAL: Sizes = { contacts: 300, items: 120, invoices: 900, quotes: 60, users: 3 }
const SMALL: Sizes = { contacts: 20, items: 10, invoices: 30, quotes: 5, users: 2 }
const NONE: Sizes = { contacts: 0, items: 0, invoices: 0, quotes: 0, users: 2 }

/** A number alone means that many customers, nothing else. */
export function sizesOf(size: number | Partial<Sizes> | undefined): Sizes {
  if (size === undefined) return USUAL
  return typeof size === 'number' ? { ...NONE, contacts: size } : { ...NONE, ...size }
}

export const seedMain = (sizes: Sizes, seed: number, today: () => string): Content =>
  content({ id: MAIN, name: 'Hartwell Trading Ltd', isDemo: false }, sizes, seed, today)

export const seedSecond = (seed: number, today: () => string): Content =>
  content({ id: SECOND, name: 'Hartwell Studio (Demo)', isDemo: true }, SMALL, seed + 1, today)

type Head = Pick<Content, 'id' | 'name' | 'isDemo'>

function content(head: Head, sizes: Sizes, seed: number, today: () => string): Content {
  const books: Books = { seed, org: head.id, sizes }
  const make = <T>(count: number, one: (books: Books, index: number) => T): readonly T[] =>
    Array.from({ length: count }, (_, index) => one(books, index))
  const invoices = make(sizes.contacts === 0 ? 0 : sizes.invoices, invoice)
  return {
    ...head,
    currency: 'GBP',
    country: 'GB',
    today,
    contacts: make(sizes.contacts, contact),
    items: make(sizes.items, item),
    invoices,
    creditNotes: invoices.flatMap((each, index) => (index % 15 === 14 ? [creditNote(books, each, index)] : [])),
    payments: invoices.flatMap((each, index) => payment(books, each, index)),
    quotes: make(sizes.contacts === 0 ? 0 : sizes.quotes, quote),
    users: make(sizes.users, user),
  }
}

interface Books {
  readonly seed: number
  readonly org: string
  readonly sizes: Sizes
}

type Kind = 'contact' | 'item' | 'invoice' | 'quote'
const SALT: Readonly<Record<Kind, number>> = { contact: 1, item: 2, invoice: 3, quote: 4 }

/** The same row always draws the same lots. */
const lots = ({ seed }: Books, kind: Kind, index: number): Random =>
  random(Math.imul(seed * 8 + SALT[kind], 0x9e3779b1) ^ Math.imul(index + 1, 0x85ebca6b))

const idOf = ({ org }: Books, kind: string, index: number): string => guid(`${org}:${kind}`, index)

/** Imported rows can be years older by their stamp than by their date. */
const madeAt = (index: number): number => Date.UTC(2024, 0, 8, 7, 30) + ((index * 2_467_013) % (800 * 86_400_000))

const dayAfter = (from: string, days: number): string =>
  new Date(Date.parse(`${from}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10)

const at = <T>(names: readonly [T, ...T[]], place: number): T => names[place % names.length] ?? names[0]

function contact(books: Books, index: number): Contact {
  const lot = lots(books, 'contact', index)
  const surname = at(SURNAMES, Math.floor(index / TRADES.length))
  const round = Math.floor(index / (TRADES.length * SURNAMES.length))
  const name = `${surname} ${at(TRADES, index)}${round === 0 ? '' : ` ${round + 1}`}`
  const [postcode, town] = lot.pick(TOWNS)
  const hasPerson = index % 5 !== 4
  const number = String(index).padStart(6, '0')
  return {
    ...blank(''),
    id: idOf(books, 'contact', index),
    updated: madeAt(index),
    AccountNumber: `C${number}`,
    Name: name,
    FirstName: hasPerson ? lot.pick(FIRST_NAMES) : null,
    LastName: hasPerson ? lot.pick(SURNAMES) : null,
    EmailAddress: index % 7 === 6 ? null : `accounts${index}@example.com`,
    CompanyNumber: index % 3 === 0 ? `0${1_000_000 + index}` : null,
    TaxNumber: index % 4 === 3 ? null : `GB${123_000_000 + index}`,
    DefaultCurrency: index % 11 === 10 ? 'EUR' : null,
    Addresses: [
      {
        AddressType: 'POBOX',
        AddressLine1: `${lot.below(180) + 1} ${lot.pick(STREETS)}`,
        City: town,
        PostalCode: postcode,
        Country: 'United Kingdom',
      },
    ],
    Phones: [
      { PhoneType: 'DEFAULT', PhoneNumber: `496 ${number.slice(2)}`, PhoneAreaCode: '0113', PhoneCountryCode: '44' },
      ...(index % 3 === 1
        ? [
            {
              PhoneType: 'MOBILE' as const,
              PhoneNumber: `7700 9${number.slice(1)}`,
              PhoneAreaCode: '',
              PhoneCountryCode: '44',
            },
          ]
        : []),
    ],
    // An archived one now and then; the last of a small seed stays as it is.
    ContactStatus: index % 40 === 39 ? 'ARCHIVED' : 'ACTIVE',
  }
}

const item = (books: Books, index: number): Item => ({
  id: idOf(books, 'item', index),
  updated: madeAt(index),
  Code: `P${String(index + 1).padStart(4, '0')}`,
  Name: `${at(GOODS, index)} ${Math.floor(index / GOODS.length) + 1}`,
  Description: index % 4 === 3 ? null : `${at(GOODS, index)}, sold by the piece`,
  PurchaseDescription: null,
  // Four decimals, as screws have them; services have no purchase price.
  SalesPrice: shown(exact(lots(books, 'item', index).below(90_000) / 10_000 + 1), index % 6 === 5 ? 4 : 2),
  PurchasePrice: index % 5 === 4 ? null : 1.25,
  IsSold: true,
  IsPurchased: index % 5 !== 4,
  QuantityOnHand: index % 3 === 0 ? lots(books, 'item', index).below(200) : null,
})

const TYPES: readonly [LineAmountTypes, ...LineAmountTypes[]] = ['Exclusive', 'Exclusive', 'Inclusive', 'NoTax']

function linesAt(books: Books, lot: Random, types: LineAmountTypes): readonly Line[] {
  return Array.from({ length: 1 + lot.below(4) }, (): Line => {
    const chosen = books.sizes.items > 0 ? item(books, lot.below(books.sizes.items)) : null
    return priced(
      {
        LineItemID: guid('line', `${books.org}:${lot.next()}`),
        Description: chosen?.Description ?? chosen?.Name ?? 'Work as agreed',
        Quantity: lot.chance(0.2) ? shown(exact(1 + lot.below(400) / 100)) : 1 + lot.below(12),
        UnitAmount: chosen?.SalesPrice ?? 50 + lot.below(400),
        ItemCode: chosen?.Code ?? null,
        AccountCode: '200',
        TaxType: types === 'NoTax' ? 'NONE' : lot.pick(['OUTPUT2', 'OUTPUT2', 'RROUTPUT', 'ZERORATEDOUTPUT']),
        DiscountRate: lot.chance(0.15) ? 12.5 : null,
      },
      types,
    )
  })
}

function sale(books: Books, kind: 'invoice' | 'quote', index: number) {
  const lot = lots(books, kind, index)
  const owner = lot.below(books.sizes.contacts)
  const currency = owner % 11 === 10 ? 'EUR' : index % 13 === 12 ? 'JPY' : 'GBP'
  const types = currency === 'JPY' ? 'NoTax' : at(TYPES, index)
  const drawn = linesAt(books, lot, types)
  const lines = currency === 'JPY' ? drawn.map(inYen) : drawn
  return {
    id: idOf(books, kind, index),
    updated: madeAt(index),
    contact: idOf(books, 'contact', owner),
    Reference: index % 3 === 0 ? `PO ${4000 + index}` : null,
    Date: dayAfter('2024-11-04', Math.floor((index * 740) / Math.max(books.sizes[`${kind}s`], 1))),
    LineAmountTypes: types,
    lines,
    CurrencyCode: currency,
    CurrencyRate: { EUR: 1.166_421, JPY: 201.35, GBP: 1 }[currency],
    ...totalsOf(lines, types),
  }
}

/** A currency without minor units: whole amounts only. */
const inYen = (line: Line): Line =>
  priced(
    { ...line, Quantity: Math.ceil(line.Quantity), UnitAmount: Math.ceil(line.UnitAmount * 150), DiscountRate: null },
    'NoTax',
  )

/** Of twenty in a row: bills, drafts and voided ones too. */
function invoice(books: Books, index: number): Invoice {
  const made = sale(books, 'invoice', index)
  const place = index % 20
  return {
    ...made,
    number: `${place === 17 ? 'BILL' : 'INV'}-${String(index + 1).padStart(4, '0')}`,
    Type: place === 17 ? 'ACCPAY' : 'ACCREC',
    Status: place === 16 ? 'DRAFT' : place === 18 ? 'VOIDED' : place === 19 ? 'DELETED' : 'AUTHORISED',
    DueDate: dayAfter(made.Date, 30),
    SentToContact: index % 2 === 0,
    Url: null,
    byApp: false,
  }
}

/** Of twenty in a row, eight are paid and three in part. */
function payment(books: Books, paid: Invoice, index: number): readonly Payment[] {
  const { id, Date, Total, CurrencyCode, CurrencyRate, Status, Type } = paid
  const place = index % 20
  if (place > 10 || Status !== 'AUTHORISED' || Type !== 'ACCREC' || Total <= 0) return []
  const amount = place < 8 || CurrencyCode === 'JPY' ? Total : shown(times(exact(Total), decimal('0.35')))
  if (amount <= 0) return []
  return [
    {
      id: idOf(books, 'payment', index),
      updated: madeAt(index),
      invoice: id,
      creditNote: null,
      account: '090',
      Date: dayAfter(Date, 12),
      Amount: amount,
      CurrencyRate,
      Reference: index % 4 === 0 ? `BACS ${9000 + index}` : null,
      IsReconciled: index % 2 === 0,
      Status: 'AUTHORISED',
    },
  ]
}

/** A credit on the invoice it follows, used against it in part where that one is still open. */
function creditNote(books: Books, origin: Invoice, index: number): CreditNote {
  const lines = origin.lines.slice(0, 1)
  const totals = totalsOf(lines, origin.LineAmountTypes)
  const used = origin.Status === 'AUTHORISED' && index % 20 > 10 && totals.Total > 0
  return {
    id: idOf(books, 'creditNote', index),
    updated: madeAt(index),
    contact: origin.contact,
    number: `CN-${String(index + 1).padStart(4, '0')}`,
    Reference: null,
    Date: dayAfter(origin.Date, 3),
    LineAmountTypes: origin.LineAmountTypes,
    lines,
    CurrencyCode: origin.CurrencyCode,
    CurrencyRate: origin.CurrencyRate,
    ...totals,
    Type: origin.Type === 'ACCREC' ? 'ACCRECCREDIT' : 'ACCPAYCREDIT',
    Status: 'AUTHORISED',
    allocations: used
      ? [
          {
            AllocationID: idOf(books, 'allocation', index),
            Amount: shown(times(exact(totals.Total), decimal('0.5'))),
            Date: dayAfter(origin.Date, 3),
            invoice: origin.id,
          },
        ]
      : [],
  }
}

const QUOTES: readonly [Quote['Status'], ...Quote['Status'][]] = ['DRAFT', 'SENT', 'ACCEPTED', 'DECLINED', 'INVOICED']

function quote(books: Books, index: number): Quote {
  const made = sale(books, 'quote', index)
  return {
    ...made,
    number: `QU-${String(index + 1).padStart(4, '0')}`,
    Status: at(QUOTES, index),
    ExpiryDate: dayAfter(made.Date, 30),
    Title: `Fit-out ${index + 1}`,
    Summary: null,
    Terms: null,
  }
}

function user(books: Books, index: number): User {
  const [first, last] = [at(FIRST_NAMES, index), at(SURNAMES, index)]
  return {
    id: idOf(books, 'user', index),
    updated: madeAt(index),
    FirstName: first,
    LastName: last,
    EmailAddress: `user${index}@hartwell.example.com`,
    IsSubscriber: index === 0,
    OrganisationRole: index === 0 ? 'FINANCIALADVISER' : 'STANDARD',
  }
}
