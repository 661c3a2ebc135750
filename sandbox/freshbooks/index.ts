import { wallClock } from '../kit/clock'
import type { Clock } from '../kit/clock'
import { oauth } from '../kit/oauth'
import { simulator } from '../kit/simulator'
import type { Simulator } from '../kit/simulator'
import { account } from './account'
import { admin } from './admin'
import type { FreshBooksAdmin } from './admin'
import { limit } from './limits'
import { me } from './me'
import { PLACES } from './records'
import { ofAuth } from './refuse'
import { route } from './routes'
import { seeded } from './seed'

export const MAIN = 'ACM123'
export const SECOND = 'xZNQ1X'
export const CLIENT = { id: 'demo-client-id', secret: 'demo-client-secret' }
export const SCOPES = [
  'user:profile:read',
  ...[...PLACES.map(({ scope }) => scope), 'user:notifications'].flatMap((scope) => [
    `${scope}:read`,
    `${scope}:write`,
  ]),
]

const ACCESS_MS = 12 * 3_600_000

export interface Options {
  readonly clock?: Clock
  readonly seed?: number
  /** Clients of the main business; everything else follows. */
  readonly size?: number
  readonly latencyMs?: number
  /** Calls a minute of each account; as many as anybody likes, unless it is said. */
  readonly perMinute?: number | null
}

/** FreshBooks' accounting, from the vendor's documentation: https://www.freshbooks.com/api/start */
export function freshBooks(options: Options = {}): Simulator<FreshBooksAdmin> {
  const { clock = wallClock, seed = 1, size = 25, latencyMs = 0, perMinute = null } = options
  const accounts = new Map(
    [seeded(MAIN, size, seed, clock.now()), account(SECOND, 'CAD')].map((each) => [each.id, each]),
  )
  const names = new Map([
    [MAIN, 'Acme Consulting'],
    [SECOND, 'Acme Canada'],
  ])
  const door = oauth(clock, {
    paths: { authorize: '/oauth/authorize', token: '/auth/oauth/token', revoke: '/auth/oauth/revoke' },
    client: CLIENT,
    redirectUris: null,
    proof: 'body',
    scopes: SCOPES,
    accessMs: ACCESS_MS,
    refreshMs: null,
    rotation: 'each',
    graceMs: 0,
    single: true,
    companies: () => [{ id: 'all', name: 'All businesses of Ana Moreau' }],
    answer: () => ({ created_at: Math.floor(clock.now() / 1000) }),
  })
  const pace = limit(clock, perMinute)
  return simulator({
    clock,
    admin: admin(accounts, clock, door.admin, pace),
    async answer(request) {
      if (latencyMs > 0) await clock.sleep(latencyMs)
      const dated = { date: new Date(clock.now()).toUTCString() }
      const ofDoor = door.answer(request)
      if (ofDoor) return { ...ofDoor, headers: { ...dated, ...ofDoor.headers } }
      const standing = door.standing(request)
      if (standing === 'unknown' || standing === 'expired')
        return ofAuth(
          401,
          standing === 'expired' ? 'invalid_token' : 'unauthenticated',
          'This action requires authentication.',
        )
      const full = pace.enter(request.path.split('/')[3] ?? '')
      if (full) return { ...full, headers: { ...dated, ...full.headers } }
      const given =
        request.path === '/auth/api/v1/users/me'
          ? me(accounts, names)
          : route(accounts, request, standing.scopes, clock.now())
      return { ...given, headers: { ...dated, ...given.headers } }
    },
  })
}
