import type { SandboxOptions } from '../index'
import { xero } from './index'

/** For a process of its own. */
export const simulate = (options: SandboxOptions) => xero(options)
