import { wallClock } from '../../sandbox/kit/clock'
import { json, serve } from '../../sandbox/kit/server'
import { paperServer } from '../kit/oauth-vendor'

/** The vendor in a process of its own: tokens live a second, and a refresh token used twice is refused. */
const vendor = paperServer(wallClock, { accessMs: 1_000, graceMs: 0, redirectUris: null })
const { url } = await serve(async (request) => {
  if (request.path === '/_counts') return json(200, { tokenCalls: vendor.server.admin.tokenCalls(), ...vendor.calls })
  return vendor.handle(request)
}, 0)
process.stdout.write(`${JSON.stringify({ url, ...vendor.server.admin.grant() })}\n`)
