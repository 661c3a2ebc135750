import type { Connector } from '@/lib/model/connector'
import { freshbooks } from './freshbooks'
import { freshsales } from './freshsales'
import { quickbooks } from './quickbooks'
import { sage50Fr } from './sage-50-fr'
import { sageSales } from './sage-sales'
import { launches, makeLaunchSend } from './launches'
import { xero } from './xero'

export { launches, makeLaunchSend }

/** One import and one entry per vendor. */
export const connectors: Readonly<Record<string, Connector>> = {
  [sageSales.id]: sageSales,
  [sage50Fr.id]: sage50Fr,
  [quickbooks.id]: quickbooks,
  [freshsales.id]: freshsales,
  [xero.id]: xero,
  [freshbooks.id]: freshbooks,
}

/** What people call a vendor, also one that only opens us and has no connector yet. */
export function vendorName(id: string): string {
  const door = Object.hasOwn(launches, id) ? launches[id] : undefined
  return (Object.hasOwn(connectors, id) ? connectors[id]?.name : undefined) ?? door?.name ?? id
}

export function connectorOf(id: string): Connector {
  const found = connectors[id]
  if (!found) throw new Error(`No connector ${id}`)
  return found
}
