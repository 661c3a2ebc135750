import { clockOf } from '@/lib/auth/clock'
import { connectorOf, connectors } from '@/lib/connectors'
import { addressOf } from '@/lib/engine/address'
import { consentTokens, freshTokens, isIssuer, isOAuth } from '@/lib/engine/consent'
import { vendorBaseUrl } from '@/lib/env'
import type { Grant } from '@/lib/model/connector'
import { endAttempt, takeAttempt, takeVerifier, type Attempt } from '@/lib/store/attempts'
import { database, inTenant } from '@/lib/store/db'
import { askVendor } from './ask-vendor'
import { checkConnection } from './check-connection'
import { digest, type ConsentFault } from './consent'
import { engineAt, type Desk } from './desk'
import { done, failed, type Done } from './fault'
import { connectionTo, keepConnection, refuseStranger, tellOf } from './keep-connection'
import { deskOf, type At } from './open-consent'
import { placeOf } from './place'
import type { Check } from './views'

export interface VendorAnswer {
  /** From the address that the vendor sent the browser back to. */
  readonly vendor: string
  readonly query: URLSearchParams
  /** What this browser kept since it left. */
  readonly browser: string | undefined
}

/** The vendor's answer to a consent, whatever it is; null where it belongs to no consent that is under way here. */
export async function finishConsent(answer: VendorAnswer, at: At): Promise<{ readonly attempt: string } | null> {
  const { vendor, query } = answer
  const state = once(query, 'state')
  if (!Object.hasOwn(connectors, vendor) || state === null) return null
  const db = at.db ?? (await database())
  const taken = await takeAttempt(db, digest(state), (at.now ?? clockOf(db))())
  const found = taken && (await deskOf(taken.id, at))
  if (!found || found.attempt.vendor !== vendor) return null
  const { desk, attempt } = found
  const end = await endOf(desk, attempt, answer)
  await inTenant(desk, (tx) =>
    endAttempt(
      tx,
      desk,
      attempt.id,
      'checks' in end ? { status: 'done', checks: end.checks } : { status: 'failed', fault: end },
    ),
  )
  return { attempt: attempt.id }
}

/** A parameter that stands there once; twice means that somebody added one. */
function once(query: URLSearchParams, name: string): string | null {
  const [value, second] = query.getAll(name)
  return value !== undefined && second === undefined && value.length <= 2_000 ? value : null
}

type End = ConsentFault | { readonly checks: readonly Check[] }

async function endOf(desk: Desk, attempt: Attempt, { query, browser }: VendorAnswer): Promise<End> {
  const verifier = await inTenant(desk, (tx) => takeVerifier(tx, desk, attempt.id, digest(browser ?? '')))
  if (verifier === null) return { kind: 'other-browser' }
  const connector = connectorOf(attempt.vendor)
  if (!isOAuth(connector.auth)) return { kind: 'declined' }
  const iss = once(query, 'iss')
  if (iss !== null && !isIssuer(engineAt(desk), connector, connector.auth, iss))
    return { kind: 'vendor', problem: { kind: 'surprise', detail: 'another issuer answered' } }
  const code = once(query, 'code')
  if (code === null) return refusalOf(query)
  const kept = await keep(desk, attempt, { code, verifier, query: firstValues(query), scopes: attempt.scopes })
  if (kept.ok) return kept.value
  const { fault } = kept
  if (fault.kind === 'vendor') return { kind: 'vendor', problem: fault.problem }
  return { kind: fault.kind === 'not-now' ? 'busy' : 'declined' }
}

/** https://datatracker.ietf.org/doc/html/rfc6749#section-4.1.2.1 */
function refusalOf(query: URLSearchParams): ConsentFault {
  const error = once(query, 'error')
  if (error === 'access_denied' || error === 'consent_required') return { kind: 'declined' }
  if (error === 'temporarily_unavailable' || error === 'server_error')
    return { kind: 'vendor', problem: { kind: 'unreachable', detail: error } }
  const detail = error !== null && /^[a-z_]{1,60}$/.test(error) ? error : 'no code'
  return { kind: 'vendor', problem: { kind: 'surprise', detail } }
}

const firstValues = (query: URLSearchParams): Record<string, string> =>
  Object.fromEntries(
    [...query.keys()].flatMap((name) => (once(query, name) === null ? [] : [[name, once(query, name) ?? '']])),
  )

type Returned = Parameters<typeof consentTokens>[4]['returned']

/** Tokens for the code, everything tested with them, and only then kept. */
async function keep(desk: Desk, attempt: Attempt, returned: Returned): Promise<Done<{ checks: readonly Check[] }>> {
  const { vendor, side, labels, connection: id } = attempt
  const connector = connectorOf(vendor)
  const { auth } = connector
  if (!isOAuth(auth)) return failed({ kind: 'not-now' })
  const engine = engineAt(desk)
  const given = await askVendor(vendor, () =>
    consentTokens(engine, connector, auth, labels, { connection: id, returned }),
  )
  if (!given.ok) return given
  const tokens = given.value
  const place = await inTenant(desk, (tx) => placeOf(tx, desk))
  const known = connectionTo(place, side, vendor)
  const grant: Grant = {
    baseUrl: vendorBaseUrl(vendor) ?? addressOf(connector, labels),
    ...{ secrets: labels, company: known?.companyId ?? null, chosen: known?.chosen ?? {}, consent: tokens.kept },
  }
  const checked = await checkConnection(engine, connector, grant, id, freshTokens(tokens))
  if (!checked.ok) return checked
  const { companies, checks } = checked.value
  const allowed = await refuseStranger(desk, place, known, connector, companies)
  if (!allowed.ok) return allowed
  const account = Object.values(labels)[0] ?? companies.map(({ name }) => name).join(', ')
  const kept = await inTenant(desk, (tx) =>
    keepConnection(tx, desk, { id, connector, grant, account, companies, tokens }),
  )
  await tellOf(desk, kept)
  return done({ checks })
}
