import type { Described, SandboxOptions } from '../index'
import { CLIENT, xero } from './index'

/** For a process of its own. */
export const simulate = (options: SandboxOptions) => xero(options)

/** What whoever uses it must know; small enough for a CRM that takes a few hundred records in a quarter of an hour. */
export const described = (): Described => ({ base: '', client: CLIENT, typed: {}, options: ['--size', '8'] })
