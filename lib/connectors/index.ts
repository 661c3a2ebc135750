import type { Connector } from '@/lib/model/connector'
import { freshbooks } from './freshbooks'
import { freshsales } from './freshsales'
import { quickbooks } from './quickbooks'
import { sage50Fr } from './sage-50-fr'
import { sageSales } from './sage-sales'
import { xero } from './xero'

export { launches, makeLaunchSend } from './launches'

/** One import and one entry per vendor. */
export const connectors: Readonly<Record<string, Connector>> = {
  [sageSales.id]: sageSales,
  [sage50Fr.id]: sage50Fr,
  [quickbooks.id]: quickbooks,
  [freshsales.id]: freshsales,
  [xero.id]: xero,
  [freshbooks.id]: freshbooks,
}

export function connectorOf(id: string): Connector {
  const found = connectors[id]
  if (!found) throw new Error(`No connector ${id}`)
  return found
}
