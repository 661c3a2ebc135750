import { randomUUID } from 'node:crypto'
import { env } from '@/lib/env'
import { database } from '@/lib/store/db'
import { textUpTo } from './body'
import { clockOf } from './clock'
import { enter } from './enter'
import { refusals } from './launch'
import type { Refusal } from './launch'
import { throttle } from './throttle'

type Admitted = { readonly ok: true; readonly installKey: string; readonly ticket: string }
type Refused = { readonly ok: false; readonly refusal: Refusal; readonly status: number }

const largest = 20 * 1024
/** Refused launches a minute and address; and launches a minute and installation. */
const strangers = throttle(10)
const visitors = throttle(30)

/** The launch route's first line: one form field, of a bearable size, from an address that was not refused too often. */
export async function launchFrom(request: Request): Promise<Admitted | Refused> {
  const db = await database()
  const now = clockOf(db)
  const address = request.headers.get('x-forwarded-for')?.split(',')[0] ?? ''
  if (strangers.isFull(address, now())) return refused('launch_too_many')
  const token = await tokenIn(request)
  const { LAUNCH_KEYS, NEXTAUTH_URL } = env()
  const gate = { db, keys: LAUNCH_KEYS?.keys ?? [], audience: new URL(NEXTAUTH_URL).origin, now, newId: randomUUID }
  const entry = token === null ? refused('launch_malformed') : await enter(token, gate)
  if (!entry.ok) {
    strangers.count(address, now())
    return refused(entry.refusal)
  }
  if (visitors.isFull(entry.installKey, now())) return refused('launch_too_many')
  visitors.count(entry.installKey, now())
  return entry
}

const refused = (refusal: Refusal): Refused => ({ ok: false, refusal, status: refusals[refusal] })

async function tokenIn(request: Request): Promise<string | null> {
  if (request.headers.get('content-type')?.split(';')[0] !== 'application/x-www-form-urlencoded') return null
  const body = await textUpTo(request, largest)
  if (body === null) return null
  const [first, ...others] = [...new URLSearchParams(body)]
  return first?.[0] === 'launch' && others.length === 0 ? first[1] : null
}
