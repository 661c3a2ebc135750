import { virtualClock } from '@/sandbox/kit/clock'
import { asFetch } from '@/sandbox/kit/server'
import { DEMO_KEYS, sageSales } from '@/sandbox/sage-sales/index'
import type { SageSalesOptions } from '@/sandbox/sage-sales/index'

export const START = Date.UTC(2026, 10, 21, 9, 0, 0)
export const HOST = 'https://api.sales.test'
export const COMPANY = { name: 'Boulangerie Petit', branchId: 438, salesRepId1: 502 }

/** What answers may hold; each test looks at what it expects to be there. */
export interface Shown {
  readonly id: number
  readonly code: number
  readonly message: string
  readonly token: string
  readonly locator: string
  readonly [field: string]: unknown
}

export interface Reply<T> {
  readonly status: number
  readonly body: T
}

/** The one place where what came over the wire is taken for what a test expects. */
export const shownIn = <T = readonly Shown[]>(text: string): T => JSON.parse(text === '' ? 'null' : text) as T

/** A CRM on a clock of its own, and a client of its API that remembers the session. */
export function tenant(options: SageSalesOptions = {}) {
  const clock = virtualClock(START)
  const sim = sageSales({ clock, size: 0, plan: 'unlimited', ...options })
  const fetch = asFetch(sim.handle, HOST)
  let token = ''
  const call = async <T = Shown>(
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<Reply<T>> => {
    const response = await fetch(`${HOST}/api/v4/${path}`, {
      method,
      headers: { 'X-Session-Key': token, 'content-type': 'application/json', ...headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    const text = await response.text()
    return { status: response.status, body: shownIn<T>(text) }
  }
  const login = async (password = DEMO_KEYS.privateKey) => {
    const reply = await call('POST', 'login', { username: DEMO_KEYS.publicKey, password })
    token = reply.body.token ?? token
    return reply
  }
  const rows = async (path: string, headers: Record<string, string> = {}) =>
    (await call<readonly Shown[]>('GET', path, undefined, headers)).body
  const create = async (resource: string, fields: object) => (await call('POST', resource, fields)).body.id
  const found = (resource: string, where: string) => rows(`${resource}?where=${encodeURIComponent(where)}`)
  const ids = async (resource: string, where: string) => (await found(resource, where)).map((row) => row.id)
  return { clock, sim, fetch, call, login, rows, create, found, ids }
}

export async function signedIn(options: SageSalesOptions = {}) {
  const crm = tenant(options)
  await crm.login()
  return crm
}
