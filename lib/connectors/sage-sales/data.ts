import type { Content, Grant } from '@/lib/model/connector'
import type { Problem } from '@/lib/model/problem'
import type { Fields, Line, Value } from '@/lib/model/record'
import { decimal, moneyText } from '@/lib/model/value'
import { COLUMNS, DASH } from './columns'
import type { Column, Ours } from './columns'

/** Ids behind our values, for writing. */
export interface Ids {
  readonly country: ReadonlyMap<string, number>
  readonly currency: ReadonlyMap<string, number>
  readonly state: ReadonlyMap<string, number>
  readonly branch: ReadonlyMap<string, number>
  readonly bare: number | null
}

export type Told = { readonly ok: true; readonly data: Readonly<Record<string, unknown>> } | Refused
interface Refused {
  readonly ok: false
  readonly problem: Problem
}

/** A write's fields as the CRM names them; keys that it does not keep are not sent. */
export function dataOf(
  entity: Ours,
  write: Content,
  ids: Ids,
  verb: 'create' | 'update',
  chosen: Grant['chosen'],
): Told {
  const data: Record<string, unknown> = {}
  for (const each of COLUMNS[entity]) {
    // A create carries no empty values, yet the CRM wants both names of a contact.
    const value =
      write.fields[each.key] === undefined && verb === 'create' && each.form === 'name' ? null : write.fields[each.key]
    if (value === undefined) continue
    const told = sent(entity, each, value, ids)
    if (told === undefined) return { ok: false, problem: unknownValue(each.key, value) }
    data[each.wire] = told
  }
  const label = write.fields['entity'] ?? (verb === 'create' ? entity : undefined)
  const status = entity === 'customer' || entity === 'prospect' ? statusOf(label, chosen) : undefined
  const account = write.parents.customer
  const owner = write.fields['owner']
  const branch = verb === 'create' && typeof owner === 'string' ? ids.branch.get(owner) : undefined
  return {
    ok: true,
    data: {
      ...data,
      ...(status === undefined ? {} : { statusId: status }),
      ...(account === undefined ? {} : { accountId: Number(account) }),
      ...(branch !== undefined && entity !== 'contact' ? { branchId: branch } : {}),
      ...(entity === 'invoice' && 'invoiceId' in write.fields ? { extId: write.fields['invoiceId'] } : {}),
    },
  }
}

const unknownValue = (key: string, value: Value): Problem => ({
  kind: 'rejected',
  field: key,
  detail: `unknown here: ${String(value)}`,
})

function statusOf(label: Value | undefined, chosen: Grant['chosen']): number | undefined {
  const list = label === 'customer' ? chosen['client'] : label === 'prospect' ? chosen['prospect'] : undefined
  return list?.[0] === undefined ? undefined : Number(list[0])
}

/** undefined: the value has no counterpart in the CRM's lists. */
function sent(entity: Ours, { key, form }: Column, value: Value, ids: Ids): unknown {
  if (form === 'name') return value ?? DASH
  if (form === 'not') return value === null ? false : !value
  if (key === 'locked') return value === true
  if (value === null) return null
  if (form === 'ref') return reference(key, String(value), ids)
  if (form === 'money') return typeof value === 'number' ? Number(moneyText(value)) : null
  if (form === 'number') return Math.floor(Number(value))
  if (form === 'date') return `${String(value)} 00:00:00`
  return key === 'code' && entity === 'product' ? shortCode(String(value)) : value
}

function reference(key: string, value: string, ids: Ids): number | undefined {
  if (key === 'country') return ids.country.get(value)
  if (key === 'currency') return ids.currency.get(value)
  if (key === 'state') return ids.state.get(value)
  return /^\d+$/.test(value) ? Number(value) : undefined
}

/** One line of an order; position makes the CRM show them as the invoice has them. */
export function lineData(orderId: number, given: Line, position: number, ids: Ids): Record<string, unknown> {
  const { fields, parents } = lineForm(given)
  const { description = null, quantity, price, discount, total } = fields
  return {
    salesOrderId: orderId,
    productId: parents.product === undefined ? ids.bare : Number(parents.product),
    description,
    quantity: Number(quantity),
    price: Number(price ?? 0),
    discount1: Number(discount),
    total: typeof total === 'number' ? Number(moneyText(total)) : null,
    order: position,
  }
}

/** Orders count whole units: a part of one becomes one piece at the line's total. */
export function lineForm({ fields, parents }: Line): Line {
  const { quantity, total } = fields
  const whole = typeof quantity === 'string' && /^-?\d+$/.test(quantity)
  const piece =
    whole || typeof total !== 'number' ? {} : { quantity: '1', price: decimal(moneyText(total)), discount: '0' }
  return { fields: { discount: '0', ...notNull(fields), quantity: whole ? quantity : '1', ...piece }, parents }
}

const notNull = (fields: Fields): Fields => (fields['discount'] === null ? { ...fields, discount: '0' } : fields)

const LONGEST_CODE = 30

/** A longer product code keeps its beginning and a hash of the whole, so that two of them stay two. */
export function shortCode(code: string): string {
  if (code.length <= LONGEST_CODE) return code
  const hash = [...code].reduce(
    (sum, letter) => Math.imul(sum ^ (letter.codePointAt(0) ?? 0), 0x01000193) >>> 0,
    0x811c9dc5,
  )
  return `${code.slice(0, LONGEST_CODE - 9)}~${hash.toString(16).padStart(8, '0')}`
}
