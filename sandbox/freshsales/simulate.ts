import type { Described, SandboxOptions } from '../index'
import { CLIENT, freshsales } from './index'

/** For a process of its own; a demo has the budget of the largest plan. */
export const simulate = (options: SandboxOptions) => freshsales({ ...options, perHour: 5_000 })

/** What whoever uses it must know. */
export const described = (): Described => ({
  base: '/crm/sales/api',
  client: CLIENT,
  typed: { domain: 'cordier' },
  chosen: { hourlyPlan: 'enterprise' },
})
