import { isOAuth } from '@/lib/engine/consent'
import type { AskedKey, Connector } from '@/lib/model/connector'
import type { Health } from '@/lib/model/health'
import { noSettings } from '@/lib/model/settings'
import { otherSide, sides, type Entity, type Side } from '@/lib/model/words'
import { pairs } from '@/lib/pairs'
import { inTenant, type Tx } from '@/lib/store/db'
import { consentOf } from '@/lib/store/tokens'
import { connectionHealth } from './connection-health'
import { connectionView } from './connection-view'
import { engineAt, type Desk } from './desk'
import { connectorFor } from './keep-connection'
import { placeOf, vendorView, type Place } from './place'
import { ruleViews } from './rule-views'
import { missingScopes, neededScopes } from './scopes'
import type { ConnectionView, VendorView } from './views'

/** One side's connection: which vendor, how it lets us in, what for, and how that stands. */
export interface ConnectingView {
  readonly side: Side
  readonly vendor: VendorView
  /** Systems that may be taken on this side; more than one only until the first connection. */
  readonly possible: readonly VendorView[]
  readonly way: 'keys' | 'sign-in'
  readonly asks: readonly AskedKey[]
  readonly reads: readonly Entity[]
  readonly writes: readonly Entity[]
  readonly connection: ConnectionView | null
  readonly health: Health | null
}

/** For the page of one side; `chosen` is a vendor that the person picked from those possible. No vendor is asked. */
export const connecting = (desk: Desk, side: Side, chosen?: string): Promise<ConnectingView> =>
  inTenant(desk, async (tx) => {
    const place = await placeOf(tx, desk)
    const connector = (chosen === undefined ? null : connectorFor(place, side, chosen)) ?? place.vendors[side]
    return viewOf(tx, desk, place, connector)
  })

/** Both sides, for the settings. */
export const connections = (desk: Desk): Promise<readonly ConnectingView[]> =>
  inTenant(desk, async (tx) => {
    const place = await placeOf(tx, desk)
    const views: ConnectingView[] = []
    for (const side of sides) views.push(await viewOf(tx, desk, place, place.vendors[side]))
    return views
  })

async function viewOf(tx: Tx, desk: Desk, place: Place, connector: Connector): Promise<ConnectingView> {
  const { side, auth } = connector
  const stored = place[side]?.vendor === connector.id ? place[side] : null
  const rules = ruleViews(pairWith(place, connector), place.integration?.settings ?? noSettings, {
    ...place.vendors,
    [side]: connector,
  }).filter(({ on }) => on)
  const writes = rules.filter(({ toCrm, toBooks }) => (side === 'crm' ? toCrm : toBooks).length > 0)
  return {
    ...{ side, vendor: vendorView(connector), possible: possible(place, side) },
    ...{ way: auth.kind === 'keys' ? 'keys' : 'sign-in', asks: auth.asked },
    ...{ reads: rules.map(({ entity }) => entity), writes: writes.map(({ entity }) => entity) },
    connection: stored && connectionView(connector, stored),
    health: stored && (await healthOf(tx, desk, place, connector)),
  }
}

async function healthOf(tx: Tx, desk: Desk, place: Place, connector: Connector): Promise<Health | null> {
  const { side, auth } = connector
  const connection = place[side]
  if (!connection) return null
  const consent = await consentOf(tx, desk, connection.id)
  const settings = place.integration?.settings ?? noSettings
  const chosen = { pair: pairWith(place, connector), settings, vendors: place.vendors }
  const needed = isOAuth(auth) ? neededScopes(auth, side, chosen) : []
  return connectionHealth({
    ...{ connection, consent, signsIn: isOAuth(auth), now: desk.now() },
    registered: Boolean(engineAt(desk).clientOf?.(connector.id)),
    missing: missingScopes(needed, consent?.scopes ?? null),
  })
}

const pairWith = ({ pair, vendors }: Place, { side, id }: Connector) =>
  pairs.find((each) => each[side] === id && each[otherSide(side)] === vendors[otherSide(side)].id) ?? pair

function possible(place: Place, side: Side): readonly VendorView[] {
  if (side === 'crm' || place.integration) return [vendorView(place.vendors[side])]
  return pairs.flatMap(({ crm, books }) => {
    const connector = crm === place.pair.crm ? connectorFor(place, 'books', books) : null
    return connector ? [vendorView(connector)] : []
  })
}
