import { exportAll, exportRecords } from '@/lib/service/export'
import { noteExport } from '@/lib/service/note-export'
import { texts } from '@/lib/text'
import { accountsTexts } from '@/lib/text/accounts'
import { csvLine, utf8Mark } from '@/lib/text/csv'
import { desk } from '../../../_server/context'
import type { Desk } from '../../../_server/context'
import { turnedAway } from '../../../_server/turned-away'

interface Place {
  readonly params: Promise<{ readonly install: string }>
}

/** Everything, or the records as a table, for an administrator's own keeping; written as it is read. */
export async function GET(request: Request, { params }: Place): Promise<Response> {
  const seat = await desk((await params).install)
  if (seat === null) return turnedAway()
  if (seat.role !== 'admin') return new Response(null, { status: 404 })
  const isTable = new URL(request.url).searchParams.get('form') === 'table'
  await noteExport(seat, isTable ? 'records' : 'everything')
  const lines = isTable ? table(seat) : exportAll(seat)
  const name = isTable ? 'concord-records.csv' : 'concord.jsonl'
  const type = isTable ? 'text/csv; charset=utf-8' : 'application/x-ndjson; charset=utf-8'
  return new Response(streamOf(lines), {
    headers: { 'content-type': type, 'content-disposition': `attachment; filename="${name}"` },
  })
}

/** As table programs open it, whatever alphabet the names are in, in the words of whoever asks. */
async function* table(seat: Desk): AsyncGenerator<string> {
  const t = texts(seat.locale)
  yield `${utf8Mark}${csvLine(accountsTexts(seat.locale).leave.columns)}`
  for await (const { company, record } of exportRecords(seat)) {
    const { entity, name, code, crmId, booksId } = record
    const state = t.records.class[record.class.kind]
    const changedAt = new Date(record.changedAt).toISOString()
    yield csvLine([company, t.entity[entity].one, name, code, state, crmId, booksId, changedAt])
  }
}

function streamOf(lines: AsyncGenerator<string>): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder()
  return new ReadableStream({
    async pull(stream) {
      const next = await lines.next()
      if (next.done) stream.close()
      else stream.enqueue(encoder.encode(next.value))
    },
    cancel: () => void lines.return(undefined),
  })
}
