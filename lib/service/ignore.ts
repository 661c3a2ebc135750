import { z } from 'zod'
import { ignoreLinks } from '@/lib/store/causes'
import { inTenant } from '@/lib/store/db'
import { title } from '@/lib/sync/title'
import { causeKey } from './cause-key'
import { noteDecided } from './decided'
import { done, failed, invalid } from './fault'
import { placeOf } from './place'
import { verb } from './verb'
import { which } from './which'

export const ignoreInput = z.object({ links: which, note: z.string().trim().min(1).max(500) })

/** Leaves errors alone, with the reason that a person gives, until the record or the rules change. */
export const ignore = verb<z.infer<typeof ignoreInput>, { readonly ignored: number }>(
  ignoreInput,
  async (desk, { links, note }) => {
    const named = 'cause' in links ? causeKey(links.cause) : links
    if (named === null) return invalid({ links: 'unknown' })
    return inTenant(desk, async (tx) => {
      const { integration } = await placeOf(tx, desk)
      if (!integration) return failed({ kind: 'not-now' })
      const found = await ignoreLinks(tx, desk, integration.id, named, note)
      await noteDecided(
        tx,
        desk,
        integration,
        found.map((link) => ({
          why: 'ignore',
          link: link.id,
          entity: (link.books ?? link.crm)?.entity ?? null,
          record: title(link),
        })),
      )
      return done({ ignored: found.length })
    })
  },
)
