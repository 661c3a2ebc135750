import { z } from 'zod'
import { stopIgnoring as store } from '@/lib/store/causes'
import { inTenant } from '@/lib/store/db'
import { title } from '@/lib/sync/title'
import { noteDecided } from './decided'
import { done, failed } from './fault'
import { placeOf } from './place'
import { verb } from './verb'

export const stopIgnoringInput = z.object({ links: z.array(z.string()).min(1).max(1_000) })

/** Takes ignored errors back into the list, for the reason they had. */
export const stopIgnoring = verb<z.infer<typeof stopIgnoringInput>, { readonly back: number }>(
  stopIgnoringInput,
  async (desk, { links }) =>
    inTenant(desk, async (tx) => {
      const { integration } = await placeOf(tx, desk)
      if (!integration) return failed({ kind: 'not-now' })
      const found = await store(tx, desk, integration.id, links)
      await noteDecided(
        tx,
        desk,
        integration,
        found.map((link) => ({
          why: 'stop-ignoring',
          link: link.id,
          entity: (link.books ?? link.crm)?.entity ?? null,
          record: title(link),
        })),
      )
      return done({ back: found.length })
    }),
)
