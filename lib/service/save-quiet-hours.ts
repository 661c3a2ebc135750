import { z } from 'zod'
import { isZone } from '@/lib/model/zone'
import { inTenant } from '@/lib/store/db'
import { alertSettings, saveQuiet } from '@/lib/store/recipients'
import { noteDecided } from './decided'
import { done, invalid } from './fault'
import { firstRecipients } from './first-recipients'
import { placeOf } from './place'
import { verb } from './verb'

const minute = z.number().int().min(0).max(1439).nullable()

export const saveQuietHoursInput = z.object({
  from: minute,
  to: minute,
  zone: z.string().refine(isZone),
})

/** When mail that can wait has to. */
export const saveQuietHours = verb<z.infer<typeof saveQuietHoursInput>, null>(
  saveQuietHoursInput,
  async (desk, quiet) => {
    // One time alone would be kept and mean nothing.
    const open = quiet.from === null ? 'from' : 'to'
    if ((quiet.from === null) !== (quiet.to === null)) return invalid({ [open]: 'required' })
    return inTenant(desk, async (tx) => {
      // Who says when mail may come has not said that none shall.
      if (!(await alertSettings(tx, desk, desk.installation))) await firstRecipients(tx, desk, desk.installation)
      await saveQuiet(tx, desk, desk.installation, quiet)
      const { integration } = await placeOf(tx, desk)
      if (integration) await noteDecided(tx, desk, integration, [{ why: 'save-quiet-hours' }])
      return done(null)
    })
  },
)
