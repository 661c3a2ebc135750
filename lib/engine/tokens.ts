import { clientRefused, refresh, type OAuthClient, type TokenSet } from '../http/oauth'
import { makeSend } from '../http/send'
import type { Connector, Grant, OAuth, Send, Tokens } from '../model/connector'
import { ConnectorError } from '../model/problem'
import { noteHealth } from '../store/connections'
import { inTenant } from '../store/db'
import { endTurn, keptTokens, refuseTokens, swapTokens, takeTurn, type KeptTokens, type Turn } from '../store/tokens'
import type { Engine } from './workshop'

const early = 5 * 60_000
/** Longer than the call it is for, so that nobody else asks meanwhile. */
const turnLasts = 30_000
const longestCall = 10_000
const look = 100
const longestWait = 15_000
/** After an attempt that failed, what is still good is used for a while before the next one. */
const rest = 60_000
const commits = 10
/** No connection was ever made, or we were turned away at the door: the refresh token cannot have been spent. */
const unsent = new Set([clientRefused, 'ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'ENETUNREACH', 'EHOSTUNREACH'])

interface Desk {
  readonly engine: Engine
  readonly auth: OAuth
  readonly client: OAuthClient
  readonly connection: string
  readonly send: Send
}

/**
 * The tokens of a stored connection: renewed before they end, by one worker of all processes, while the others wait and
 * no transaction is open (embedding-security.md B6).
 */
export function storedTokens(
  engine: Engine,
  connector: Connector,
  auth: OAuth,
  grant: Grant,
  connection: string,
): Tokens {
  const desk = deskOf(engine, connector, auth, grant, connection)
  const { now } = engine
  let known: KeptTokens | null = null
  let tried = -rest
  let asking: Promise<KeptTokens> | null = null
  const current = async (stale: string | null): Promise<string> => {
    asking ??= currentTokens(desk, stale).finally(() => (asking = null))
    known = await asking
    tried = isGood(desk, known, null) ? -rest : now()
    return known.access
  }
  return {
    access: () => {
      const usable = known && (isGood(desk, known, null) || (now() - tried < rest && known.accessUntil > now()))
      return known && usable ? Promise.resolve(known.access) : current(null)
    },
    renewed: (stale) =>
      known && known.access !== stale && isGood(desk, known, stale) ? Promise.resolve(known.access) : current(stale),
  }
}

/** Renews now, whatever time is left: for a grant that would die unused. */
export async function renewTokens(
  engine: Engine,
  connector: Connector,
  auth: OAuth,
  grant: Grant,
  connection: string,
): Promise<void> {
  const desk = deskOf(engine, connector, auth, grant, connection)
  const { access } = await read(desk)
  await currentTokens(desk, access)
}

/** Who we are to this vendor; without a registration nobody can sign in there. */
export function clientOf(engine: Engine, connector: Connector, labels: Grant['secrets']): OAuthClient {
  const client = engine.clientOf?.(connector.id)
  if (!client) throw new ConnectorError({ kind: 'unreachable', detail: 'not registered with this vendor' })
  return { ...client, labels }
}

/** Calls where consents and tokens live; apart from the pace of the vendor's records. */
export function tokenSend(engine: Engine, connection: string): Send {
  const { now, sleep, allowPrivate, fetch, timings } = engine
  return makeSend({
    key: `${connection}:tokens`,
    limits: { rates: [], atOnce: 4 },
    timeoutMs: Math.min(longestCall, timings.request),
    ...{ allowPrivate, now, sleep, ...(fetch ? { fetch } : {}) },
  })
}

const deskOf = (engine: Engine, connector: Connector, auth: OAuth, grant: Grant, connection: string): Desk => ({
  ...{ engine, auth, connection },
  client: clientOf(engine, connector, grant.secrets),
  send: tokenSend(engine, connection),
})

async function currentTokens(desk: Desk, stale: string | null): Promise<KeptTokens> {
  const { engine, connection } = desk
  for (let waited = 0; ; waited += look) {
    const kept = await read(desk)
    if (isGood(desk, kept, stale)) return kept
    const turn = { connection, version: kept.version, by: engine.newId() }
    if (await inTenant(engine, (tx) => takeTurn(tx, engine, turn, turnLasts))) return renew(desk, kept, turn, stale)
    if (waited >= longestWait)
      return orElse(desk, kept, stale, new ConnectorError({ kind: 'unreachable', detail: 'tokens are being renewed' }))
    await engine.sleep(look)
  }
}

async function read({ engine, connection }: Desk): Promise<KeptTokens> {
  const kept = await inTenant(engine, (tx) => keptTokens(tx, engine, connection))
  if (!kept || kept.refusedAt !== null) throw new ConnectorError({ kind: 'signed-out' })
  return kept
}

/** Some minutes are left; all of them are used where asking again with a spent token would end the grant. */
function isGood({ engine, auth }: Desk, kept: KeptTokens, stale: string | null): boolean {
  const left = kept.accessUntil - engine.now()
  const margin = Math.min(early, (kept.accessUntil - kept.refreshedAt) / 4)
  const oneTry = auth.rotates && auth.graceSeconds === 0 && isDoubtful(kept, engine.now())
  return kept.access !== stale && left > (oneTry ? 0 : margin)
}

/** An answer was lost, or whoever asked never came back. */
const isDoubtful = ({ doubtfulAt, askedAt, leaseUntil }: KeptTokens, now: number): boolean =>
  doubtfulAt !== null || (askedAt !== null && (leaseUntil ?? 0) < now)

async function renew(desk: Desk, kept: KeptTokens, turn: Turn, stale: string | null): Promise<KeptTokens> {
  const given = await ask(desk, kept)
  if (!(given instanceof ConnectorError)) return commit(desk, kept, given)
  const { engine } = desk
  const { problem } = given
  if (problem.kind === 'signed-out') return refuse(desk, turn, given)
  const isLost = problem.kind !== 'slow-down' && !(problem.kind === 'unreachable' && unsent.has(problem.detail ?? ''))
  await inTenant(engine, (tx) => endTurn(tx, engine, turn, isLost ? 'lost' : 'nothing-sent'))
  return orElse(desk, kept, stale, given)
}

async function ask({ auth, client, send }: Desk, { refresh: token }: KeptTokens): Promise<TokenSet | ConnectorError> {
  if (token === null) return new ConnectorError({ kind: 'signed-out' })
  try {
    return await refresh(auth, client, send, token)
  } catch (error) {
    if (error instanceof ConnectorError) return error
    throw error
  }
}

/** The new refresh token exists nowhere else, so a database that is away for a moment is waited for. */
async function commit(desk: Desk, kept: KeptTokens, given: TokenSet): Promise<KeptTokens> {
  const { engine, connection } = desk
  for (let tries = 1; ; tries++) {
    try {
      await inTenant(engine, (tx) => swapTokens(tx, engine, connection, kept, given))
      break
    } catch (error) {
      if (tries >= commits) throw error
      await engine.sleep(Math.min(3_000, look * 2 ** tries))
    }
  }
  return read(desk)
}

/** Another worker's tokens may be there by now; otherwise only a new consent helps, and the connection says so. */
async function refuse(desk: Desk, turn: Turn, error: ConnectorError): Promise<KeptTokens> {
  const { engine, connection } = desk
  const isOver = await inTenant(engine, async (tx) => {
    const refused = await refuseTokens(tx, engine, turn)
    if (refused) await noteHealth(tx, engine, connection, error.problem)
    return refused
  })
  if (isOver) throw error
  return read(desk)
}

function orElse({ engine }: Desk, kept: KeptTokens, stale: string | null, error: ConnectorError): KeptTokens {
  if (kept.access !== stale && kept.accessUntil > engine.now()) return kept
  throw error
}
