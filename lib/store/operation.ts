import { env } from '@/lib/env'

export interface Operation {
  /** Milliseconds. */
  readonly timings: { readonly lease: number; readonly request: number; readonly step: number }
  readonly allowPrivate: boolean
}

/** How this installation is operated, from its environment. */
export function operation(): Operation {
  const { LEASE_MS, REQUEST_TIMEOUT_MS, STEP_MS, NODE_ENV, ALLOW_PRIVATE_ADDRESSES } = env()
  return {
    timings: { lease: LEASE_MS, request: REQUEST_TIMEOUT_MS, step: STEP_MS },
    allowPrivate: NODE_ENV !== 'production' || ALLOW_PRIVATE_ADDRESSES === '1',
  }
}
