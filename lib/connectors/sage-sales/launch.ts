import { z } from 'zod'
import { jsonIn } from '@/lib/http/json-in'
import { localeFrom, sha256 } from '@/lib/http/mac'
import { parseAnswer } from '@/lib/http/parse'
import { ConnectorError } from '@/lib/model/problem'
import { isFrameOf } from '@/lib/model/frame-source'
import { refused, type Bridge, type LaunchDoor, type LaunchTrust, type Refusal } from '@/lib/model/launch'
import { locales } from '@/lib/model/words'

/**
 * The web application frames us from a host of the vendor's own. https://developer.forcemanager.com/ names the one where
 * people open it; which one an organisation uses is learned when it installs.
 */
const bridge: Bridge = {
  frames: ['https://*.forcemanager.net', 'https://*.forcemanager.com'],
  home: 'https://app.forcemanager.net',
}
const introspection = 'https://external.forcemanager.net/external/v1'

const posted = z.strictObject({
  /** In the letters of RFC 6750 alone: a space around it would make another proof of the same bearer. */
  token: z
    .string()
    .min(16)
    .max(8_000)
    .regex(/^[\w.~+/-]+=*$/),
  origin: z.string().max(300),
  /** The page of one installation, where that was opened. */
  install: z.string().min(1).max(64).nullish(),
})

/** The API's answer about the bearer itself. No public page describes it; the simulator keeps it in one place, too. */
const bearer = z.object({
  user: z.object({
    id: z.number(),
    name: z.string(),
    lastName: z.string().nullish(),
    email: z.string().nullish(),
    uiLanguage: z.string().nullish(),
    administrator: z.boolean(),
  }),
  implementation: z.object({ id: z.number(), name: z.string() }),
})

/**
 * The frame's bridge hands out a user's bearer (https://github.com/ForceManager/fm-bridge). It proves nothing by itself,
 * so the CRM is asked whose it is; then it is dropped, and never stored.
 */
export const sageSalesLaunch: LaunchDoor = {
  bridge,
  async verify(call, trust) {
    const parsed = posted.safeParse(jsonIn(call))
    if (!parsed.success) return refused('launch_malformed')
    const { token, origin, install } = parsed.data
    if (!isFrameOf(origin, [...bridge.frames, ...trust.frames])) return refused('launch_signature')
    const said = await asked(token, trust)
    if ('refusal' in said) return refused(said.refusal)
    const { user, implementation } = said
    return {
      ok: true,
      launch: {
        ...{ crm: 'sage-sales', crmTenant: String(implementation.id), tenantName: implementation.name },
        ...{
          user: String(user.id),
          name: [user.name, user.lastName ?? ''].join(' ').trim(),
          email: user.email || null,
        },
        ...{ role: user.administrator ? 'admin' : 'viewer', locale: localeFrom(user.uiLanguage, locales, 'en') },
        ...{ origin, proof: sha256(token), ...(install == null ? {} : { install }) },
      },
    }
  },
}

type Bearer = z.infer<typeof bearer>

async function asked(token: string, { send, baseUrl }: LaunchTrust): Promise<Bearer | { refusal: Refusal }> {
  const origin = baseUrl === null ? null : new URL(baseUrl).origin
  const url = `${origin === null ? introspection : `${origin}/external/v1`}/users/me`
  const headers = { accept: 'application/json', authorization: `Bearer ${token}` }
  try {
    const answer = await send({ method: 'GET', url, headers, as: 'session' })
    if (answer.status === 200) return parseAnswer(answer, bearer)
    return { refusal: /expired|"2"/i.test(Buffer.from(answer.body).toString()) ? 'launch_expired' : 'launch_signature' }
  } catch (error) {
    // A CRM that does not answer vouches for nobody.
    if (error instanceof ConnectorError) return { refusal: 'launch_signature' }
    throw error
  }
}
