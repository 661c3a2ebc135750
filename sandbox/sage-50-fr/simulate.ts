import type { SandboxOptions } from '../index'
import { sage50Fr } from './index'

/** For a process of its own. */
export const simulate = (options: SandboxOptions) => sage50Fr(options)
