import { toldFrom } from '@/lib/auth/lifecycle'
import { applyLifecycle } from '@/lib/service/lifecycle'
import { emit } from '../../../_server/emit'

interface Place {
  readonly params: Promise<{ readonly crm: string }>
}

/** A CRM says that an organisation installed us or left; what it signs is checked before anything is read of it. */
export async function POST(request: Request, { params }: Place): Promise<Response> {
  const told = await toldFrom(request, (await params).crm)
  if (!told.ok) return Response.json({ error: told.refusal }, { status: told.status })
  return Response.json((await applyLifecycle(told, emit)) ?? {})
}
