import type { Trigger } from '@/lib/model/run'
import type { Desk } from './desk'

/** Asks the jobs for a run, in the name of whoever is at this desk. After the transaction that decided it. */
export const askRun = (desk: Desk, integration: string, trigger: Trigger, run: string | null = null): Promise<void> =>
  desk.emit({ name: 'run.asked', tenant: desk.tenant, integration, trigger, run, actor: desk.actor })

export const askAgain = (desk: Desk, integration: string): Promise<void> => askRun(desk, integration, 'asked')
