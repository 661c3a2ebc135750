import { inForm } from '@/lib/http/form'
import type { Person } from '@/lib/model/connector'
import { exponentOf } from '@/lib/model/currency'
import type { Fields, Flat, Line, Parents, Snapshot, Value } from '@/lib/model/record'
import { canonicalLines, country, decimal, email, linesOf, money, text } from '@/lib/model/value'
import type { Entity } from '@/lib/model/words'
import { COLUMNS, DASH, LINKS, MARK, isName } from './columns'
import type { Column, Ours } from './columns'
import { readRows, rowForm } from './rows'
import type { Account, Contact, CustomRecord, Deal, Product } from './wire'

/** What stands behind a deal's references, and what the administrator said about deals. */
export interface DealWords {
  readonly currencies: ReadonlyMap<string, string>
  readonly won: ReadonlySet<string>
  readonly lost: ReadonlySet<string>
}

type Wire = Account | Contact | Deal | Product | CustomRecord

export const accountSnapshot = (row: Account): Snapshot =>
  live('customer', row, textOf(row.custom_field?.['cf_currency']), {}, {})

export function contactSnapshot({ email: main, ...row }: Contact): Snapshot {
  const account = row.sales_accounts.find(({ is_primary }) => is_primary === true) ?? row.sales_accounts[0]
  const told = main === undefined ? {} : { email: email(main) }
  return live('contact', row, null, told, account ? { customer: account.id } : {})
}

export function productSnapshot(row: Product): Snapshot {
  const [pricing] = row.product_pricings ?? []
  const currency = pricing ? text(pricing.currency_code) : null
  const price = pricing ? money(pricing.unit_price, exponentOf(currency)) : null
  const told = row.product_pricings === undefined ? {} : { price, currency }
  return live('product', row, currency, told, {})
}

export function dealSnapshot(row: Deal, words: DealWords): Snapshot {
  const currency = row.currency_id == null ? null : (words.currencies.get(row.currency_id) ?? null)
  const total = row.amount === undefined ? {} : { netTotal: money(row.amount, exponentOf(currency)) }
  const stage = row.deal_stage_id ?? ''
  const state = words.won.has(stage) ? 'accepted' : words.lost.has(stage) ? 'declined' : 'sent'
  const own = {
    ...total,
    ...(row.currency_id === undefined ? {} : { currency }),
    ...(row.deal_stage_id === undefined ? {} : { state }),
  }
  const parents = row.sales_account_id == null ? {} : { customer: row.sales_account_id }
  // Most deals have an amount and no products: those have no lines that could be told from it.
  const lines = row.deal_products.length > 0 ? { lines: row.deal_products.map(dealLine) } : {}
  return { ...live('document', row, currency, own, parents), ...lines }
}

const dealLine = (row: Deal['deal_products'][number]): Line => ({
  fields: {
    quantity: decimal(row.quantity),
    price: decimal(row.unit_price),
    discount: decimal(row.discount) ?? '0',
  },
  parents: { product: row.product_id },
})

export function moduleSnapshot(entity: 'invoice' | 'payment', row: CustomRecord): Snapshot {
  const custom = row.custom_field
  const customer = custom[LINKS[entity]?.customer ?? '']
  const lines = readRows(entity, custom[LINKS[entity]?.lines ?? ''])
  const parents = typeof customer === 'string' || typeof customer === 'number' ? { customer: String(customer) } : {}
  const shown = live(entity, row, textOf(custom['cf_currency']), {}, parents)
  // Somebody wrote over the lines: they are not what anybody sent, so they are none.
  return { ...shown, lines: lines ?? [] }
}

function live(
  entity: Ours,
  row: Wire | Omit<Contact, 'email'>,
  currency: string | null,
  own: Fields,
  parents: Parents,
): Snapshot {
  const custom = row.custom_field ?? {}
  const home = country(textOf(at(row, 'country')))
  const read = COLUMNS[entity].flatMap((each) => {
    const raw = each.wire.startsWith('cf_') ? custom[each.wire] : at(row, each.wire)
    return raw === undefined ? [] : [[each.key, valueOf(entity, each, raw, home, currency)] as const]
  })
  const marker = textOf(custom[MARK])
  return {
    ...{ entity, id: row.id, version: null, parents, removed: row.is_deleted === true },
    fields: { ...others(entity, custom), ...Object.fromEntries(read), ...own },
    ...(marker === null ? {} : { marker }),
  }
}

function valueOf(entity: Ours, each: Column, raw: unknown, home: string | null, currency: string | null): Value {
  if (each.form === 'id') return raw === null ? null : String(raw)
  if (each.form === 'money') return money(rawOf(raw), exponentOf(currency))
  const value = inForm(each.form, raw, home)
  return isName(entity, each) && value === DASH ? null : value
}

const rawOf = (raw: unknown): string | number | null =>
  typeof raw === 'string' || typeof raw === 'number' ? raw : null
const textOf = (raw: unknown): string | null => text(rawOf(raw))

/** Fields that the administrator made for purposes of their own. */
function others(entity: Ours, custom: Readonly<Record<string, unknown>>): Fields {
  const taken = new Set<string>([
    MARK,
    ...COLUMNS[entity].map(({ wire }) => wire),
    ...Object.values(LINKS[entity] ?? {}),
  ])
  const own = Object.entries(custom).flatMap(([name, raw]) =>
    taken.has(name) || !isPlain(raw) ? [] : [[`x:${name}`, typeof raw === 'string' ? text(raw) : raw] as const],
  )
  return Object.fromEntries(own)
}

const isPlain = (raw: unknown): raw is Value =>
  raw === null || typeof raw === 'string' || typeof raw === 'number' || typeof raw === 'boolean'

/** Parsed by zod before, so that only the name can be wrong. */
const at = (row: object, wire: string): unknown => (row as Readonly<Record<string, unknown>>)[wire]

export const personOf = (row: {
  readonly id: string
  readonly display_name?: string | null | undefined
  readonly email?: string | null | undefined
  readonly is_active?: boolean | null | undefined
}): Person => ({
  id: row.id,
  name: text(row.display_name) ?? row.id,
  email: email(row.email),
  active: row.is_active !== false,
  administrator: false,
  branch: null,
})

/** What the CRM will show of what we write: single lines stay single, and lines are what their text can tell. */
export function normal(entity: Entity, flat: Flat): Flat {
  const columns = COLUMNS[entity as Ours] as readonly Column[] | undefined // an entity that we do not keep has none
  const single = (columns ?? []).filter(({ key, form }) => form === 'text' && typeof flat[key] === 'string')
  const texts = Object.fromEntries(single.map(({ key }) => [key, text(String(flat[key]))]))
  const kept = entity === 'invoice' || entity === 'payment'
  const { lines } = flat
  if (!kept || typeof lines !== 'string') return { ...flat, ...texts }
  return { ...flat, ...texts, lines: canonicalLines(linesOf(lines).map((line) => rowForm(entity, line))) }
}
