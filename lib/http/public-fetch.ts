import { lookup } from 'node:dns'
import type { IncomingMessage } from 'node:http'
import { Agent, request } from 'node:https'
import type { LookupFunction } from 'node:net'
import { Readable } from 'node:stream'
import { isPrivateIp } from './address'
import type { Fetch } from './send'

/** Refuses private addresses at connect time, on the very answer that is connected to: no gap for DNS rebinding. */
const publicLookup: LookupFunction = (hostname, options, done) => {
  lookup(hostname, { ...options, all: true }, (error, addresses) => {
    const [first] = addresses ?? []
    if (error || !first) return done(error ?? refusal('ENOTFOUND'), [])
    if (addresses.some(({ address }) => isPrivateIp(address))) return done(refusal('ENOTPUBLIC'), [])
    return options.all ? done(null, addresses) : done(null, first.address, first.family)
  })
}

const refusal = (code: string): NodeJS.ErrnoException => Object.assign(new Error(code), { code })

const agent = new Agent({ keepAlive: true, lookup: publicLookup })
const NO_BODY = new Set([204, 205, 304])

/** A fetch for addresses that a person typed: https only, public addresses only, no redirects. */
export const publicFetch: Fetch = (url, { method, headers, body, signal }) =>
  new Promise((resolve, reject) => {
    const call = request(url, { agent, method, headers, signal }, (incoming) => {
      const status = incoming.statusCode ?? 500
      const known = Object.entries(incoming.headers).flatMap(([name, value]) =>
        value === undefined ? [] : [[name, [value].flat().join(', ')] as [string, string]],
      )
      if (NO_BODY.has(status)) incoming.resume()
      resolve(new Response(NO_BODY.has(status) ? null : streamOf(incoming), { status, headers: known }))
    })
    call.on('error', reject)
    call.end(body)
  })

/** Node's and the browser's types of one and the same stream differ in name only. */
const streamOf = (incoming: IncomingMessage): ReadableStream<Uint8Array> =>
  Readable.toWeb(incoming) as ReadableStream<Uint8Array>
