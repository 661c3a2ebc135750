import NextAuth from 'next-auth'
import { authOptions } from '@/lib/auth/config'
import { fromOurPage } from '@/lib/auth/same-origin'

interface Context {
  readonly params: Promise<{ readonly nextauth: readonly string[] }>
}

const reads = new Set(['csrf', 'providers', 'session'])
const changes = new Set(['callback/launch', 'signout'])

const isForm = (headers: Headers): boolean =>
  headers.get('content-type')?.split(';')[0] === 'application/x-www-form-urlencoded'

const missing = () => new Response(null, { status: 404 })

/** next-auth's own handler, made for any framework, tells no types of its answer. */
const nextAuth = async (request: Request, context: Context): Promise<Response> => {
  const handle = NextAuth(authOptions()) as (request: Request, context: Context) => Promise<Response>
  return handle(request, context)
}

const actionOf = async ({ params }: Context): Promise<string> => (await params).nextauth.join('/')

/** Only what the frame needs of next-auth exists; its own pages do not. */
export async function GET(request: Request, context: Context): Promise<Response> {
  return reads.has(await actionOf(context)) ? nextAuth(request, context) : missing()
}

/** A ticket is spent by our own page only: a plain navigation with somebody else's would sign a victim in as them. */
export async function POST(request: Request, context: Context): Promise<Response> {
  if (!changes.has(await actionOf(context))) return missing()
  if (!fromOurPage(request.headers)) return new Response(null, { status: 403 })
  // What our page sends is a form; next-auth would fall over anything that only says it is JSON.
  if (!isForm(request.headers)) return new Response(null, { status: 415 })
  return nextAuth(request, context)
}
