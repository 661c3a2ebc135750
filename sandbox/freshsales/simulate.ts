import type { SandboxOptions } from '../index'
import { freshsales } from './index'

/** For a process of its own. */
export const simulate = (options: SandboxOptions) => freshsales(options)
