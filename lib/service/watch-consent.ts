import { z } from 'zod'
import { problem } from '@/lib/model/problem'
import { attempt as readAttempt } from '@/lib/store/attempts'
import { inTenant } from '@/lib/store/db'
import { consentFault, type ConsentView } from './consent'
import { done, failed } from './fault'
import { verb } from './verb'
import type { Check } from './views'

const input = z.object({ attempt: z.string().max(64) })

/** How a consent stands, for the page that waits for it. A window that was closed tells nothing: only time ends the wait. */
export const watchConsent = verb<z.infer<typeof input>, ConsentView>(input, async (desk, { attempt }) => {
  const found = await inTenant(desk, (tx) => readAttempt(tx, desk, attempt))
  if (found?.installation !== desk.installation) return failed({ kind: 'not-now' })
  if (found.status === 'done') return done({ status: 'done', checks: checkList.parse(found.checks) })
  if (found.status === 'failed') return done({ status: 'failed', fault: consentFault.parse(found.fault) })
  if (found.expiresAt <= desk.now()) return done({ status: 'failed', fault: { kind: 'late' } })
  return done({ status: 'under-way' })
})

const checkList: z.ZodType<readonly Check[]> = z.array(
  z.object({
    what: z.enum(['reach', 'rights', 'clock', 'fields', 'companies', 'people']),
    ok: z.boolean(),
    detail: z.string().nullable(),
    problem: problem.nullable(),
  }),
)
