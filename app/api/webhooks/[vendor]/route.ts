import { takeWebhook } from '@/app/_server/webhook'

interface Context {
  readonly params: Promise<{ readonly vendor: string }>
}

/** Signed by the vendor, answered before anything is looked at: the records it names are read later, by id. */
export async function POST(request: Request, { params }: Context): Promise<Response> {
  const { vendor } = await params
  return new Response(null, { status: await takeWebhook(vendor, request) })
}
