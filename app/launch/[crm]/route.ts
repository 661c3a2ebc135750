import { endedSession } from '@/lib/auth/claims'
import { launchFrom } from '@/lib/auth/door'

/**
 * A CRM opens us here: what it signed is checked, and a one-time ticket goes to the frame in the address' fragment. The
 * session of whoever sat here before ends, so that the page cannot be shown to somebody else in their name.
 */
export async function POST(request: Request): Promise<Response> {
  const entry = await launchFrom(request)
  if (!entry.ok) return Response.json({ error: entry.refusal }, { status: entry.status })
  const location = `/embed/${entry.installKey}#t=${entry.ticket}`
  return new Response(null, { status: 303, headers: { location, 'set-cookie': endedSession } })
}
