import { createHash } from 'node:crypto'
import type { Answer, Request } from '../kit/server'
import type { Organisation } from './organisation'
import { badBody } from './refuse'

/** Replays are kept for minutes, not for days. */
const KEPT_MS = 10 * 60_000
const LONGEST = 128

/** The same key with the same request: the first answer again, nothing done twice. */
export function remembered(org: Organisation, request: Request, now: number, work: () => Answer): Answer {
  const key = request.headers['idempotency-key']
  if (key === undefined || !/^(PUT|POST)$/.test(request.method)) return work()
  if (key.length > LONGEST) return badBody(`Idempotency-Key is longer than ${LONGEST} characters`)
  const asked = createHash('sha256').update(request.method).update(request.path).update(request.body).digest('hex')
  const known = org.keys.get(key)
  if (known && now - known.at < KEPT_MS)
    return known.asked === asked ? known.answer : badBody('Idempotency-Key was used for another request')
  const answer = work()
  if (answer.status < 500) org.keys.set(key, { asked, answer, at: now })
  return answer
}
