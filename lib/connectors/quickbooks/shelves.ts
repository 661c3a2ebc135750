import type { Snapshot } from '@/lib/model/record'
import type { Entity } from '@/lib/model/words'
import { parsed } from './client'
import type { Kind } from './client'
import * as map from './map'
import type { Setting } from './map'
import * as wire from './wire'

/** How the rows of one kind are read, and what they are in our words. */
export interface Shelf {
  readonly kind: Kind
  readonly tells: readonly Entity[]
  /** Lists are never deleted and show what is inactive only when asked; transactions are really deleted. */
  readonly isList: boolean
  snapshots(row: unknown, setting: Setting): readonly Snapshot[]
  /** The customer that a row names by a path (`Parent:Child`): a part of another one. */
  partOf(row: unknown): string | null
}

/** In dependency order. */
export const SHELVES: readonly Shelf[] = [
  shelf('Customer', ['customer', 'contact'], true, wire.customer, map.customerSnapshots),
  shelf('Item', ['product'], true, wire.item, map.itemSnapshots),
  shelf('Estimate', ['document'], false, wire.estimate, map.estimateSnapshots),
  shelf('Invoice', ['invoice', 'document'], false, wire.invoice, map.invoiceSnapshots),
  shelf('CreditMemo', ['invoice'], false, wire.creditMemo, map.creditSnapshots),
  shelf('Payment', ['payment'], false, wire.payment, map.paymentSnapshots),
]

export const shelvesOf = (entity: Entity): readonly Shelf[] => SHELVES.filter(({ tells }) => tells.includes(entity))

export function shelfOf(kind: Kind): Shelf {
  const found = SHELVES.find((each) => each.kind === kind)
  if (!found) throw new Error(`No shelf for ${kind}`)
  return found
}

function shelf<T extends object>(
  kind: Kind,
  tells: readonly Entity[],
  isList: boolean,
  schema: Parameters<typeof parsed<T>>[0],
  toSnapshots: (row: T, setting: Setting) => readonly Snapshot[],
): Shelf {
  return {
    kind,
    tells,
    isList,
    snapshots(row, setting) {
      const stub = wire.stub.safeParse(row)
      return stub.success ? map.stubSnapshots(kind, stub.data) : toSnapshots(parsed(schema, row), setting)
    },
    partOf(row) {
      const named = wire.owned.safeParse(row)
      // No name of a customer may hold a colon of its own.
      const { value, name = '' } = named.success ? named.data.CustomerRef : {}
      return value !== undefined && name.includes(':') ? value : null
    },
  }
}
