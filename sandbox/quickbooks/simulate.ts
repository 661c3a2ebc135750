import type { SandboxOptions } from '../index'
import { quickBooks } from './index'

/** For a process of its own. */
export const simulate = (options: SandboxOptions) => quickBooks(options)
