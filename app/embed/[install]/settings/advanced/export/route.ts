import { exportConfiguration } from '@/lib/service/configuration'
import { noteExport } from '@/lib/service/note-export'
import { enter } from '../../../../enter'
import { turnedAway } from '../../../../../_server/turned-away'

interface Asked {
  readonly params: Promise<{ install: string }>
}

/** The configuration as a file to keep, or to bring into another installation. */
export async function GET(_request: Request, { params }: Asked): Promise<Response> {
  const visit = await enter((await params).install)
  if (visit === null) return turnedAway()
  if (!visit.admin) return new Response(null, { status: 404 })
  const text = await exportConfiguration(visit.seat)
  if (text === null) return new Response(null, { status: 404 })
  await noteExport(visit.seat, 'configuration')
  return new Response(text, {
    headers: {
      'content-type': 'application/json; charset=utf-8',
      'content-disposition': `attachment; filename="concord.json"`,
      'cache-control': 'no-store',
    },
  })
}
