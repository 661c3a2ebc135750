import { connectors } from '@/lib/connectors'
import type { Connector } from '@/lib/model/connector'
import type { Pair } from '@/lib/model/rule'
import type { Side } from '@/lib/model/words'
import { pairOf, pairs } from '@/lib/pairs'
import { connection, connectionsOf, type Connection } from '@/lib/store/connections'
import type { Tx } from '@/lib/store/db'
import { integrationsOfInstallation, type Integration } from '@/lib/store/integrations'
import { installation } from '@/lib/store/tenants'
import type { Desk } from './desk'
import type { VendorView } from './views'

/** What an installation has so far: its pair, its connections, its integration. */
export interface Place {
  readonly pair: Pair
  readonly integration: Integration | null
  /** All companies of the installation, this one among them; the default one first. */
  readonly companies: readonly Integration[]
  readonly crm: Connection | null
  readonly books: Connection | null
  readonly vendors: Readonly<Record<Side, Connector>>
}

export async function placeOf(tx: Tx, desk: Desk): Promise<Place> {
  const installed = await installation(tx, desk, desk.installation)
  if (!installed) throw new Error(`There is no installation ${desk.installation}`)
  const own = await integrationsOfInstallation(tx, desk, desk.installation)
  const integration = own.find(({ id }) => id === (desk.integration ?? own[0]?.id)) ?? null
  const [crm = null, books = null] = integration
    ? [await connection(tx, desk, integration.crmConnection), await connection(tx, desk, integration.booksConnection)]
    : [(await connectionsOf(tx, desk, 'crm'))[0], (await connectionsOf(tx, desk, 'books'))[0]]
  const pair = pairFor(installed.vendor, integration, books)
  return { pair, integration, companies: own, crm, books, vendors: { crm: known(pair.crm), books: known(pair.books) } }
}

function pairFor(crm: string, integration: Integration | null, books: Connection | null): Pair {
  const own = pairs.filter((pair) => pair.crm === crm)
  const found = (integration && pairOf(integration.pair)) ?? own.find((pair) => pair.books === books?.vendor) ?? own[0]
  if (!found) throw new Error(`No pair begins with ${crm}`)
  return found
}

function known(vendor: string): Connector {
  const found = connectors[vendor]
  if (!found) throw new Error(`No connector ${vendor}`)
  return found
}

export const vendorView = ({ id, name }: Connector): VendorView => ({ id, name })
