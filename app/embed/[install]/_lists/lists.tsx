import type { RecordClass } from '@/lib/model/state'
import { changes } from '@/lib/service/changes'
import { planRows } from '@/lib/service/plan-rows'
import { records } from '@/lib/service/records'
import { runEntries } from '@/lib/service/run-entries'
import { runs } from '@/lib/service/runs'
import type { EntryView, Paged } from '@/lib/service/views'
import type { Rows } from '../../../_ui/growing-list'
import { asked, given } from '../../asked'
import type { Visit } from '../../enter'
import { EntryLine } from '../_journal/entries'
import { PlannedLine } from '../_plan/planned-rows'
import { RecordLine } from './record-line'
import { RunLine } from './run-line'

/** What an address asks of a list, word for word. */
export type Wanted = Readonly<Record<string, string>>

export const recordClasses = [
  'in-sync',
  'in-flight',
  'waiting',
  'excluded',
  'parked',
  'removed',
] as const satisfies readonly RecordClass['kind'][]

/** Lists that may be long: a page of each, drawn, and where it goes on. */
export const lists = {
  async records(visit: Visit, wanted: Wanted): Promise<Rows> {
    const { entity, cursor, text } = await asked(Promise.resolve(wanted))
    const kind = recordClasses.find((one) => one === text('class'))
    const page = await records(visit.seat, given({ entity, class: kind, search: text('search'), cursor }))
    const rows = page.rows.map((record) => ({
      key: record.link,
      node: <RecordLine visit={visit} record={record} />,
    }))
    return { rows, next: page.next }
  },

  async runs(visit: Visit, wanted: Wanted): Promise<Rows> {
    const page = await runs(visit.seat, (await asked(Promise.resolve(wanted))).cursor)
    return {
      rows: page.rows.map((run) => ({ key: run.id, node: <RunLine visit={visit} run={run} /> })),
      next: page.next,
    }
  },

  async changes(visit: Visit, wanted: Wanted): Promise<Rows> {
    const { entity, verb, kind, from, to, cursor, text } = await asked(Promise.resolve(wanted))
    const filter = given({ entity, verb, kind, from, to, search: text('search'), cursor })
    return entryRows(visit, await changes(visit.seat, filter))
  },

  async entries(visit: Visit, wanted: Wanted): Promise<Rows> {
    const { entity, verb, kind, cursor, text } = await asked(Promise.resolve(wanted))
    const filter = given({ entity, verb, kind, search: text('search'), cursor })
    const found = await runEntries(visit.seat, { run: text('run') ?? '', ...filter })
    return found === null ? { rows: [], next: null } : entryRows(visit, found.page)
  },

  async planned(visit: Visit, wanted: Wanted): Promise<Rows> {
    const { entity, side, verb, cursor, text } = await asked(Promise.resolve(wanted))
    const filter = given({ entity, side, verb, field: text('field'), search: text('search'), cursor })
    const page = await planRows(visit.seat, { run: text('run') ?? '', ...filter })
    const rows = page.rows.map((row) => ({ key: row.id, node: <PlannedLine visit={visit} row={row} /> }))
    return { rows, next: page.next }
  },
} as const satisfies Record<string, (visit: Visit, wanted: Wanted) => Promise<Rows>>

export const listNames = [
  'records',
  'runs',
  'changes',
  'entries',
  'planned',
] as const satisfies readonly (keyof typeof lists)[]

export const entryRows = (visit: Visit, { rows, next }: Paged<EntryView>): Rows => ({
  rows: rows.map((entry) => ({ key: entry.id, node: <EntryLine visit={visit} entry={entry} named /> })),
  next,
})
