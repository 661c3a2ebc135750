import type { Clock } from '../kit/clock'
import { limits } from '../kit/limits'
import type { Pace } from '../kit/limits'
import type { Answer, Request } from '../kit/server'
import { no, refuse } from './refuse'
import type { Result } from './refuse'

export type Scope = 'read' | 'write'

/** The contract's pace: 5 requests a second, 2 at once, 1 writer. */
const CALLS: Pace = { perSecond: 5, atOnce: 2 }
const WRITERS: Pace = { perSecond: null, atOnce: 1 }
const FREE: Pace = { perSecond: null, atOnce: null }

export interface Gate {
  readonly keys: Map<string, readonly Scope[]>
  /** Why nothing answers: the relay has no gateway, or Sage is closed. */
  closed: 'gateway_hors_ligne' | 'sage_ferme' | null
  /** The key and the pace; `leave` says that the call is over. */
  enter(request: Request): Result<() => void>
  lift(): void
  restore(): void
}

export function gate(clock: Clock, keys: Iterable<readonly [string, readonly Scope[]]>, isFree: boolean): Gate {
  const calls = limits(clock, isFree ? FREE : CALLS)
  const writers = limits(clock, isFree ? FREE : WRITERS)
  const known = new Map(keys)
  return {
    keys: known,
    closed: null,
    enter(request) {
      const scope: Scope = request.method === 'GET' ? 'read' : 'write'
      const key = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1] ?? ''
      const scopes = known.get(key)
      if (!scopes) return no(refuse(401, 'cle_invalide', 'Clé absente, inconnue ou révoquée.'))
      if (!scopes.includes(scope)) return no(refuse(403, 'droit_insuffisant', `Cette clé n'a pas le droit ${scope}.`))
      const call = calls.enter(key)
      if (!call.ok) return no(tooMany(call.waitMs))
      if (scope === 'read') return { ok: true, value: call.leave }
      const writer = writers.enter(key)
      if (!writer.ok) {
        call.leave()
        return no(tooMany(writer.waitMs))
      }
      return {
        ok: true,
        value: () => {
          writer.leave()
          call.leave()
        },
      }
    },
    lift() {
      calls.set(FREE)
      writers.set(FREE)
    },
    restore() {
      calls.set(CALLS)
      writers.set(WRITERS)
    },
  }
}

function tooMany(waitMs: number): Answer {
  const seconds = Math.max(1, Math.ceil(waitMs / 1000))
  return refuse(429, 'trop_de_requetes', '5 requêtes par seconde, 2 en parallèle, 1 écriture.', {
    headers: { 'retry-after': String(seconds) },
  })
}
