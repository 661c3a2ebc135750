import { cookies } from 'next/headers'
import { sessionCookie } from '@/lib/auth/claims'
import { strangerOf } from '@/lib/auth/room'

/** What a file answers where there is no desk: 401 to nobody, 409 to the session of another organisation in one browser. */
export async function turnedAway(): Promise<Response> {
  const jar = await cookies()
  const stranger = await strangerOf(jar.get(sessionCookie)?.value)
  return new Response(null, { status: stranger === 'nobody' ? 401 : 409 })
}
