import type { Company } from '@/lib/model/connector'
import { connection as readConnection, type Connection } from '@/lib/store/connections'
import type { Tx } from '@/lib/store/db'
import { oneTaker, type Integration } from '@/lib/store/integrations'
import type { Desk } from './desk'
import { placeOf, type Place } from './place'

/** One of several companies of a CRM, with the books it is about. */
export interface Sibling {
  readonly integration: Integration
  readonly books: Connection
}

/** All companies of the installation, the default one first. */
export async function siblingsOf(tx: Tx, desk: Desk, { companies }: Place): Promise<readonly Sibling[]> {
  const found: Sibling[] = []
  for (const integration of companies) {
    const books = await readConnection(tx, desk, integration.booksConnection)
    if (books) found.push({ integration, books })
  }
  return found
}

/** Companies that no other integration of this CRM keeps in step: one set of books in two of them would write everything twice. */
export const untaken = (
  companies: readonly Company[],
  { integration, books }: Pick<Place, 'integration' | 'books'>,
  siblings: readonly Sibling[],
): readonly Company[] => {
  const others = siblings.filter((one) => one.integration.id !== integration?.id).map((one) => one.books)
  return companies.filter((company) => !others.some((other) => isSame(other, company, books?.baseUrl ?? '')))
}

/** Asked again in the transaction that takes it: the vendor's answers took a while, and somebody else may have been faster. */
export async function isTaken(
  tx: Tx,
  desk: Desk,
  company: Company,
  by: Pick<Place, 'integration' | 'books'>,
): Promise<boolean> {
  await oneTaker(tx, desk, desk.installation)
  return untaken([company], by, await siblingsOf(tx, desk, await placeOf(tx, desk))).length === 0
}

/** What a company really is, is known once it was looked at; until then where it was reached and under which name. */
const isSame = (other: Connection, company: Company, reachedAt: string): boolean =>
  other.companyIdentity === null
    ? other.companyId === company.id && other.baseUrl === reachedAt
    : other.companyIdentity === company.identity
