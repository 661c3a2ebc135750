import type { Described, SandboxOptions } from '../index'
import { DEMO_KEYS, sageSales } from './index'

/** For a process of its own. */
export const simulate = (options: SandboxOptions) => sageSales(options)

/** What whoever uses it must know; its keys' larger plan, so that a demo does not take all day. */
export const described = (): Described => ({
  base: '/api/v4',
  client: null,
  typed: { publicKey: DEMO_KEYS.publicKey, privateKey: DEMO_KEYS.privateKey },
  options: ['--plan', '13'],
  chosen: { plan: '13' },
})
