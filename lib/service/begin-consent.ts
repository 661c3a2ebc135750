import { randomBytes } from 'node:crypto'
import { z } from 'zod'
import { isOAuth } from '@/lib/engine/consent'
import { noSettings } from '@/lib/model/settings'
import { sides } from '@/lib/model/words'
import { pairs } from '@/lib/pairs'
import { saveAttempt } from '@/lib/store/attempts'
import { inTenant } from '@/lib/store/db'
import { installation } from '@/lib/store/tenants'
import { digest, hourglass } from './consent'
import { engineAt } from './desk'
import { done, failed, invalid } from './fault'
import { connectionTo, connectorFor } from './keep-connection'
import { placeOf } from './place'
import { neededScopes } from './scopes'
import { typedKeys } from './typed-keys'
import { verb } from './verb'

export const beginConsentInput = z.object({
  side: z.enum(sides),
  vendor: z.string(),
  answers: z.record(z.string(), z.string().max(200)),
})

export interface Begun {
  readonly attempt: string
  /** For the window that this very page opens; worth one departure, within a minute. */
  readonly secret: string
}

/** A consent begins: which rights the chosen rules need, and who asks. The vendor's page opens in a window of its own. */
export const beginConsent = verb<z.infer<typeof beginConsentInput>, Begun>(
  beginConsentInput,
  async (desk, { side, vendor, answers }) => {
    const { actor } = desk
    if (actor.kind !== 'person') return failed({ kind: 'forbidden' })
    const { place, installed } = await inTenant(desk, async (tx) => ({
      place: await placeOf(tx, desk),
      installed: await installation(tx, desk, desk.installation),
    }))
    const connector = connectorFor(place, side, vendor)
    const auth = connector?.auth
    if (!connector || !auth || !isOAuth(auth)) return invalid({ vendor: 'unknown' })
    if (!engineAt(desk).clientOf?.(vendor)) return failed({ kind: 'unregistered', vendor })
    const typed = typedKeys(auth.asked, answers)
    if ('wrong' in typed) return invalid(typed.wrong)
    const vendors = { ...place.vendors, [side]: connector }
    const pair = pairs.find(({ crm, books }) => crm === vendors.crm.id && books === vendors.books.id) ?? place.pair
    const settings = place.integration?.settings ?? noSettings
    const attempt = randomBytes(18).toString('base64url')
    const secret = randomBytes(32).toString('base64url')
    await inTenant(desk, (tx) =>
      saveAttempt(tx, desk, {
        ...{ id: attempt, installation: desk.installation, side, vendor, actor, labels: typed.secrets },
        connection: connectionTo(place, side, vendor)?.id ?? desk.newId(),
        locale: installed?.locale ?? 'en',
        scopes: neededScopes(auth, side, {
          pair,
          settings,
          vendors,
        }),
        ...{ secretHash: digest(secret), secretUntil: desk.now() + hourglass.secret },
        expiresAt: desk.now() + hourglass.attempt,
      }),
    )
    return done({ attempt, secret })
  },
)
