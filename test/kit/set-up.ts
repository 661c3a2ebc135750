import { DEMO_KEYS } from '../../sandbox/sage-sales'
import { KEY, MAIN, SECOND } from '../../sandbox/sage-50-fr'
import { meetAgain } from '@/lib/engine/meet'
import type { Choice } from '@/lib/model/choice'
import { noSettings } from '@/lib/model/settings'
import { pairName, pairs } from '@/lib/pairs'
import { addCompany } from '@/lib/service/add-company'
import { composeSettings } from '@/lib/service/compose-settings'
import { engineAt, type Desk } from '@/lib/service/desk'
import { live } from '@/lib/service/live'
import { chooseCompany, saveChosen, saveConnection } from '@/lib/store/connections'
import { inTenant } from '@/lib/store/db'
import {
  createIntegration,
  integration as readIntegration,
  integrationOfInstallation,
  publish,
  startIntegration,
} from '@/lib/store/integrations'

/** What the set-up pages end in, stored directly: quicker than the verbs, and independent of them. */
export async function setUpCorridor(desk: Desk, hosts: { crm: string; books: string }): Promise<string> {
  const engine = engineAt(desk)
  const [pair] = pairs
  if (!pair) throw new Error('There is no pair')
  const ids = { crm: desk.newId(), books: desk.newId(), integration: desk.newId() }
  await inTenant(desk, async (tx) => {
    const { publicKey, privateKey } = DEMO_KEYS
    const crm = {
      vendor: pair.crm,
      side: 'crm',
      baseUrl: `${origin('https', hosts.crm)}/api/v4`,
      account: publicKey,
    } as const
    const books = {
      vendor: pair.books,
      side: 'books',
      baseUrl: origin('http', hosts.books),
      account: hosts.books,
    } as const
    await saveConnection(tx, desk, { id: ids.crm, ...crm, secrets: { publicKey, privateKey } })
    await saveConnection(tx, desk, { id: ids.books, ...books, secrets: { address: books.baseUrl, key: KEY } })
  })
  const shown = await (await meetAgain(engine, ids.books, MAIN)).session.companies()
  const company = shown.find(({ id }) => id === MAIN)
  if (!company) throw new Error(`The gateway shows no ${MAIN}`)
  await inTenant(desk, (tx) => chooseCompany(tx, desk, ids.books, { ...company, name: MAIN }))
  const crm = await meetAgain(engine, ids.crm)
  const choices = (await crm.session.choices?.()) ?? []
  const people = await crm.session.people()
  await inTenant(desk, (tx) => saveChosen(tx, desk, ids.crm, chosenOf(choices)))
  await crm.session.prepare?.()
  const found = await live(pair, await meetAgain(engine, ids.crm), await meetAgain(engine, ids.books))
  if (!found.ok) throw new Error(JSON.stringify(found.fault))
  const administrator = people.find((person) => person.administrator)?.id ?? people[0]?.id ?? null
  const settings = composeSettings(pair, { ...noSettings, every: pair.every, administrator }, found.value)
  await inTenant(desk, async (tx) => {
    await createIntegration(tx, desk, {
      id: ids.integration,
      installation: desk.installation,
      pair: pairName(pair),
      crmConnection: ids.crm,
      booksConnection: ids.books,
      settings,
    })
    await publish(tx, desk, ids.integration, settings, desk.actor)
    await startIntegration(tx, desk, ids.integration)
  })
  return ids.integration
}

/** A further company of the same CRM, its books in the second dossier behind the same key. */
export async function addSibling(desk: Desk): Promise<string> {
  const first = await inTenant(desk, (tx) => integrationOfInstallation(tx, desk, desk.installation))
  if (!first) throw new Error('There is no first company')
  const added = await addCompany(desk, { company: SECOND })
  if (!added.ok) throw new Error(JSON.stringify(added.fault))
  const { integration: id } = added.value
  const engine = engineAt(desk)
  const [pair] = pairs
  const made = await inTenant(desk, (tx) => readIntegration(tx, desk, id))
  if (!pair || !made) throw new Error('The company was not added')
  const benches = [await meetAgain(engine, made.crmConnection), await meetAgain(engine, made.booksConnection)] as const
  const found = await live(pair, ...benches)
  if (!found.ok) throw new Error(JSON.stringify(found.fault))
  const settings = composeSettings(pair, { ...made.settings, administrator: first.settings.administrator }, found.value)
  await inTenant(desk, async (tx) => {
    await publish(tx, desk, id, settings, desk.actor)
    await startIntegration(tx, desk, id)
  })
  return id
}

const chosenOf = (choices: readonly Choice[]): Record<string, readonly string[]> =>
  Object.fromEntries(choices.map(({ key, proposed }) => [key, proposed]))

/** Simulators in a process of their own come with their whole address. */
const origin = (scheme: string, host: string): string => (host.includes('://') ? host : `${scheme}://${host}`)
