import { z } from 'zod'
import type { Side } from '@/lib/model/words'
import { approveAll } from '@/lib/store/approved'
import { forgetIdentity } from '@/lib/store/connections'
import { readAnew } from '@/lib/store/cursors'
import type { Tx } from '@/lib/store/db'
import { integrationsOfConnection, type Integration } from '@/lib/store/integrations'
import { askRun } from './ask-run'
import { noteDecided } from './decided'
import { done } from './fault'
import { putInForce } from './latest-plan'
import type { Desk } from './desk'
import { decideOn } from './undecided'
import { verb } from './verb'

/** `rows`: a yes to these only; the others stay as they are. */
export const approveInput = z.object({ run: z.string().min(1), rows: z.array(z.string()).optional() })

/** A yes to what was shown, and to the changed rules it was shown under: it is planned again on what is known now, and what comes out the same is sent. */
export const approve = verb<z.infer<typeof approveInput>, null>(approveInput, async (desk, { run, rows }) => {
  const decided = await decideOn(desk, run, async (tx, integration, { what, plan, hold }) => {
    if (plan) await putInForce(tx, desk, integration, plan)
    if (hold?.brake === 'other-company') await acceptCompany(tx, desk, integration, hold.side)
    await approveAll(tx, desk, { ...what, rows })
    await noteDecided(tx, desk, integration, [{ why: 'approve', run }])
    return done(integration.id)
  })
  if (!decided.ok) return decided
  await askRun(desk, decided.value, 'approved')
  return done(null)
})

/** Whoever is there now is the company, and shows everything from the beginning: our place in its lists was the other one's. */
async function acceptCompany(tx: Tx, desk: Desk, integration: Integration, side: Side): Promise<void> {
  const connection = side === 'crm' ? integration.crmConnection : integration.booksConnection
  await forgetIdentity(tx, desk, connection)
  for (const { id } of await integrationsOfConnection(tx, desk, connection)) await readAnew(tx, desk, id, side, null)
}
