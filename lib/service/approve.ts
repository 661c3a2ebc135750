import { z } from 'zod'
import { approveAll } from '@/lib/store/approved'
import { askRun } from './ask-run'
import { noteDecided } from './decided'
import { done } from './fault'
import { putInForce } from './latest-plan'
import { decideOn } from './undecided'
import { verb } from './verb'

/** `rows`: a yes to these only; the others stay as they are. */
export const approveInput = z.object({ run: z.string().min(1), rows: z.array(z.string()).optional() })

/** A yes to what was shown, and to the changed rules it was shown under: it is planned again on what is known now, and what comes out the same is sent. */
export const approve = verb<z.infer<typeof approveInput>, null>(approveInput, async (desk, { run, rows }) => {
  const decided = await decideOn(desk, run, async (tx, integration, { what, plan }) => {
    if (plan) await putInForce(tx, desk, integration, plan)
    await approveAll(tx, desk, { ...what, rows })
    await noteDecided(tx, desk, integration, [{ why: 'approve', run }])
    return done(integration.id)
  })
  if (!decided.ok) return decided
  await askRun(desk, decided.value, 'approved')
  return done(null)
})
