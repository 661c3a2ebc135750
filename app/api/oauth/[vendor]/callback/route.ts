import { cookies } from 'next/headers'
import { finishConsent } from '@/lib/service/finish-consent'
import { consentCookie } from '@/lib/service/open-consent'
import { emit } from '../../../../_server/emit'

interface Place {
  readonly params: Promise<{ readonly vendor: string }>
}

/** Where a vendor sends the browser back to, with a state that is good once. What it says is never repeated to anybody. */
export async function GET(request: Request, { params }: Place): Promise<Response> {
  const { vendor } = await params
  const browser = (await cookies()).get(consentCookie)?.value
  const ended = await finishConsent({ vendor, query: new URL(request.url).searchParams, browser }, { emit })
  const location = ended === null ? '/connect/none' : `/connect/${ended.attempt}`
  return new Response(null, { status: 303, headers: { location } })
}
