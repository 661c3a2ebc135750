import { randomUUID } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'
import { env, vendorBaseUrl, vendorFrameOrigins, vendorLaunchSecrets } from '@/lib/env'
import { makeLaunchSend } from '@/lib/connectors'
import { refusals, type LaunchCall, type Refusal } from '@/lib/model/launch'
import { database } from '@/lib/store/db'
import { operation } from '@/lib/store/operation'
import { textUpTo } from './body'
import { clockOf } from './clock'
import { enter, type Entry, type Gate } from './enter'
import { throttle } from './throttle'

type Admitted = Extract<Entry, { ok: true }>
export type Refused = { readonly ok: false; readonly refusal: Refusal; readonly status: number }

const largest = 20 * 1024
/** Refused launches a minute and address; and launches a minute and installation. */
const strangers = throttle(10)
/** Those whose proof was good and is over: a whole office opens its CRM behind one address. */
const latecomers = throttle(120)
const late: ReadonlySet<Refusal> = new Set(['launch_expired', 'launch_replayed'])
const visitors = throttle(30)

/** The launch route's first line: a call of a bearable size, from an address that was not refused too often. */
export async function launchFrom(
  request: Request,
  crm: string,
  appointed: NonNullable<Gate['appointed']>,
): Promise<Admitted | Refused> {
  const gate = { ...(await gateHere()), appointed }
  const entry = await knock(request, gate, (call) => enter(crm, call, gate))
  if (!entry.ok) return refusal(entry.refusal)
  const now = gate.now()
  if (visitors.isFull(entry.installKey, now)) return refusal('launch_too_many')
  visitors.count(entry.installKey, now)
  return entry
}

export async function gateHere(): Promise<Gate> {
  const db = await database()
  const now = clockOf(db)
  const { LAUNCH_KEYS, NEXTAUTH_URL } = env()
  const { timings, allowPrivate } = operation()
  const way = { timeoutMs: Math.min(timings.request, 10_000), allowPrivate, now, sleep: (ms: number) => wait(ms) }
  return {
    ...{ db, now, newId: randomUUID, keys: LAUNCH_KEYS?.keys ?? [], audience: new URL(NEXTAUTH_URL).origin },
    trustOf: (crm) => ({
      ...{ secrets: vendorLaunchSecrets(crm), baseUrl: vendorBaseUrl(crm), send: makeLaunchSend(way) },
      frames: vendorFrameOrigins(crm),
    }),
  }
}

type Answered = { readonly ok: true } | { readonly ok: false; readonly refusal: Refusal }

/** Counts whom we refuse, by address; whoever was refused too often is not even read. */
export async function knock<T extends Answered>(
  request: Request,
  { now }: Pick<Gate, 'now'>,
  answer: (call: LaunchCall) => Promise<T>,
): Promise<T | { readonly ok: false; readonly refusal: Refusal }> {
  const address = request.headers.get('x-forwarded-for')?.split(',')[0] ?? ''
  if (strangers.isFull(address, now()) || latecomers.isFull(address, now()))
    return { ok: false, refusal: 'launch_too_many' }
  const body = await textUpTo(request, largest)
  const headers = Object.fromEntries(request.headers)
  const call = body === null || !isKnown(headers) ? null : { path: new URL(request.url).pathname, headers, body }
  const entry = call === null ? ({ ok: false, refusal: 'launch_malformed' } as const) : await answer(call)
  if (!entry.ok) (late.has(entry.refusal) ? latecomers : strangers).count(address, now())
  return entry
}

export const refusal = (what: Refusal): Refused => ({ ok: false, refusal: what, status: refusals[what] })

const isKnown = (headers: Readonly<Record<string, string>>): boolean =>
  ['application/x-www-form-urlencoded', 'application/json'].includes(headers['content-type']?.split(';')[0] ?? '')
