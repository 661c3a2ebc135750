import { randomBytes } from 'node:crypto'
import type { Clock } from '../kit/clock'
import { json } from '../kit/server'
import type { Answer, Request } from '../kit/server'
import type { Rooms } from './routes'

/**
 * What stands behind `getToken` of https://github.com/ForceManager/fm-bridge: a user's bearer for another API than the
 * one of the key pairs. The path and the shape of its answer about the bearer itself are published nowhere; they are
 * ours, and stand here alone.
 */
export interface Bridge {
  /** Null where the path is not of this API. */
  answer(request: Request): Answer | null
  token(user: number): string
  expire(): void
}

const BASE = '/external/v1/'
const LIFE_MS = 3_600_000
const IMPLEMENTATION = { id: 7731, name: 'Maison Cordier' }
/** Of the five levels of the vendor's users the highest administers. */
const HIGHEST = 5

export function bridge(clock: Clock, { crm }: Pick<Rooms, 'crm'>): Bridge {
  const tokens = new Map<string, { readonly user: number; until: number }>()

  function me(request: Request): Answer {
    const [, value = ''] = /^Bearer (.+)$/.exec(request.headers['authorization'] ?? '') ?? []
    const known = tokens.get(value)
    if (!known) return json(401, { code: '1', message: 'Unauthorized' })
    if (known.until <= clock.now()) return json(401, { code: '2', message: 'Token is expired' })
    const row = crm.table('users').get(known.user)
    if (!row) return json(401, { code: '1', message: 'Unauthorized' })
    const { name, lastName, email, uiLanguage, level } = row
    const user = {
      id: known.user,
      name,
      lastName,
      email,
      uiLanguage: uiLanguage ?? 'en-GB',
      administrator: level === HIGHEST,
    }
    return json(200, { user, implementation: IMPLEMENTATION })
  }

  return {
    answer: (request) => {
      if (!request.path.startsWith(BASE)) return null
      return request.path === `${BASE}users/me` && request.method === 'GET'
        ? me(request)
        : json(404, { message: 'Not found' })
    },
    token(user) {
      const value = randomBytes(30).toString('base64')
      tokens.set(value, { user, until: clock.now() + LIFE_MS })
      return value
    },
    expire() {
      for (const each of tokens.values()) each.until = clock.now()
    },
  }
}
