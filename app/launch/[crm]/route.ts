import { endedSession } from '@/lib/auth/claims'
import { launchFrom } from '@/lib/auth/door'
import { mailDue, tellOfAdministrator } from '@/lib/service/tell-administrators'
import { emit } from '../../_server/emit'

interface Place {
  readonly params: Promise<{ readonly crm: string }>
}

/**
 * A CRM opens us here: what it proves is checked, and a one-time ticket goes to the frame in the address' fragment. The
 * session of whoever sat here before ends, so that the page cannot be shown to somebody else in their name. Whoever
 * asks by JSON, a CRM's server or our own page in its frame, is told the address instead.
 */
export async function POST(request: Request, { params }: Place): Promise<Response> {
  const entry = await launchFrom(request, (await params).crm, tellOfAdministrator)
  if (!entry.ok) return Response.json({ error: entry.refusal }, { status: entry.status })
  if (entry.appointed) await emit(mailDue(entry))
  const location = `/embed/${entry.installKey}${entry.path}#t=${entry.ticket}`
  const ends = { 'set-cookie': endedSession }
  if (request.headers.get('content-type')?.startsWith('application/json'))
    return Response.json({ location }, { headers: ends })
  return new Response(null, { status: 303, headers: { location, ...ends } })
}
