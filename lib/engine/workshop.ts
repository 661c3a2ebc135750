import { connectorOf } from '../connectors'
import type { OAuthClient } from '../http/oauth'
import { processPaces, type Paces } from '../http/pace'
import { makeSend, type Call, type Fetch } from '../http/send'
import { signed } from '../http/signed'
import type { Connector, Grant, Session, Tokens } from '../model/connector'
import { ConnectorError } from '../model/problem'
import type { Spender } from '../model/quota'
import type { Rules } from '../model/rule'
import { noSettings, type Settings } from '../model/settings'
import type { Side } from '../model/words'
import { pairOf } from '../pairs'
import { inTenant, type Held, type Room, type Tx } from '../store/db'
import { integration as readIntegration, publishedSettings, type Integration } from '../store/integrations'
import { connection as readConnection, grantOf, type Connection } from '../store/connections'
import { draftOf, run as readRun, type StoredRun } from '../store/runs'
import { resolve } from '../sync/resolve'
import { budgetOf } from './budget'
import { limitsOf, quotaKey } from './limits-of'
import { storedTokens } from './tokens'
import { asking } from './vendor-problem'

/** How long things may take; one home, from the environment (production) or a test. Milliseconds. */
export interface Timings {
  readonly lease: number
  readonly request: number
  /** A step hands back after about this long, between two pages or batches. */
  readonly step: number
}

/** What the engine needs beyond the store: a way to vendors and its timings. */
export interface Engine extends Room {
  readonly timings: Timings
  readonly sleep: (ms: number) => Promise<void>
  /** Simulators and development: plain http and private addresses may be called. */
  readonly allowPrivate: boolean
  readonly fetch?: Fetch
  /** Another process than this one, for tests of several; absent: the one we are in. */
  readonly paces?: Paces
  /** Measurements against simulators whose limits are lifted: no pace of our own either. */
  readonly unpaced?: boolean
  /** Who we are to a vendor with OAuth; null where we are not registered. Absent: nowhere. */
  readonly clientOf?: (vendor: string) => Omit<OAuthClient, 'labels'> | null
  /** Links planned per transaction. */
  readonly planBatch?: number
}

/** One side of an integration, open for calls. */
export interface Bench {
  readonly side: Side
  readonly connection: Connection
  readonly connector: Connector
  readonly session: Session
}

/** Everything one step of a run works with, loaded anew at its start: a step may run in another process than the last one. */
export interface Work {
  readonly engine: Engine
  readonly integration: Integration
  readonly settings: Settings
  readonly rules: Rules
  readonly run: StoredRun
  readonly held: Held
  readonly benches: Readonly<Record<Side, Bench>>
  /** Calls made in this step, by vendor id. */
  readonly calls: Record<string, number>
}

/** Who works on what: all that a step hands to the next one. */
export interface Pass {
  readonly integration: string
  readonly run: string
  readonly token: number
}

export async function load(engine: Engine, pass: Pass): Promise<Work> {
  const calls: Record<string, number> = {}
  const { integration, run, settings, version, opened } = await inTenant(engine, (tx) => read(tx, engine, pass))
  const held = { integration: pass.integration, token: pass.token, ttl: engine.timings.lease }
  const by = spenderOf(engine, integration, run)
  const [crm, books] = opened.map(({ connection, grant }) =>
    openBench(engine, connection, grant, {
      onCall(call) {
        if (call.as !== 'session') calls[connection.vendor] = (calls[connection.vendor] ?? 0) + 1
      },
      ...{ by, held: pass.token > 0 ? held : null },
    }),
  )
  if (!crm || !books) throw new Error('An integration has two sides')
  const benches = { crm, books }
  const rules = rulesOf({ pair: integration.pair, version }, settings, benches)
  return { engine, integration, run, settings, rules, held, benches, calls }
}

