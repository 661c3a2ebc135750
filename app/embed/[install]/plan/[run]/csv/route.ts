import { whys } from '@/lib/model/decision'
import { allPlanRows, isOwnPlan } from '@/lib/service/plan-csv'
import { noteExport } from '@/lib/service/note-export'
import type { PlannedRow } from '@/lib/service/views'
import { fieldText, valueText } from '@/lib/text'
import { csvLine, utf8Mark } from '@/lib/text/csv'
import { enter } from '../../../../enter'
import type { Visit } from '../../../../enter'
import { laneNames } from '../../../../system'
import { turnedAway } from '../../../../../_server/turned-away'

interface Asked {
  readonly params: Promise<{ install: string; run: string }>
}

/** The whole plan for a spreadsheet, one line per field, sent while it is read. */
export async function GET(_request: Request, { params }: Asked): Promise<Response> {
  const { install, run } = await params
  const visit = await enter(install)
  if (visit === null) return turnedAway()
  if (!(await isOwnPlan(visit.seat, run))) return new Response(null, { status: 404 })
  const { csv } = visit.t.pages.review
  await noteExport(visit.seat, 'plan')
  const pages = allPlanRows(visit.seat, run)
  const encoder = new TextEncoder()
  const body = new ReadableStream<Uint8Array>({
    start: (out) => {
      const heads = [csv.record, csv.entity, csv.system, csv.verb, csv.field, csv.before, csv.after, csv.why]
      out.enqueue(encoder.encode(`${utf8Mark}${csvLine(heads)}`))
    },
    pull: async (out) => {
      const page = await pages.next()
      if (page.done) out.close()
      else out.enqueue(encoder.encode(page.value.flatMap((row) => linesOf(visit, row)).join('')))
    },
  })
  return new Response(body, {
    headers: {
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': `attachment; filename="plan.csv"`,
      'cache-control': 'no-store',
    },
  })
}

function linesOf({ t, f, names }: Visit, row: PlannedRow): readonly string[] {
  const lane = laneNames(names, row.side)
  const why = whys.find((one) => one === row.why)
  const head = [row.record, t.entity[row.entity].one, lane.target, t.verb[row.verb]]
  const reason = why ? t.why[why](lane) : ''
  const sets = row.sets.length === 0 ? [null] : row.sets
  return sets.map((set) =>
    csvLine(
      set === null
        ? [...head, '', '', '', reason]
        : [
            ...head,
            fieldText(t, set.key),
            valueText(t, f, set.key, set.before),
            valueText(t, f, set.key, set.value),
            reason,
          ],
    ),
  )
}
