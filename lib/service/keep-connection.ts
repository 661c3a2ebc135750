import { connectorOf } from '@/lib/connectors'
import type { Company, Connector, Grant } from '@/lib/model/connector'
import { noSettings } from '@/lib/model/settings'
import { sides, type Side } from '@/lib/model/words'
import { pairName, pairs as allPairs } from '@/lib/pairs'
import {
  chooseCompany,
  connection as readConnection,
  saveChosen,
  saveConnection,
  type Connection,
} from '@/lib/store/connections'
import { inTenant, type Tx } from '@/lib/store/db'
import { forgetAll } from '@/lib/store/forget'
import {
  changeDraft,
  createIntegration,
  integrationsOfConnection,
  oneTaker,
  setNextDue,
  setStopped,
  setWaiting,
  type Integration,
} from '@/lib/store/integrations'
import { openRunOf } from '@/lib/store/runs'
import { saveTokens, type GivenTokens } from '@/lib/store/tokens'
import { askAgain } from './ask-run'
import { noteDecided } from './decided'
import type { Desk } from './desk'
import { done, failed, type Done } from './fault'
import { leaveThrough } from './leave-through'
import { placeOf, type Place } from './place'
import { mailDue, tellAdministrators } from './tell-administrators'

/** Until the second side is connected, any books system that this CRM pairs with may be taken. */
export function connectorFor({ vendors, pair, integration }: Place, side: Side, vendor: string): Connector | null {
  if (vendors[side].id === vendor) return vendors[side]
  const pairs =
    side === 'books' && !integration && allPairs.some((other) => other.crm === pair.crm && other.books === vendor)
  return pairs ? connectorOf(vendor) : null
}

/** A side's connection, if it is one to this very vendor: another one's company, answers and tokens mean nothing to it. */
export function connectionTo(place: Place, side: Side, vendor: string): Connection | null {
  const there = place[side]
  return there?.vendor === vendor ? there : null
}

/** Another company's grant would mix two companies' records; what was read is bound to the first one. Who administers is told. */
export async function refuseStranger(
  desk: Desk,
  place: Place,
  known: Connection | null,
  { id: vendor, name }: Pick<Connector, 'id' | 'name'>,
  companies: readonly Company[],
): Promise<Done<null>> {
  const own = known?.companyId
  if (!own || companies.some(({ id }) => id === own)) return done(null)
  const through = place.companies.filter((each) => [each.crmConnection, each.booksConnection].includes(known.id))
  if (isUnbound(through)) return (await areReading(desk, through)) ? failed({ kind: 'not-now' }) : done(null)
  const [bound, offered] = [known.companyName ?? own, companies.map((company) => company.name).join(', ')]
  await inTenant(desk, (tx) => tellAdministrators(tx, desk, { kind: 'refused', vendor: name, bound, offered }))
  await desk.emit(mailDue(desk))
  return failed({
    kind: 'vendor',
    vendor,
    problem: { kind: 'rejected', field: 'company', detail: `${bound} / ${offered}` },
  })
}

const isUnbound = (through: readonly Integration[]): boolean => through.every(({ version }) => version === 0)

/** A run that is under way would mix what it has read with what another company shows. */
const areReading = (desk: Desk, through: readonly Integration[]): Promise<boolean> =>
  inTenant(desk, async (tx) => {
    for (const { id } of through) if ((await openRunOf(tx, desk, id)) !== null) return true
    return false
  })

export interface NewGrant {
  readonly id: string
  readonly connector: Connector
  readonly grant: Grant
  readonly account: string | null
  readonly companies: readonly Company[]
  /** Of a consent; absent where keys were typed in. */
  readonly tokens?: GivenTokens
}

