import type { Link } from '../model/record'
import type { Facts } from '../sync/facts'
import { birthOf, type Claim } from '../sync/claims'
import { connection } from '../store/connections'
import type { Tx } from '../store/db'
import { heldElsewhere } from '../store/held-elsewhere'
import { integrationsOfConnection, publishedSettings, type Integration } from '../store/integrations'
import type { Work } from './workshop'

type Shared = Pick<Facts, 'elsewhere' | 'born'>

const alone: Shared = { elsewhere: () => null, born: () => 'ours' }

/** What several companies of one CRM must know of each other; the oldest one is the default. */
export async function sharedFacts(tx: Tx, work: Work, links: readonly Link[]): Promise<Shared> {
  const { engine, integration } = work
  // Only of records that the CRM alone shows can it be asked whose they are.
  if (!integration.hasSiblings || !links.some(({ crm, books }) => crm && !books)) return alone
  const all = await integrationsOfConnection(tx, engine, integration.crmConnection)
  const names = new Map<string, string>()
  const claims: Claim[] = []
  for (const each of all) {
    names.set(each.id, await nameOf(tx, work, each))
    claims.push(await claimOf(tx, work, each, names.get(each.id) ?? ''))
  }
  const holders = await holdersOf(tx, work, links)
  return {
    elsewhere: (space, id) => {
      const holder = holders.get(`${space}:${id}`)
      return holder ? { company: names.get(holder.integration) ?? '', open: holder.open } : null
    },
    born: birthOf(claims, all[0]?.id === integration.id),
  }
}

async function nameOf(tx: Tx, { engine }: Work, { booksConnection }: Integration): Promise<string> {
  const books = await connection(tx, engine, booksConnection)
  return books?.companyName ?? ''
}

/** The rules being planned count for this company, those in force for the others. */
async function claimOf(tx: Tx, work: Work, each: Integration, name: string): Promise<Claim> {
  if (each.id === work.integration.id) return { company: null, belongs: work.settings.belongs ?? [] }
  const settings = await publishedSettings(tx, work.engine, each.id, each.version)
  return { company: name, belongs: settings?.belongs ?? [] }
}

async function holdersOf(tx: Tx, { engine, integration }: Work, links: readonly Link[]) {
  const records = links.flatMap(({ space, crm, books }) =>
    crm && !books ? [{ space, id: crm.id, marker: crm.marker }] : [],
  )
  const found = await heldElsewhere(tx, engine, integration.id, integration.crmConnection, records)
  return new Map(found.map((held) => [`${held.space}:${held.id}`, held]))
}
