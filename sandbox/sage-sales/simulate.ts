import type { SandboxOptions } from '../index'
import { sageSales } from './index'

/** For a process of its own. */
export const simulate = (options: SandboxOptions) => sageSales(options)