/** Stores a grant that was tested. `wakes`: the integrations that should run now, because a person has mended it. */
export async function keepConnection(tx: Tx, desk: Desk, given: NewGrant) {
  const { connector, grant, account, companies, tokens } = given
  const { id: vendor, side } = connector
  await oneTaker(tx, desk, desk.installation)
  const here = await placeOf(tx, desk)
  // Of two who connect a side first, in the same moment, the second one connects it again.
  const id = connectionTo(here, side, vendor)?.id ?? given.id
  const left = await replaced(tx, desk, here, connector)
  await saveConnection(tx, desk, { id, vendor, side, baseUrl: grant.baseUrl, account, secrets: grant.secrets })
  if (tokens) await saveTokens(tx, desk, id, tokens)
  const [only, second] = companies
  // A CRM's grant opens one company: there is nothing to choose.
  if (side === 'crm' && only && !second) await bindCrm(tx, desk, id, only)
  const place = await placeOf(tx, desk)
  const connection = place[side]
  if (!connection) throw new Error('The connection was not stored')
  const before = place.integration
  const through = await integrationsOfConnection(tx, desk, id)
  for (const each of through) await noteDecided(tx, desk, each, [{ why: 'connect', side, record: connector.name }])
  if (!before) await join(tx, desk, place)
  await tellAdministrators(tx, desk, { kind: 'connected', vendor: connector.name, account })
  const wakes: string[] = []
  for (const each of through) if (await wake(tx, desk, each, vendor)) wakes.push(each.id)
  return { connection, wakes, left }
}

/** Before anything is joined another vendor may take the side: the connection to the first one ends. */
async function replaced(tx: Tx, desk: Desk, { integration, ...here }: Place, { id: vendor, side }: Connector) {
  const there = here[side]
  if (!there || there.vendor === vendor || integration) return null
  return leaveThrough(tx, desk, there, { mirrored: 'keep', crm: null })
}

/** What follows from a kept grant, once it is stored. */
export async function tellOf(desk: Desk, { wakes, left }: Awaited<ReturnType<typeof keepConnection>>): Promise<void> {
  await desk.emit(mailDue(desk))
  for (const integration of wakes) await askAgain(desk, integration)
  if (!left) return
  const { connection, version, unlock } = left
  await desk.emit({ name: 'connection.ended', tenant: desk.tenant, connection, version, unlock })
}

/** Of another CRM nothing is known yet; once something is in force the first one stays, and the next run asks who that is. */
async function bindCrm(tx: Tx, desk: Desk, id: string, company: Company): Promise<void> {
  const own = (await readConnection(tx, desk, id))?.companyId ?? company.id
  if (own !== company.id) {
    const through = await integrationsOfConnection(tx, desk, id)
    if (!isUnbound(through)) return
    await saveChosen(tx, desk, id, {})
    for (const each of through) {
      await forgetAll(tx, desk, each.id)
      await changeDraft(tx, desk, each.id, (draft) => ({ ...draft, administrator: null, people: [] }))
    }
  }
  await chooseCompany(tx, desk, id, company)
}

/** Both sides are there: the integration begins, as a draft. */
async function join(tx: Tx, desk: Desk, { pair, crm, books, vendors }: Place): Promise<void> {
  if (!crm || !books) return
  const integration = await createIntegration(tx, desk, {
    id: desk.newId(),
    installation: desk.installation,
    pair: pairName(pair),
    crmConnection: crm.id,
    booksConnection: books.id,
    settings: { ...noSettings, every: pair.every },
  })
  await noteDecided(
    tx,
    desk,
    integration,
    sides.map((side) => ({ why: 'connect', side, record: vendors[side].name })),
  )
}

/** A vendor that a person had to mend is tried again at once; true if a run should be asked for. */
async function wake(tx: Tx, desk: Desk, integration: Integration, vendor: string): Promise<boolean> {
  if (integration.stopped && integration.stopped.vendor !== vendor) return false
  if (integration.startedAt === null) return false
  await setStopped(tx, desk, integration.id, null)
  await setWaiting(tx, desk, integration.id, null)
  await setNextDue(tx, desk, integration.id, desk.now())
  return integration.pausedBy === null
}
