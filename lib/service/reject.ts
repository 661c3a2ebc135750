import { z } from 'zod'
import { keepApart } from '@/lib/engine/keep-apart'
import { rejectAll } from '@/lib/store/approved'
import { noteDecided } from './decided'
import { done } from './fault'
import { decideOn } from './undecided'
import { verb } from './verb'

/** `rows`: a no to these only; the others stay as they are. */
export const rejectInput = z.object({ run: z.string().min(1), rows: z.array(z.string()).optional() })

/** A no to what was shown: both systems stay as they are, and the difference is remembered as wanted. */
export const reject = verb<z.infer<typeof rejectInput>, null>(rejectInput, async (desk, { run, rows: named }) =>
  decideOn(desk, run, async (tx, integration, { what }) => {
    const rows = await rejectAll(tx, desk, { ...what, rows: named })
    await keepApart(tx, desk, rows)
    await noteDecided(tx, desk, integration, [
      { why: 'reject', run },
      ...rows.map(({ link, entity, side, verb: what, record }) => ({
        why: 'reject',
        run,
        link,
        entity,
        side,
        verb: what,
        record,
      })),
    ])
    return done(null)
  }),
)
