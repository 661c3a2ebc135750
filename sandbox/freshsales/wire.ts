import { json } from '../kit/server'
import type { Answer } from '../kit/server'
import type { Crm } from './crm'
import type { Lists } from './lists'
import type { FieldRule, Id, Module, Refusal, Row, Value } from './model'

type Bag = Record<string, unknown>

/** Bare digits on the wire, whatever their length. */
class Digits {
  readonly id: Id
  constructor(id: Id) {
    this.id = id
  }
  toJSON(): string {
    return `\u0001${this.id}\u0001`
  }
}
export const digits = (id: Id): Digits => new Digits(id)

export function answerWith(status: number, value: unknown, headers: Record<string, string> = {}): Answer {
  const given = json(status, value, headers)
  return { ...given, body: String(given.body).replace(/"\\u0001(\d+)\\u0001"/g, '$1') }
}

/** A body whose long numbers are ids: kept as text. */
export function readJson(body: Uint8Array): unknown {
  const text = new TextDecoder().decode(body)
  if (text === '') return undefined
  const held = text.replace(/("(?:[^"\\]|\\.)*")|-?\b\d{16,}\b/g, (whole, quoted) => (quoted ? whole : `"${whole}"`))
  try {
    return JSON.parse(held)
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}

/** https://developers.freshworks.com/crm/api/#error_responses : one object for every refusal. */
export const refusalAnswer = ({ status, messages }: Refusal): Answer =>
  json(status, { errors: { code: status, message: messages } })

const stamp = (at: number): string => new Date(at).toISOString().replace('.000Z', 'Z')

export interface Wire {
  record(module: Module, row: Row, include: ReadonlySet<string>, whole: 'list' | 'single'): Bag
  /** Arrays beside the records, for what they refer to. */
  beside(module: Module, rows: readonly Row[], include: ReadonlySet<string>): Bag
}

export function wire(crm: Crm, lists: Lists): Wire {
  const accounts = () => crm.module('sales_accounts')
  const nameOf = (id: Id): Value => {
    const known = accounts()
    return (known && crm.get(known, id)?.own['name']) ?? null
  }
  return {
    record(module, row, include, whole) {
      const own = shown(module, row.own, (name) => !name.startsWith('cf_'))
      const record: Bag = {
        id: digits(row.id),
        ...own,
        custom_field: shown(module, row.custom, (name) => name.startsWith('cf_')),
        tags: [],
        created_at: stamp(row.created_at),
        updated_at: stamp(row.updated_at),
        ...(whole === 'single' ? { is_deleted: row.is_deleted } : {}),
        links: { conversations: `/crm/sales/${module.path}/${row.id}/conversations/all` },
      }
      if (module.name === 'contacts') return contactOf(record, row, include, nameOf)
      if (module.name === 'deals') return dealOf(record, row, include)
      if (module.name === 'products') record['product_pricings'] = row.pricings
      return record
    },
    beside(module, rows, include) {
      const owners = new Set(rows.map(({ own }) => own['owner_id']))
      const referred = new Set(rows.flatMap((row) => [...row.accounts, String(row.own['sales_account_id'])]))
      const known = accounts()
      const found = known ? [...referred].flatMap((id) => crm.get(known, id) ?? []) : []
      const partial = ({ id, own }: Row) => ({ partial: true, id: digits(id), name: own['name'] })
      const showsAccounts = include.has('sales_accounts') || include.has('sales_account')
      return {
        ...(include.has('owner')
          ? { users: lists.users.filter(({ id }) => owners.has(id)).map((each) => ({ ...each, id: digits(each.id) })) }
          : {}),
        ...(showsAccounts && module.name !== 'sales_accounts' ? { sales_accounts: found.map(partial) } : {}),
      }
    },
  }
}

function shown(module: Module, values: Row['own'], mine: (name: string) => boolean): Bag {
  const entry = (field: FieldRule): [string, unknown] => {
    const value = values[field.name] ?? null
    return [field.name, field.type === 'lookup' && value !== null ? digits(String(value)) : value]
  }
  return Object.fromEntries(module.fields.filter(({ name }) => mine(name)).map(entry))
}

function contactOf(record: Bag, row: Row, include: ReadonlySet<string>, nameOf: (id: Id) => Value): Bag {
  const { emails: email = null, ...rest } = record
  const names = [row.own['first_name'], row.own['last_name']].filter((each) => each)
  return {
    ...rest,
    display_name: names.join(' ') || email,
    email,
    emails: email === null ? [] : [{ id: digits(row.id), value: email, is_primary: true, label: null }],
    ...(include.has('sales_accounts')
      ? {
          sales_accounts: row.accounts.map((id, at) => ({ id: digits(id), name: nameOf(id), is_primary: at === 0 })),
        }
      : {}),
  }
}

/** A deal in a list tells its owner, account and products only to who asks for them. */
function dealOf(record: Bag, row: Row, include: ReadonlySet<string>): Bag {
  const { owner_id, sales_account_id, ...rest } = record
  return {
    ...rest,
    ...(include.has('owner') ? { owner_id } : {}),
    ...(include.has('sales_account') ? { sales_account_id } : {}),
    ...(include.has('deal_products')
      ? {
          deal_products: row.products.map((each) => ({
            ...each,
            id: digits(each.id),
            product_id: digits(each.product_id),
          })),
        }
      : {}),
  }
}
