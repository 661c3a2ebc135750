import type { Connector, Grant, Limits } from '../model/connector'
import type { Connection } from '../store/connections'

/** The limits of this very grant: the customer's plan may decide. */
export const limitsOf = (connector: Connector, grant: Grant): Limits => ({
  ...connector.limits,
  rates: connector.rates?.(grant) ?? connector.limits.rates,
})

/** Whose calls they are: one company's at its vendor, else the whole connection's. */
export const quotaKey = ({ id }: Pick<Connector, 'id'>, company: string | null, connection: string): string =>
  company === null ? connection : `${id}:${company}`

/** What decides its limits, without its secrets. */
export const openly = ({ companyId, chosen }: Pick<Connection, 'companyId' | 'chosen'>): Grant => ({
  ...{ baseUrl: '', secrets: {}, company: companyId, chosen },
})
