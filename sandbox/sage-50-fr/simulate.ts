import type { Described, SandboxOptions } from '../index'
import { KEY, sage50Fr } from './index'

/** For a process of its own. */
export const simulate = (options: SandboxOptions) => sage50Fr(options)

/** What whoever uses it must know. */
export const described = (url: string): Described => ({ base: '', client: null, typed: { address: url, key: KEY } })
