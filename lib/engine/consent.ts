import { authorizeUrl, exchange, revoke, type TokenSet } from '../http/oauth'
import type { Connector, Grant, OAuth, Tokens } from '../model/connector'
import { ConnectorError } from '../model/problem'
import { inTenant } from '../store/db'
import { keptTokens } from '../store/tokens'
import { clientOf, tokenSend } from './tokens'
import type { Engine } from './workshop'

type Labels = Grant['secrets']

export const isOAuth = (auth: Connector['auth']): auth is OAuth => auth.kind === 'oauth'

/** Where the person's browser goes to consent. Throws `ConnectorError` where we are not registered. */
export const consentAddress = (
  engine: Engine,
  connector: Connector,
  auth: OAuth,
  labels: Labels,
  asked: { readonly state: string; readonly verifier: string; readonly scopes: readonly string[] },
): string => authorizeUrl(auth, clientOf(engine, connector, labels), asked)

/** What came back with the browser: what the vendor wants kept may stand there or beside the tokens. */
export interface Returned {
  readonly code: string
  readonly verifier: string
  readonly query: Readonly<Record<string, string>>
  readonly scopes: readonly string[]
}

export async function consentTokens(
  engine: Engine,
  connector: Connector,
  auth: OAuth,
  labels: Labels,
  { connection, returned }: { readonly connection: string; readonly returned: Returned },
): Promise<TokenSet> {
  const { code, verifier, query } = returned
  const client = clientOf(engine, connector, labels)
  const given = await exchange(auth, client, tokenSend(engine, connection), { code, verifier })
  const told = auth.keeps.flatMap((name) => (query[name] === undefined ? [] : [[name, query[name]] as const]))
  return { ...given, scopes: given.scopes ?? returned.scopes, kept: { ...Object.fromEntries(told), ...given.kept } }
}

/** Tokens of a consent that is a moment old: good for the first look, before anything is stored. */
export const freshTokens = ({ access }: Pick<TokenSet, 'access'>): Tokens => ({
  access: () => Promise.resolve(access),
  renewed: () => Promise.reject(new ConnectorError({ kind: 'signed-out' })),
})

/** Another server's answer must not be taken for this vendor's (RFC 9207); most vendors do not say who they are. */
export function isIssuer(engine: Engine, connector: Connector, auth: OAuth, iss: string): boolean {
  const simulated = engine.clientOf?.(connector.id)?.origin ?? null
  const known = [auth.authorizeUrl, auth.tokenUrl, ...(simulated === null ? [] : [simulated])]
  const hosts = known.map((address) => address.split('/')[2])
  return URL.canParse(iss) && hosts.includes(new URL(iss).host)
}

/** Ends the grant at the vendor. False where it refused or did not answer; what was granted then ends with its tokens. */
export async function revokeConsent(
  engine: Engine,
  connector: Connector,
  { secrets }: Pick<Grant, 'secrets'>,
  connection: string,
): Promise<boolean> {
  const { auth } = connector
  if (!isOAuth(auth)) return true
  const kept = await inTenant(engine, (tx) => keptTokens(tx, engine, connection))
  if (!kept || kept.refusedAt !== null) return true
  try {
    const client = clientOf(engine, connector, secrets)
    return await revoke(auth, client, tokenSend(engine, connection), kept.refresh ?? kept.access)
  } catch (error) {
    if (error instanceof ConnectorError) return false
    throw error
  }
}
