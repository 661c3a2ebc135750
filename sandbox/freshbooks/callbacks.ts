import { createHmac, randomBytes } from 'node:crypto'
import { json } from '../kit/server'
import type { Answer } from '../kit/server'
import type { Account, Callback } from './account'
import { isObject, textOf } from './records'
import type { Doc } from './records'
import { ofEvents } from './refuse'

/** A call that the vendor makes to us. */
export interface Delivery {
  readonly uri: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/** `/events/account/{id}/events/callbacks[/{id}]`: who wants to be called about what. https://www.freshbooks.com/api/webhooks */
export function callbacks(of: Account, method: string, id: string | undefined, body: Doc | null): Answer {
  if (id === undefined) return method === 'POST' ? ordered(of, body) : told(of)
  const known = of.callbacks.get(Number(id))
  if (!known) return ofEvents(404, 1012, 'Callback not found.', 'callbackid')
  if (method === 'DELETE') {
    of.callbacks.delete(known.callbackid)
    return json(200, { response: {} })
  }
  return method === 'PUT' ? proven(of, known, body) : one(known)
}

function ordered(of: Account, body: Doc | null): Answer {
  const asked = body?.['callback']
  const event = isObject(asked) ? textOf(asked['event']) : ''
  const uri = isObject(asked) ? textOf(asked['uri']) : ''
  if (!EVENTS.test(event)) return ofEvents(422, 1004, 'Unknown event.', 'event')
  if (!URL.canParse(uri)) return ofEvents(422, 1004, 'Invalid uri.', 'uri')
  const verifier = randomBytes(16).toString('hex')
  const made: Callback = { callbackid: of.nextId(), event, uri, verifier, verified: false }
  of.callbacks.set(made.callbackid, made)
  return one(made)
}

const EVENTS = /^(client|item|invoice|payment|estimate|credit_note)(\.(create|update|delete|sendByEmail))?$/

function proven(of: Account, known: Callback, body: Doc | null): Answer {
  const asked = body?.['callback']
  if (!isObject(asked)) return ofEvents(422, 1004, 'No callback.', 'callback')
  if (asked['resend'] === true) return one(known)
  if (asked['verifier'] !== known.verifier) return ofEvents(422, 1005, 'Wrong verifier.', 'verifier')
  const verified = { ...known, verified: true }
  of.callbacks.set(known.callbackid, verified)
  return one(verified)
}

const public_ = ({ callbackid, event, uri, verified }: Callback): Doc => ({
  callbackid,
  id: callbackid,
  event,
  uri,
  verified,
})
const one = (known: Callback): Answer => json(200, { response: { result: { callback: public_(known) } } })
const told = (of: Account): Answer => {
  const all = [...of.callbacks.values()].map(public_)
  const paging = { page: 1, pages: all.length === 0 ? 0 : 1, per_page: 100, total: all.length }
  return json(200, { response: { result: { callbacks: all, ...paging } } })
}

/** The first call after the order: it hands out the secret that later calls are signed with. */
export const greeting = (of: Account, { callbackid, uri, verifier }: Callback): Delivery => ({
  uri,
  headers: { 'content-type': 'application/x-www-form-urlencoded' },
  body: formOf({ name: 'callback.verify', object_id: String(callbackid), ...whose(of), verifier }),
})

/** What has happened, for every verified callback that asked for it. */
export function deliveries(of: Account): readonly Delivery[] {
  const news = of.takeNews()
  return [...of.callbacks.values()]
    .filter(({ verified }) => verified)
    .flatMap(({ event, uri, verifier }) =>
      news
        .filter(({ name }) => name === event || name.startsWith(`${event}.`))
        .map(({ name, id }) => signed(uri, verifier, { name, object_id: String(id), ...whose(of) })),
    )
}

const whose = (of: Account) => ({ account_id: of.id, business_id: '77128', identity_id: '712052', user_id: '1' })

const formOf = (fields: Readonly<Record<string, string>>): string => new URLSearchParams(fields).toString()

/** The signature is over the fields as Python writes JSON: a space behind colons and commas, nothing beyond ASCII. */
function signed(uri: string, verifier: string, fields: Readonly<Record<string, string>>): Delivery {
  const inner = Object.entries(fields).map(([name, value]) => `${python(name)}: ${python(value)}`)
  const proof = createHmac('sha256', verifier)
    .update(`{${inner.join(', ')}}`)
    .digest('base64')
  const headers = { 'content-type': 'application/x-www-form-urlencoded', 'x-freshbooks-hmac-sha256': proof }
  return { uri, headers, body: formOf(fields) }
}

const python = (value: string): string =>
  JSON.stringify(value).replace(/[\u007f-\uffff]/g, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`)
