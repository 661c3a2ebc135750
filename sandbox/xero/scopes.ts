import type { Request } from '../kit/server'

/** developer.xero.com/faq/granular-scopes: one for reading, one for writing, which includes reading. */
const OF_PATH: Readonly<Record<string, string>> = {
  Contacts: 'accounting.contacts',
  Items: 'accounting.settings',
  Organisation: 'accounting.settings',
  Users: 'accounting.settings',
  Accounts: 'accounting.settings',
  TaxRates: 'accounting.settings',
  Currencies: 'accounting.settings',
  Invoices: 'accounting.invoices',
  CreditNotes: 'accounting.invoices',
  Quotes: 'accounting.invoices',
  Payments: 'accounting.payments',
}

export const ALL: readonly string[] = [
  'offline_access',
  ...new Set(Object.values(OF_PATH).flatMap((scope) => [scope, `${scope}.read`])),
]

/** Any of these opens the path for this method. */
export function needed({ path, method }: Request): readonly string[] {
  const scope = OF_PATH[path.split('/')[3] ?? ''] ?? 'accounting.settings'
  return method === 'GET' ? [scope, `${scope}.read`] : [scope]
}
