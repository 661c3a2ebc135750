import { env } from '@/lib/env'

/** Whether a request that changes something came from our own page; what a browser leaves out counts as foreign. */
export function sameOrigin(headers: Pick<Headers, 'get'>, baseUrl: string): boolean {
  return headers.get('origin') === new URL(baseUrl).origin && headers.get('sec-fetch-site') === 'same-origin'
}

export const fromOurPage = (headers: Pick<Headers, 'get'>): boolean => sameOrigin(headers, env().NEXTAUTH_URL)
