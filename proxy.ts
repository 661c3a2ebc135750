import { randomBytes } from 'node:crypto'
import { NextResponse } from 'next/server'
import type { NextRequest } from 'next/server'
import { ancestorsOf } from '@/lib/auth/frame'
import { isConsentWindow, pageHeaders } from '@/lib/auth/policy'

const policy = 'Content-Security-Policy'

/** A nonce per request, and exactly those who may frame the page. Next reads the nonce from the request's own policy. */
export async function proxy(request: NextRequest): Promise<NextResponse> {
  const nonce = randomBytes(16).toString('base64')
  const { pathname } = request.nextUrl
  const ancestors = await ancestorsOf(pathname, Date.now())
  const opened = isConsentWindow(pathname) ? { opened: true as const } : {}
  const answered = pageHeaders({ nonce, ancestors, development: process.env.NODE_ENV === 'development', ...opened })
  const asked = new Headers(request.headers)
  asked.set(policy, answered[policy] ?? '')
  asked.set('x-nonce', nonce)
  const response = isNoAction(request)
    ? new NextResponse(null, { status: 405, headers: { allow: 'GET' } })
    : NextResponse.next({ request: { headers: asked } })
  for (const [name, value] of Object.entries(answered)) response.headers.set(name, value)
  return response
}

/** Our pages send actions only from scripts, with their name in a header: a plain form that posts to a page is not ours. */
const isNoAction = ({ method, nextUrl, headers }: NextRequest): boolean =>
  method === 'POST' && nextUrl.pathname.startsWith('/embed') && !headers.has('next-action')

export const config = { matcher: ['/((?!_next/static/).*)'] }
