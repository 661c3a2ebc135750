import { jsonUpTo } from '@/lib/auth/body'
import { fromOurPage } from '@/lib/auth/same-origin'
import { lookAtConsent } from '@/lib/service/open-consent'

/** Who asks for what, for a window that our page did not open; nothing is spent. */
export async function POST(request: Request): Promise<Response> {
  if (!fromOurPage(request.headers)) return new Response(null, { status: 403 })
  const asked = await lookAtConsent(await jsonUpTo(request, 1_024))
  return asked === null ? new Response(null, { status: 404 }) : Response.json(asked)
}
