import { allChanges } from '@/lib/service/changes'
import { noteExport } from '@/lib/service/note-export'
import type { EntryView } from '@/lib/service/views'
import { fieldText, problemText, valueText } from '@/lib/text'
import { csvLine, utf8Mark } from '@/lib/text/csv'
import { asked, given } from '../../../../asked'
import { enter } from '../../../../enter'
import type { Visit } from '../../../../enter'
import { whyText } from '../../../_journal/why-text'
import { turnedAway } from '../../../../../_server/turned-away'

/** What the page shows as a file, one line per field, in pages as they come. */
export async function GET(
  request: Request,
  { params }: { params: Promise<{ readonly install: string }> },
): Promise<Response> {
  const visit = await enter((await params).install)
  if (visit === null) return turnedAway()
  const query = Object.fromEntries(new URL(request.url).searchParams)
  const { entity, verb, kind, from, to, text } = await asked(Promise.resolve(query))
  const wanted = given({ entity, verb, kind, from, to, search: text('search') })
  await noteExport(visit.seat, 'history')
  const pages = allChanges(visit.seat, wanted)
  const encoder = new TextEncoder()
  const body = new ReadableStream<Uint8Array>({
    start: (out) => out.enqueue(encoder.encode(`${utf8Mark}${csvLine(visit.o.history.csv)}`)),
    async pull(out) {
      const page = await pages.next()
      if (page.done) out.close()
      else out.enqueue(encoder.encode(page.value.flatMap((entry) => linesOf(visit, entry)).join('')))
    },
  })
  const name = `concord-${new Date(visit.now).toISOString().slice(0, 10)}.csv`
  const headers = { 'content-type': 'text/csv; charset=utf-8', 'content-disposition': `attachment; filename="${name}"` }
  return new Response(body, { headers })
}

function linesOf(visit: Visit, entry: EntryView): readonly string[] {
  const { t, f, o, names, now } = visit
  const what = entry.kind === 'written' && entry.verb ? t.verbDone[entry.verb] : t.history.kinds[entry.kind]
  const system = entry.side === null ? null : names[entry.side]
  const problem = entry.problem && problemText(t, f, system ?? names.books, entry.problem, now)
  const ends = [whyText(visit, entry), problem && [problem.title, problem.said].filter((part) => part).join('. ')]
  const begins = [
    new Date(entry.at).toISOString(),
    what,
    entry.record,
    entry.entity && t.entity[entry.entity].one,
    system,
    entry.by ?? o.history.schedule,
  ]
  if (entry.sets.length === 0) return [csvLine([...begins, null, null, null, ...ends])]
  return entry.sets.map(({ key, before, value }) =>
    csvLine([...begins, fieldText(t, key), valueText(t, f, key, before), valueText(t, f, key, value), ...ends]),
  )
}
