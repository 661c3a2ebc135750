import { z } from 'zod'
import { meetAgain } from '@/lib/engine/meet'
import type { Company } from '@/lib/model/connector'
import { chooseCompany, closeConnection, grantOf, saveChosen, saveConnection } from '@/lib/store/connections'
import { inTenant, type Tx } from '@/lib/store/db'
import { createIntegration, oneTaker } from '@/lib/store/integrations'
import { pairName } from '@/lib/pairs'
import { askVendor } from './ask-vendor'
import { noteDecided } from './decided'
import { engineAt, type Desk } from './desk'
import { done, failed, invalid, type Done } from './fault'
import { placeOf, type Place } from './place'
import { isTaken, siblingsOf, untaken } from './siblings'
import { verb } from './verb'
import { withoutOwn } from './without-own'

/** `company`: one that the keys of this one open, too; null: it is connected with keys or a sign-in of its own. */
export const addCompanyInput = z.object({ company: z.string().min(1).max(300).nullable() })

export interface Added {
  readonly integration: string
}

type Known = Place & { readonly books: NonNullable<Place['books']>; readonly crm: NonNullable<Place['crm']> }

/** A further company of the books on the same CRM: its own connection, settings, history and pause. Its settings begin as a copy. */
export const addCompany = verb<z.infer<typeof addCompanyInput>, Added>(addCompanyInput, async (desk, { company }) => {
  const place = await inTenant(desk, (tx) => placeOf(tx, desk))
  const { integration, crm, books } = place
  if (!integration || !books || crm?.endedAt !== null) return failed({ kind: 'not-now' })
  const known = { ...place, crm, books }
  const found = company === null ? done(null) : await lookFor(desk, known, company)
  if (!found.ok) return found
  return inTenant(desk, (tx) => add(tx, desk, known, found.value))
})

async function lookFor(desk: Desk, place: Known, company: string): Promise<Done<Company>> {
  const { books, vendors } = place
  // A consent's tokens belong to one connection: shared, one refresh would end the other's.
  if (vendors.books.auth.kind !== 'keys') return invalid({ company: 'unknown' })
  const open = await askVendor(vendors.books.id, async () => {
    const { session } = await meetAgain(engineAt(desk), books.id)
    return session.companies()
  })
  if (!open.ok) return open
  const siblings = await inTenant(desk, (tx) => siblingsOf(tx, desk, place))
  // What is shown here counts as taken as well.
  const free = untaken(open.value, { integration: null, books }, siblings)
  const found = free.find(({ id }) => id === company)
  return found ? done(found) : invalid({ company: 'unknown' })
}

async function add(tx: Tx, desk: Desk, place: Known, company: Company | null): Promise<Done<Added>> {
  const { pair, integration, crm, books } = place
  if (company && (await isTaken(tx, desk, company, { integration: null, books }))) return invalid({ company: 'twice' })
  const begun = company ? null : await unfinished(tx, desk)
  if (begun) return done({ integration: begun })
  const [connection, id] = [desk.newId(), desk.newId()]
  const { vendor, side, baseUrl } = books
  const secrets = company ? (await grantOf(tx, desk, books.id))?.secrets : {}
  if (!integration || !secrets) return failed({ kind: 'not-now' })
  const account = company ? books.account : null
  await saveConnection(tx, desk, { id: connection, vendor, side, baseUrl, account, secrets })
  if (company) {
    await chooseCompany(tx, desk, connection, company)
    await saveChosen(tx, desk, connection, books.chosen)
  } else await closeConnection(tx, desk, connection)
  const created = await createIntegration(tx, desk, {
    ...{ id, installation: desk.installation, pair: pairName(pair), settings: withoutOwn(integration.settings) },
    ...{ crmConnection: crm.id, booksConnection: connection },
  })
  await noteDecided(tx, desk, created, [{ why: 'add-company', ...(company ? { record: company.name } : {}) }])
  return done({ integration: id })
}

/** One that has no books yet: whoever asks for another goes on with it, because nobody could take an empty one away. */
async function unfinished(tx: Tx, desk: Desk): Promise<string | null> {
  await oneTaker(tx, desk, desk.installation)
  const siblings = await siblingsOf(tx, desk, await placeOf(tx, desk))
  return siblings.find(({ books }) => books.companyId === null)?.integration.id ?? null
}
