import type { Mode } from './contacts'
import { fieldsOf } from './fields'
import type { Organisation } from './organisation'
import type { Item } from './records'
import { refused, taken } from './refuse'
import type { Verdict } from './refuse'
import type { Wire } from './show'

export function writeItem(org: Organisation, element: Wire, mode: Mode, now: number): Verdict<Item> {
  const fields = fieldsOf(element)
  const all = [...org.tables.items.all()]
  const { ItemID: id, Code: code } = element
  const found =
    mode === 'create'
      ? undefined
      : typeof id === 'string'
        ? org.tables.items.get(id)
        : all.find((each) => each.Code === code)
  if (typeof id === 'string' && !found) return refused(`Item ${id} could not be found`)
  const kept = found ?? BLANK
  const sales = fieldsOf(fields.object('SalesDetails'))
  const purchase = fieldsOf(fields.object('PurchaseDetails'))
  const next: Item = {
    ...kept,
    id: found?.id ?? org.newId(),
    updated: now,
    Code: fields.text('Code', 30, kept.Code) ?? '',
    Name: fields.text('Name', 50, kept.Name),
    Description: fields.text('Description', 4000, kept.Description),
    PurchaseDescription: fields.text('PurchaseDescription', 4000, kept.PurchaseDescription),
    SalesPrice: sales.maybe('UnitPrice') ?? kept.SalesPrice,
    PurchasePrice: purchase.maybe('UnitPrice') ?? kept.PurchasePrice,
    IsSold: element['IsSold'] !== false,
    IsPurchased: element['IsPurchased'] !== false,
  }
  if (next.Code === '') fields.complain('Item Code is required')
  if (all.some((each) => each.id !== next.id && each.Code === next.Code))
    fields.complain(`Price List Item with Code '${next.Code}' already exists`)
  if (fields.messages.length > 0) return refused(...fields.messages)
  org.tables.items.put(next)
  return taken(next)
}

const BLANK: Item = {
  id: '',
  updated: 0,
  Code: '',
  Name: null,
  Description: null,
  PurchaseDescription: null,
  SalesPrice: null,
  PurchasePrice: null,
  IsSold: true,
  IsPurchased: true,
  QuantityOnHand: null,
}
