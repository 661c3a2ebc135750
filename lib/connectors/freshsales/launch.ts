import { z } from 'zod'
import { jsonIn } from '@/lib/http/json-in'
import { isSigned, localeFrom, sha256 } from '@/lib/http/mac'
import {
  refused,
  type LaunchCall,
  type LaunchDoor,
  type LaunchTrust,
  type Lifecycle,
  type Refusal,
  type Verdict,
} from '@/lib/model/launch'
import { locales } from '@/lib/model/words'

const window = 5 * 60_000
const ahead = 60_000
const account = /^[a-z0-9](-?[a-z0-9])*\.(myfreshworks\.com|freshsales\.io)$/
const frames = /^https:\/\/[a-z0-9-]+(\.[a-z0-9-]+)*\.(myfreshworks\.com|freshsales\.io|freshworks\.com)$/

const place = z.object({
  account: z.string().max(200).regex(account),
  origin: z.string().max(300).regex(frames),
  locale: z.string().max(20).nullish(),
  nonce: z.string().min(16).max(100),
})
const launched = place.extend({
  user: z.object({
    id: z.union([z.string().min(1).max(40), z.number()]).transform(String),
    name: z.string().min(1).max(200),
    email: z.email().max(300).nullish(),
  }),
})
const told = place.extend({ event: z.enum(['install', 'uninstall']), name: z.string().max(200).nullish() })

/**
 * The app's serverless function speaks to us, server to server; it knows a secret of this installation, made when it was
 * installed. Whom it names is a claim that any colleague could make, so that nobody becomes an administrator by it.
 */
export const freshsalesLaunch: LaunchDoor = {
  async verify(call, trust) {
    const parsed = launched.safeParse(jsonIn(call))
    if (!parsed.success) return refused('launch_malformed')
    const said = parsed.data
    const secret = await trust.secretOf(said.account)
    if (secret === null) return refused('launch_tenant_unknown')
    const wrong = faultIn(call, [secret], trust)
    return wrong ? refused(wrong) : launchOf(said, call)
  },
  lifecycle: (call, trust) => Promise.resolve(lifecycleOf(call, trust)),
}

function launchOf(said: z.infer<typeof launched>, call: LaunchCall): Verdict {
  const { account: crmTenant, origin, user, locale } = said
  return {
    ok: true,
    launch: {
      ...{ crm: 'freshsales', crmTenant, tenantName: null, origin, proof: sha256(call.body) },
      ...{ user: user.id, name: user.name, email: user.email ?? null },
      ...{ role: 'viewer', locale: localeFrom(locale, locales, 'en') },
    },
  }
}

/** The marketplace's own events are signed with the app's secret: there is none of the installation yet. */
function lifecycleOf(call: LaunchCall, trust: LaunchTrust): Lifecycle {
  const parsed = told.safeParse(jsonIn(call))
  if (!parsed.success) return refused('launch_malformed')
  const wrong = faultIn(call, trust.secrets, trust)
  if (wrong) return refused(wrong)
  const { account: crmTenant, origin, locale, event, name } = parsed.data
  return {
    ...{ ok: true, event, crm: 'freshsales', crmTenant, tenantName: name ?? null, origin },
    ...{ locale: localeFrom(locale, locales, 'en'), proof: sha256(call.body) },
  }
}

/** HMAC-SHA256 over method, path, time and body, in hexadecimal. */
function faultIn(call: LaunchCall, keys: readonly string[], { now }: LaunchTrust): Refusal | null {
  const { path, headers, body } = call
  const at = headers['x-concord-time'] ?? ''
  if (!isSigned(['POST', path, at, body].join('\n'), headers['x-concord-signature'] ?? '', keys, 'hex'))
    return 'launch_signature'
  const time = Number(at)
  return time >= now - window && time <= now + ahead ? null : 'launch_expired'
}
