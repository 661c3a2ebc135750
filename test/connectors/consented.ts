import { refresh } from '@/lib/http/oauth'
import type { OAuth, Tokens } from '@/lib/model/connector'
import type { OAuthAdmin } from '@/sandbox/kit/oauth'
import { asFetch } from '@/sandbox/kit/as-fetch'
import { pacedSend } from './manners'
import type { OAuthDesk, Reached } from './stage'

const known = new WeakMap<OAuthAdmin, Tokens>()

/** Tokens of one consent, shared by all sessions of a bench and renewed once for all of them, as in the house. */
export function consented(bench: Reached, desk: OAuthDesk): Tokens {
  const tokens = known.get(desk.admin) ?? granted(bench, desk)
  known.set(desk.admin, tokens)
  return tokens
}

/** A consent of its own, with these scopes alone where they are given. */
export function granted(bench: Reached, { admin, client }: OAuthDesk, scopes?: readonly string[]): Tokens {
  const auth = oauthOf(bench)
  let held: { readonly access: string; readonly refresh: string } = admin.grant(scopes)
  let renewing: Promise<string> | null = null
  const renew = async (): Promise<string> => {
    const origin = new URL(bench.grant.baseUrl).origin
    const labels = Object.fromEntries(auth.asked.map(({ key }) => [key, 'acme']))
    const us = { ...client, redirectUri: 'https://concord.test/callback', origin, labels }
    const fresh = await refresh(auth, us, pacedSend(bench, asFetch(bench.simulator.handle)), held.refresh)
    held = { access: fresh.access, refresh: fresh.refresh ?? held.refresh }
    return held.access
  }
  return {
    access: () => Promise.resolve(held.access),
    renewed: (stale) => {
      if (held.access !== stale) return Promise.resolve(held.access)
      renewing ??= renew().finally(() => (renewing = null))
      return renewing
    },
  }
}

export function oauthOf({ connector }: Reached): OAuth {
  if (connector.auth.kind === 'oauth') return connector.auth
  throw new Error(`${connector.id} has no consent`)
}
