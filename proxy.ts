import { randomBytes } from 'node:crypto'
import { NextResponse } from 'next/server'
import type { NextRequest } from 'next/server'
import { ancestorsOf } from '@/lib/auth/frame'
import { pageHeaders } from '@/lib/auth/policy'

const policy = 'Content-Security-Policy'

/** A nonce per request, and exactly those who may frame the page. Next reads the nonce from the request's own policy. */
export async function proxy(request: NextRequest): Promise<NextResponse> {
  const nonce = randomBytes(16).toString('base64')
  const ancestors = await ancestorsOf(request.nextUrl.pathname, Date.now())
  const answered = pageHeaders({ nonce, ancestors, development: process.env.NODE_ENV === 'development' })
  const asked = new Headers(request.headers)
  asked.set(policy, answered[policy] ?? '')
  asked.set('x-nonce', nonce)
  const response = NextResponse.next({ request: { headers: asked } })
  for (const [name, value] of Object.entries(answered)) response.headers.set(name, value)
  return response
}

export const config = { matcher: ['/((?!_next/static/).*)'] }
