import { z } from 'zod'
import { connectorOf } from '@/lib/connectors'
import { addressOf as vendorAddress, isLabel } from '@/lib/engine/address'
import { vendorBaseUrl } from '@/lib/env'
import type { AskedKey, Company, Connector, Grant } from '@/lib/model/connector'
import { noSettings } from '@/lib/model/settings'
import { sides, type Side } from '@/lib/model/words'
import { pairName, pairs as allPairs } from '@/lib/pairs'
import { chooseCompany, saveConnection, type Connection } from '@/lib/store/connections'
import { inTenant, type Tx } from '@/lib/store/db'
import { createIntegration, setNextDue, setStopped, setWaiting } from '@/lib/store/integrations'
import { askAgain } from './ask-run'
import { checkConnection } from './check-connection'
import { connectionView } from './connection-view'
import { noteDecided } from './decided'
import { engineAt, type Desk } from './desk'
import { done, failed, invalid, type FieldFault } from './fault'
import { placeOf, type Place } from './place'
import { verb } from './verb'
import type { Check, ConnectionView } from './views'

export const connectInput = z.object({
  side: z.enum(sides),
  vendor: z.string(),
  answers: z.record(z.string(), z.string().max(4_000)),
})

export interface Connected {
  readonly connection: ConnectionView
  readonly checks: readonly Check[]
}

/** Tries what was typed in and keeps it, sealed, only if everything that was tested is in order. */
export const connect = verb<z.infer<typeof connectInput>, Connected>(
  connectInput,
  async (desk, { side, vendor, answers }) => {
    const place = await inTenant(desk, (tx) => placeOf(tx, desk))
    const connector = connectorFor(place, side, vendor)
    if (!connector) return invalid({ vendor: 'unknown' })
    const typed = read(connector.auth.asked, answers)
    if ('wrong' in typed) return invalid(typed.wrong)
    const known = place[side]
    const grant: Grant = {
      baseUrl: typed.address ?? vendorBaseUrl(vendor) ?? vendorAddress(connector, typed.secrets),
      secrets: typed.secrets,
      company: known?.companyId ?? null,
      chosen: known?.chosen ?? {},
    }
    const id = known?.id ?? desk.newId()
    const checked = await checkConnection(engineAt(desk), connector, grant, id)
    if (!checked.ok) return checked
    const { companies, checks } = checked.value
    const stranger = otherCompany(place, known, companies)
    if (stranger)
      return failed({ kind: 'vendor', vendor, problem: { kind: 'rejected', field: 'company', detail: stranger } })
    const { connection, wakes } = await inTenant(desk, (tx) =>
      store(tx, desk, { id, connector, grant, account: typed.account, companies }),
    )
    if (wakes) await askAgain(desk, wakes)
    return done({ connection: connectionView(connector, connection), checks })
  },
)

/** Until the second side is connected, any books system that this CRM pairs with may be taken. */
function connectorFor({ vendors, pair, integration }: Place, side: Side, vendor: string): Connector | null {
  if (vendors[side].id === vendor) return vendors[side]
  const pairs =
    side === 'books' && !integration && allPairs.some((other) => other.crm === pair.crm && other.books === vendor)
  return pairs ? connectorOf(vendor) : null
}

type Typed =
  | { readonly wrong: Readonly<Record<string, FieldFault>> }
  | { readonly secrets: Record<string, string>; readonly address: string | null; readonly account: string | null }

function read(asked: readonly AskedKey[], answers: Readonly<Record<string, string>>): Typed {
  const given = asked.map((ask) => ({ ...ask, value: (answers[ask.key] ?? '').trim() }))
  const wrong = given.flatMap(({ key, kind, value }): [string, FieldFault][] => {
    if (value === '') return [[`answers.${key}`, 'required']]
    const isWrong = (kind === 'address' && addressOf(value) === null) || (kind === 'label' && !isLabel(value))
    return isWrong ? [[`answers.${key}`, 'not-an-address']] : []
  })
  if (wrong.length > 0) return { wrong: Object.fromEntries(wrong) }
  const address = given.find(({ kind }) => kind === 'address')
  return {
    secrets: Object.fromEntries(given.map(({ key, value }) => [key, value])),
    address: address ? addressOf(address.value) : null,
    account: given.find(({ secret }) => !secret)?.value ?? null,
  }
}

/** An http(s) address without user, query or closing slash. */
function addressOf(value: string): string | null {
  if (!URL.canParse(value)) return null
  const { protocol, origin, pathname, username } = new URL(value)
  if (!/^https?:$/.test(protocol) || username !== '') return null
  return `${origin}${pathname}`.replace(/\/+$/, '')
}

/** Keys of another company would mix two companies' records; what was read is bound to the first one. */
function otherCompany({ integration }: Place, known: Connection | null, companies: readonly Company[]): string | null {
  const bound = known?.companyId
  if (!bound || !integration?.version || companies.some(({ id }) => id === bound)) return null
  return `${known.companyName ?? bound} / ${companies.map(({ name }) => name).join(', ')}`
}

interface New {
  readonly id: string
  readonly connector: Connector
  readonly grant: Grant
  readonly account: string | null
  readonly companies: readonly Company[]
}

async function store(tx: Tx, desk: Desk, { id, connector, grant, account, companies }: New) {
  const { id: vendor, side } = connector
  await saveConnection(tx, desk, { id, vendor, side, baseUrl: grant.baseUrl, account, secrets: grant.secrets })
  const [only, second] = companies
  // A CRM's keys open one company: there is nothing to choose.
  if (side === 'crm' && only && !second) await chooseCompany(tx, desk, id, only)
  const place = await placeOf(tx, desk)
  const connection = place[side]
  if (!connection) throw new Error('The connection was not stored')
  const before = place.integration
  if (before) await noteDecided(tx, desk, before, [{ why: 'connect', side, record: connector.name }])
  else await join(tx, desk, place)
  return { connection, wakes: before && (await wake(tx, desk, before, vendor)) ? before.id : null }
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
async function wake(
  tx: Tx,
  desk: Desk,
  integration: NonNullable<Place['integration']>,
  vendor: string,
): Promise<boolean> {
  if (integration.stopped && integration.stopped.vendor !== vendor) return false
  if (integration.startedAt === null) return false
  await setStopped(tx, desk, integration.id, null)
  await setWaiting(tx, desk, integration.id, null)
  await setNextDue(tx, desk, integration.id, desk.now())
  return integration.pausedBy === null
}
