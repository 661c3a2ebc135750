import { isHealthy } from '@/lib/service/health'

/** For load balancers and the demo's start: the app answers and reaches its database. */
export async function GET(): Promise<Response> {
  const ok = await isHealthy()
  return Response.json({ ok }, { status: ok ? 200 : 503 })
}
