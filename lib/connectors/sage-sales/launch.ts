import { z } from 'zod'
import { localeFrom, sha256 } from '@/lib/http/mac'
import { parseAnswer } from '@/lib/http/parse'
import { ConnectorError } from '@/lib/model/problem'
import { refused, type LaunchDoor, type LaunchTrust, type Refusal } from '@/lib/model/launch'
import { locales } from '@/lib/model/words'

/** The web application that frames us; https://developer.forcemanager.com/ names no other. */
const frames = /^https:\/\/app\.forcemanager\.(net|com)$/
const introspection = 'https://external.forcemanager.net/external/v1'

const posted = z.object({ token: z.string().min(16).max(8_000), origin: z.string().max(300) })

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
  async verify({ body }, trust) {
    const fields = new URLSearchParams(body)
    const once = [...fields.keys()].every((key) => fields.getAll(key).length === 1)
    const parsed = posted.safeParse(Object.fromEntries(fields))
    if (!once || !parsed.success) return refused('launch_malformed')
    const { token, origin } = parsed.data
    const said = await asked(token, trust)
    if ('refusal' in said) return refused(said.refusal)
    if (!frames.test(origin) && !isSimulated(origin, trust)) return refused('launch_signature')
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
        ...{ origin, proof: sha256(token) },
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

/** Development: the simulated CRM lives elsewhere. Its address in the environment is what allows its pages. */
const isSimulated = (origin: string, { baseUrl }: LaunchTrust): boolean =>
  baseUrl !== null && /^http:\/\/(localhost|127\.0\.0\.1):\d+$/.test(origin) && baseUrl.startsWith('http://')
