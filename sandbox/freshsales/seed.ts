import { random } from '../kit/random'
import type { Random } from '../kit/random'
import type { Crm } from './crm'
import type { Lists } from './lists'
import type { Id, Module, Row } from './model'

export interface Sizes {
  readonly accounts: number
  readonly contacts: number
  readonly products: number
  readonly deals: number
}

const TRADES = ['Panadería', 'Menuiserie', 'Hardware', 'Talleres', 'Librairie'] as const
type Place = readonly [city: string, postcode: string, country: string, phone: string]
const PLACES: readonly [Place, ...Place[]] = [
  ['Lyon', '69003', 'FR', '+33 4 78 00'],
  ['Málaga', '29001', 'ES', '+34 952 00'],
  ['Leeds', 'LS1 4DY', 'GB', '+44 113 496'],
]
const FIRST = ['Camille', 'Iñigo', 'Amelia', 'Núria', 'Noah'] as const
const LAST = ["O'Connor", 'Muñoz', 'Lacroix', 'Ibáñez', 'Walker'] as const
const DAY = 86_400_000

/** Accounts, their people, products and deals of the CRM's own, touched over the last year. */
export function seedRecords(crm: Crm, lists: Lists, seed: number, sizes: Sizes): void {
  const chance = random(seed)
  const [accounts, contacts, products, deals] = ['sales_accounts', 'contacts', 'products', 'deals'].map((name) =>
    crm.module(name),
  )
  if (!accounts || !contacts || !products || !deals) throw new Error('A standard module is missing')
  const put = (module: Module, at: number, of: number, row: Partial<Row>): Id => {
    const id = crm.nextId()
    const stamp = crm.now() - 400 * DAY + Math.floor((390 * DAY * at) / Math.max(1, of) / 1000) * 1000
    crm.put(module, { ...BLANK, id, created_at: stamp, updated_at: stamp + chance.below(DAY / 1000) * 1000, ...row })
    return id
  }
  const owner = (): string => chance.pick(ownersOf(lists))
  const firms = count(sizes.accounts).map((at) =>
    put(accounts, at, sizes.accounts, { own: { ...account(chance, at), owner_id: owner() } }),
  )
  count(sizes.contacts).forEach((at) => {
    const firm = firms[at % Math.max(1, firms.length)]
    const own = { ...person(chance, at), owner_id: owner() }
    put(contacts, at, sizes.contacts, { own, accounts: firm === undefined ? [] : [firm] })
  })
  const goods = count(sizes.products).map((at) =>
    put(products, at, sizes.products, {
      own: { name: `Chair ${at + 1}`, product_code: `P-${String(at + 1).padStart(4, '0')}`, is_active: true },
      pricings: [{ currency_code: 'EUR', unit_price: `${10 + at}.5` }],
    }),
  )
  count(sizes.deals).forEach((at) => {
    const stage = lists.deal_stages[at % 2]?.id ?? null
    const firm = firms[at % Math.max(1, firms.length)] ?? null
    const own = { name: `Deal ${at + 1}`, amount: `${100 + at}.0`, deal_stage_id: stage, owner_id: owner() }
    const more = { currency_id: lists.currencies[0]?.id ?? null, expected_close: '2026-12-15', sales_account_id: firm }
    put(deals, at, sizes.deals, {
      own: { ...own, ...more },
      products: goods.slice(0, 2).map((id, n) => sold(crm, id, n)),
    })
  })
}

const BLANK = { is_deleted: false, own: {}, custom: {}, accounts: [], products: [], pricings: [] } as const

const count = (size: number): readonly number[] => Array.from({ length: size }, (_, at) => at)

function ownersOf({ users }: Lists): readonly [Id, ...Id[]] {
  const [first, ...rest] = users.filter(({ is_active }) => is_active).map(({ id }) => id)
  if (first === undefined) throw new Error('Nobody works here')
  return [first, ...rest]
}

const sold = (crm: Crm, product_id: Id, at: number) => ({
  id: crm.nextId(),
  product_id,
  quantity: String(at + 1),
  unit_price: `${10 + at}.5`,
  discount: '0.0',
})

function account(chance: Random, at: number): Row['own'] {
  const [city, zipcode, country, phone] = chance.pick(PLACES)
  return {
    name: `${chance.pick(TRADES)} ${chance.pick(LAST)} ${at + 1}`,
    phone: `${phone}${1000 + chance.below(8999)}`,
    website: chance.chance(0.5) ? `https://firm-${at + 1}.test` : null,
    address: `${chance.below(120) + 1} High Street`,
    city,
    zipcode,
    country,
  }
}

function person(chance: Random, at: number): Row['own'] {
  const [city, , country] = chance.pick(PLACES)
  return {
    first_name: chance.pick(FIRST),
    last_name: chance.pick(LAST),
    emails: `person${at + 1}@firm.test`,
    job_title: chance.chance(0.5) ? 'Buyer' : null,
    city,
    country,
  }
}
