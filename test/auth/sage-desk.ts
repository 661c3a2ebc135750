import { makeLaunchSend } from '@/lib/connectors'
import { asFetch } from '../../sandbox/kit/as-fetch'
import { sageSales } from '../../sandbox/sage-sales'

/** A Sage CRM, and the way by which a launch is checked there at a standing time. */
export function sageDesk(now: number) {
  const crm = sageSales({ unlimited: true, size: 1 })
  const send = makeLaunchSend({
    ...{ timeoutMs: 5_000, allowPrivate: true, now: () => now, sleep: async () => undefined },
    fetch: asFetch(crm.handle),
  })
  return { crm, send }
}
