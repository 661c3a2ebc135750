import type { Trigger } from '@/lib/model/run'
import { inTenant } from '@/lib/store/db'
import { saveRun } from '@/lib/store/runs'
import type { Desk } from './desk'

/** Asks the jobs for a run, in the name of whoever is at this desk. After the transaction that decided it. */
export const askRun = (desk: Desk, integration: string, trigger: Trigger, run: string | null = null): Promise<void> =>
  desk.emit({ name: 'run.asked', tenant: desk.tenant, integration, trigger, run, actor: desk.actor })

export const askAgain = (desk: Desk, integration: string): Promise<void> => askRun(desk, integration, 'asked')

/** As `askRun`, for a run that pages watch already: where it cannot be asked for it is closed, so that nobody waits for it. */
export async function askOpened(desk: Desk, integration: string, trigger: Trigger, run: string): Promise<void> {
  try {
    await askRun(desk, integration, trigger, run)
  } catch (error) {
    const end = { id: run, phase: 'closed', result: { kind: 'interrupted' }, endedAt: desk.now() } as const
    await inTenant(desk, (tx) => saveRun(tx, desk, end))
    throw error
  }
}
