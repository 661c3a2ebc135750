import { exportConfiguration } from '@/lib/service/configuration'
import { enter } from '../../../../enter'

interface Asked {
  readonly params: Promise<{ install: string }>
}

/** The configuration as a file to keep, or to bring into another installation. */
export async function GET(_request: Request, { params }: Asked): Promise<Response> {
  const visit = await enter((await params).install)
  const text = visit && (await exportConfiguration(visit.seat))
  if (text === null) return new Response(null, { status: visit === null ? 401 : 404 })
  return new Response(text, {
    headers: {
      'content-type': 'application/json; charset=utf-8',
      'content-disposition': `attachment; filename="concord.json"`,
      'cache-control': 'no-store',
    },
  })
}
