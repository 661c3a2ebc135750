import { env, vendorAuthUrl, vendorClient } from '@/lib/env'

export interface Operation {
  /** Milliseconds. */
  readonly timings: { readonly lease: number; readonly request: number; readonly step: number }
  readonly allowPrivate: boolean
  /** Who we are to a vendor with OAuth, and the one address its consent may come back to; null where we are not registered. */
  readonly clientOf: (vendor: string) => VendorClient | null
}

export interface VendorClient {
  readonly id: string
  readonly secret: string
  readonly redirectUri: string
  readonly origin: string | null
}

/** How this installation is operated, from its environment. */
export function operation(): Operation {
  const { LEASE_MS, REQUEST_TIMEOUT_MS, STEP_MS, NODE_ENV, ALLOW_PRIVATE_ADDRESSES, NEXTAUTH_URL } = env()
  return {
    timings: { lease: LEASE_MS, request: REQUEST_TIMEOUT_MS, step: STEP_MS },
    allowPrivate: NODE_ENV !== 'production' || ALLOW_PRIVATE_ADDRESSES === '1',
    clientOf: (vendor) => {
      const client = vendorClient(vendor)
      const redirectUri = `${new URL(NEXTAUTH_URL).origin}/api/oauth/${vendor}/callback`
      return client && { ...client, redirectUri, origin: vendorAuthUrl(vendor) }
    },
  }
}