/** A person waits for what they asked for, and for all that is tried before the start; a first load is a run like any other. */
const spenderOf = ({ actor }: Engine, { startedAt }: Integration, { trigger }: StoredRun): Spender =>
  actor.kind === 'person' && (startedAt === null || ['asked', 'preview', 'undo'].includes(trigger)) ? 'person' : 'run'

async function read(tx: Tx, engine: Engine, pass: Pass) {
  const integration = await readIntegration(tx, engine, pass.integration)
  const run = await readRun(tx, engine, pass.run)
  if (!integration || !run) throw new Error(`There is no run ${pass.run} of integration ${pass.integration}`)
  const draft = run.trigger === 'preview' ? await draftOf(tx, engine, run.id) : null
  const settings = draft ?? (await publishedSettings(tx, engine, integration.id, integration.version)) ?? noSettings
  const opened: Opened[] = []
  for (const id of [integration.crmConnection, integration.booksConnection]) {
    const connection = await readConnection(tx, engine, id)
    const grant = await grantOf(tx, engine, id)
    const isShut = !connection || !grant
    if (isShut) return asking(connection?.vendor ?? '', Promise.reject(new ConnectorError({ kind: 'signed-out' })))
    opened.push({ connection, grant })
  }
  return { integration, run, settings, version: draft ? run.version : integration.version, opened }
}

interface Opened {
  readonly connection: Connection
  readonly grant: Grant
}

/** The pair's rules as published for this integration. */
export function rulesOf(
  integration: Pick<Integration, 'pair' | 'version'>,
  settings: Settings,
  benches: Readonly<Record<Side, Pick<Bench, 'connector'>>>,
): Rules {
  const pair = pairOf(integration.pair)
  if (!pair) throw new Error(`There is no pair ${integration.pair}`)
  const vendors = { crm: benches.crm.connector, books: benches.books.connector }
  return resolve(pair, settings, integration.version, vendors)
}

/** How the calls of a session are counted. */
export interface Counting {
  readonly onCall?: (call: Call) => void
  readonly by: Spender
  readonly held: Held | null
}

/** Outside a run it is a person, on one of our pages, who waits for the answer. */
const onPages: Counting = { by: 'person', held: null }

export function openBench(engine: Engine, connection: Connection, grant: Grant, counting: Counting = onPages): Bench {
  const connector = connectorOf(connection.vendor)
  const session = openSession(engine, connector, grant, connection.id, counting)
  return { side: connector.side, connection, connector, session }
}

/** `connection`: whose tokens sign the calls. `tokens`: those of a consent that is not stored yet, instead of its own. */
export function openSession(
  engine: Engine,
  connector: Connector,
  grant: Grant,
  connection: string,
  { onCall, by, held }: Counting = onPages,
  tokens?: Tokens,
): Session {
  const { now, sleep, allowPrivate, fetch, paces } = engine
  const limits = engine.unpaced ? { ...connector.limits, rates: [] } : limitsOf(connector, grant)
  const key = quotaKey(connector, grant.company, connection)
  const caller = `${(paces ?? processPaces).server} ${connection}`
  const budget = budgetOf(engine, { key, limits, by, caller, held })
  const send = makeSend({
    ...{ key: connection, limits, timeoutMs: engine.timings.request, allowPrivate, now, sleep },
    ...{ ...(onCall && { onCall }), ...(budget && { budget }), ...(fetch && { fetch }), ...(paces && { paces }) },
  })
  const { auth } = connector
  if (auth.kind === 'keys') return connector.open(grant, send)
  return connector.open(grant, signed(send, tokens ?? storedTokens(engine, connector, auth, grant, connection)))
}

/**
 * When something is read that no earlier run can have seen. Our own clock orders readings, and it may have been set back since
 * the last run.
 */
export const readingAt = ({ engine, run }: Work): number => Math.max(engine.now(), run.startedAt)

/** The longest request, the vendor's own lag and a lease must have passed before "not found" means "not there". Milliseconds. */
export function settleTime({ engine: { timings }, benches }: Work, side: Side): number {
  return timings.request + benches[side].connector.visibleAfter * 1000 + timings.lease
}
