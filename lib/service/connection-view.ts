import type { Connector } from '@/lib/model/connector'
import type { Connection } from '@/lib/store/connections'
import { vendorView } from './place'
import type { ConnectionView } from './views'

export const connectionView = (connector: Connector, connection: Connection): ConnectionView => ({
  id: connection.id,
  vendor: vendorView(connector),
  side: connection.side,
  account: connection.account ?? '',
  company: connection.companyName,
  problem: connection.health?.problem ?? null,
})
