import { z } from 'zod'
import type { Link } from '@/lib/model/record'
import { inTenant } from '@/lib/store/db'
import { retryLinks } from '@/lib/store/retry'
import { title } from '@/lib/sync/title'
import { askAgain } from './ask-run'
import { causeKey } from './cause-key'
import { noteDecided } from './decided'
import { done, failed, invalid } from './fault'
import { placeOf } from './place'
import { verb } from './verb'
import { which } from './which'

export const retryInput = z.object({ links: z.union([z.literal('all'), which]) })

/** Looks at parked records again, as if they had just changed. */
export const retry = verb<z.infer<typeof retryInput>, { readonly retried: number }>(
  retryInput,
  async (desk, { links }) => {
    const named = typeof links === 'object' && 'cause' in links ? causeKey(links.cause) : links
    if (named === null) return invalid({ links: 'unknown' })
    const found = await inTenant(desk, async (tx) => {
      const { integration } = await placeOf(tx, desk)
      if (!integration || integration.startedAt === null) return null
      const woken = await retryLinks(tx, desk, integration.id, named)
      await noteDecided(tx, desk, integration, woken.map(deedOf))
      return { integration, retried: woken.length }
    })
    if (!found) return failed({ kind: 'not-now' })
    if (found.retried > 0 && !found.integration.pausedBy) await askAgain(desk, found.integration.id)
    return done({ retried: found.retried })
  },
)

function deedOf(link: Link) {
  const entity = (link.books ?? link.crm)?.entity ?? null
  return { why: 'retry', link: link.id, entity, record: title(link) }
}
