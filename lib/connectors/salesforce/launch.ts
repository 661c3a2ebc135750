import { z } from 'zod'
import { insidePath } from '@/lib/model/inside-path'
import { isSigned, localeFrom, sha256 } from '@/lib/http/mac'
import { refused, type LaunchCall, type LaunchDoor, type LaunchTrust, type Verdict } from '@/lib/model/launch'
import { locales } from '@/lib/model/words'

/** Hosts that frame a Canvas app: the organisation's own, never all of them. */
const origins = /^https:\/\/[a-z0-9-]+(\.[a-z0-9-]+)*\.(lightning\.force\.com|my\.salesforce\.com|vf\.force\.com)$/
/** `issuedAt` is when the organisation's token was issued, which Canvas hands out for about two hours; its hash is good once. */
const longest = 2 * 60 * 60_000
const ahead = 60_000

const signedRequest = z.object({
  algorithm: z.string(),
  issuedAt: z.union([z.number(), z.string().regex(/^\d+$/)]).transform(Number),
  client: z.object({ targetOrigin: z.string().max(300) }),
  context: z.object({
    user: z.object({
      userId: z.string().min(1).max(40),
      fullName: z.string().min(1).max(200),
      email: z.email().max(300).nullish(),
      language: z.string().max(20).nullish(),
    }),
    organization: z.object({ organizationId: z.string().min(15).max(18), name: z.string().max(200).nullish() }),
    environment: z
      .object({
        locationUrl: z.url().max(2_000).nullish(),
        parameters: z.object({ concord: z.string() }).nullish().catch(null),
      })
      .nullish(),
  }),
})

/**
 * A page of the CRM that shows us may sign what stands in its own address (the attribute `parameters` of its canvas tag):
 * https://developer.salesforce.com/docs/platform/canvas-framework/guide/canvas-context-environment-object.html
 */
function meant(environment: z.infer<typeof signedRequest>['context']['environment']) {
  const path = insidePath.safeParse(environment?.parameters?.concord)
  const { locationUrl } = environment ?? {}
  if (!path.success || !locationUrl || !origins.test(new URL(locationUrl).origin)) return {}
  const tab = new URL(locationUrl)
  tab.searchParams.delete('concord')
  return { tab: tab.href, ...(path.data === '' ? {} : { path: path.data }) }
}

/** https://developer.salesforce.com/docs/platform/canvas-framework/guide/canvas-app-signed-req-authentication.html */
export const salesforceLaunch: LaunchDoor = {
  name: 'Salesforce',
  verify: (call, trust) => Promise.resolve(verdictOf(call, trust)),
}

function verdictOf({ body }: LaunchCall, { secrets, now }: LaunchTrust): Verdict {
  const given = new URLSearchParams(body).getAll('signed_request')
  const [signature, envelope, more] = given.length === 1 ? (given[0] ?? '').split('.') : []
  if (!signature || !envelope || more !== undefined) return refused('launch_malformed')
  // The vendor's own kit takes the algorithm from the text; it is fixed here.
  if (!isSigned(envelope, signature, secrets, 'base64')) return refused('launch_signature')
  const parsed = signedRequest.safeParse(textIn(envelope))
  if (!parsed.success) return refused('launch_malformed')
  const { algorithm, issuedAt, client, context } = parsed.data
  if (algorithm !== 'HMACSHA256') return refused('launch_signature')
  if (issuedAt > now + ahead || issuedAt < now - longest) return refused('launch_expired')
  if (!origins.test(client.targetOrigin)) return refused('launch_signature')
  const { user, organization, environment } = context
  return {
    ok: true,
    launch: {
      ...{ crm: 'salesforce', crmTenant: organization.organizationId.slice(0, 15), user: user.userId },
      ...{ tenantName: organization.name ?? null, name: user.fullName, email: user.email ?? null },
      // Who administers is read with the organisation's own connection, never taken from here.
      ...{ role: 'viewer', locale: localeFrom(user.language, locales, 'en') },
      ...{ origin: client.targetOrigin, proof: sha256(envelope), ...meant(environment) },
    },
  }
}

function textIn(envelope: string): unknown {
  try {
    return JSON.parse(Buffer.from(envelope, 'base64').toString('utf8'))
  } catch (error) {
    if (error instanceof SyntaxError) return null
    throw error
  }
}
