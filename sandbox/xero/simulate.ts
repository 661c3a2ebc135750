import type { Described, SandboxOptions } from '../index'
import { CLIENT, xero } from './index'

/** For a process of its own; a size means that many customers and what goes with them. */
export const simulate = ({ size, ...options }: SandboxOptions) =>
  xero({
    ...options,
    ...(size === undefined ? {} : { size: { contacts: size, items: size, invoices: 2 * size, quotes: 2, users: 3 } }),
  })

/** What whoever uses it must know; small enough for a CRM that takes a few hundred records in a quarter of an hour. */
export const described = (): Described => ({ base: '', client: CLIENT, typed: {}, options: ['--size', '8'] })
