import { cookies } from 'next/headers'
import { jsonUpTo } from '@/lib/auth/body'
import { fromOurPage } from '@/lib/auth/same-origin'
import { consentCookie, openConsent } from '@/lib/service/open-consent'

const tenMinutes = 600

/** The window's key for the vendor's address; from here on this browser alone may come back with an answer. */
export async function POST(request: Request): Promise<Response> {
  if (!fromOurPage(request.headers)) return new Response(null, { status: 403 })
  const jar = await cookies()
  const left = await openConsent(await jsonUpTo(request, 1_024), jar.get(consentCookie)?.value)
  if (left === null) return new Response(null, { status: 404 })
  jar.set(consentCookie, left.browser, { httpOnly: true, secure: true, sameSite: 'lax', path: '/', maxAge: tenMinutes })
  return Response.json({ location: left.location })
}
