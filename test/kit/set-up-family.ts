import { CLIENT, type freshsales } from '../../sandbox/freshsales'
import { described } from '../../sandbox/freshsales/simulate'
import type { Way } from '@/lib/engine/engine-of'
import { meetAgain } from '@/lib/engine/meet'
import type { Choice } from '@/lib/model/choice'
import { noSettings } from '@/lib/model/settings'
import type { Side } from '@/lib/model/words'
import { pairName, pairOf } from '@/lib/pairs'
import { composeSettings } from '@/lib/service/compose-settings'
import { engineAt, type Desk } from '@/lib/service/desk'
import { live } from '@/lib/service/live'
import { chooseCompany, saveChosen, saveConnection } from '@/lib/store/connections'
import { inTenant } from '@/lib/store/db'
import { createIntegration, publish, startIntegration } from '@/lib/store/integrations'
import { saveTokens } from '@/lib/store/tokens'
import type { FamilyBooks } from './family-books'

export interface FamilyVendors {
  readonly crm: ReturnType<typeof freshsales>
  readonly books: FamilyBooks
  /** Where each of them answers. */
  readonly addresses: Readonly<Record<Side, string>>
  /** Switches that the administrator turned, by entity. */
  readonly switches?: Readonly<Record<string, boolean>>
  /** Answers to the vendors' questions, where they differ from what is proposed. */
  readonly chosen?: Readonly<Record<string, readonly string[]>>
}

/** Who we are to each vendor. */
export const clientsOf =
  ({ books, addresses }: Pick<FamilyVendors, 'crm' | 'books' | 'addresses'>): NonNullable<Way['clientOf']> =>
  (asked) => {
    if (asked !== 'freshsales' && asked !== books.connector.id) return null
    const [client, side] = asked === 'freshsales' ? [CLIENT, 'crm' as const] : [books.client, 'books' as const]
    return { ...client, redirectUri: 'https://concord.test/back', origin: addresses[side] }
  }

/** Asked for again after half an hour, as if every vendor's tokens lived as short as Xero's. */
export const lifeOf = (desk: Desk) => ({ accessUntil: desk.now() + 30 * 60_000, refreshUntil: null })

/** What the set-up pages end in, stored directly: both consents given, every question answered as proposed. */
export async function setUpFamily(desk: Desk, given: FamilyVendors): Promise<string> {
  const engine = engineAt(desk)
  const { books } = given
  const pair = pairOf(`freshsales.${books.connector.id}`)
  if (!pair) throw new Error(`There is no pair with ${books.connector.id}`)
  const ids = { crm: desk.newId(), books: desk.newId(), integration: desk.newId() }
  await connect(desk, ids, given)
  const met = { crm: await meetAgain(engine, ids.crm), books: await meetAgain(engine, ids.books) }
  for (const side of ['crm', 'books'] as const) {
    const asked = (await met[side].session.choices?.()) ?? []
    await inTenant(desk, (tx) => saveChosen(tx, desk, ids[side], { ...answers(asked), ...given.chosen }))
  }
  await (await meetAgain(engine, ids.crm)).session.prepare?.()
  const found = await live(pair, await meetAgain(engine, ids.crm), await meetAgain(engine, ids.books))
  if (!found.ok) throw new Error(JSON.stringify(found.fault))
  const administrator = found.value.people.crm[0]?.id ?? null
  const switches = given.switches ?? {}
  const settings = composeSettings(pair, { ...noSettings, every: pair.every, administrator, switches }, found.value)
  await inTenant(desk, async (tx) => {
    await createIntegration(tx, desk, {
      ...{ id: ids.integration, installation: desk.installation, pair: pairName(pair), settings },
      ...{ crmConnection: ids.crm, booksConnection: ids.books },
    })
    await publish(tx, desk, ids.integration, settings, desk.actor)
    await startIntegration(tx, desk, ids.integration)
  })
  return ids.integration
}

async function connect(
  desk: Desk,
  ids: Readonly<Record<Side, string>>,
  { crm, books, addresses }: FamilyVendors,
): Promise<void> {
  const given = {
    crm: { vendor: 'freshsales', base: described().base, kept: {}, tokens: crm.admin.oauth.grant() },
    books: { vendor: books.connector.id, base: books.base, kept: books.consent, tokens: books.grant() },
  }
  const secrets = { crm: { domain: 'cordier' }, books: {} }
  await inTenant(desk, async (tx) => {
    for (const side of ['crm', 'books'] as const) {
      const { vendor, base, kept, tokens } = given[side]
      const baseUrl = `${addresses[side]}${base}`
      await saveConnection(tx, desk, { id: ids[side], vendor, side, baseUrl, account: null, secrets: secrets[side] })
      await saveTokens(tx, desk, ids[side], { ...tokens, ...lifeOf(desk), scopes: null, kept })
    }
    await chooseCompany(tx, desk, ids.books, { id: books.company, name: books.company })
  })
}

/** What was proposed, else the first answer there is. */
const answers = (asked: readonly Choice[]): Record<string, readonly string[]> =>
  Object.fromEntries(
    asked.map(({ key, proposed, values }) => [
      key,
      proposed.length > 0 ? proposed : values.slice(0, 1).map(({ value }) => value),
    ]),
  )
