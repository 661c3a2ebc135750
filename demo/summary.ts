import type { Account } from '@/lib/sync/reconcile'
import { noCounts } from '@/lib/model/run'
import type { Counts, Run } from '@/lib/model/run'
import { entities } from '@/lib/model/words'
import type { Entity } from '@/lib/model/words'
import type { Told } from './story'

interface Row extends Counts {
  readonly entity: Entity
  /** How many records of both sides stand in each class, with the reason where there is one. */
  readonly standing: Readonly<Record<string, number>>
}

export interface Summary {
  readonly ok: boolean
  readonly firstRun: Pass
  readonly secondRun: Pass
}

interface Pass {
  readonly result: Run['result']
  readonly seconds: number
  readonly calls: Told['calls']
  readonly writes: number
  readonly records: number
  readonly unexplained: number
  readonly entities: readonly Row[]
}

/** Well only if both runs came to their end, every record has its class, and the second run wrote nothing. */
export function summary(first: Told, second: Told): Summary {
  const [firstRun, secondRun] = [passOf(first), passOf(second)]
  const fine = (pass: Pass) => pass.result?.kind === 'done' && pass.unexplained === 0 && pass.records > 0
  return { ok: fine(firstRun) && fine(secondRun) && secondRun.writes === 0, firstRun, secondRun }
}

function passOf({ run, seconds, calls, accounts }: Told): Pass {
  const rows = entities.map((entity) => rowOf(entity, run, accounts)).filter(isThere)
  return {
    result: run.result,
    seconds: Math.round(seconds * 10) / 10,
    calls,
    writes: rows.reduce((sum, { created, updated, removed }) => sum + created + updated + removed, 0),
    records: accounts.length,
    unexplained: accounts.filter((account) => !isExplained(account)).length,
    entities: rows,
  }
}

const isThere = (row: Row): boolean =>
  Object.keys(row.standing).length > 0 || row.created + row.updated + row.removed > 0
/** A write that is still under way after the run's end explains nothing. */
const isExplained = (account: Account): boolean => !['unexplained', 'in-flight'].includes(account.class.kind)

function rowOf(entity: Entity, run: Run, accounts: readonly Account[]): Row {
  const keys = Object.keys(run.counts).filter((key) => key === entity || key.startsWith(`${entity}:`))
  const counts = keys.map((key) => ({ ...noCounts, ...run.counts[key] }))
  const sum = (name: keyof Counts) => counts.reduce((total, each) => total + each[name], 0)
  const own = accounts.filter((account) => account.entity === entity).map(nameOf)
  return {
    entity,
    created: sum('created'),
    updated: sum('updated'),
    removed: sum('removed'),
    nothing: sum('nothing'),
    parked: sum('parked'),
    waiting: sum('waiting'),
    excluded: sum('excluded'),
    standing: Object.fromEntries(
      [...new Set(own)].sort().map((name) => [name, own.filter((each) => each === name).length]),
    ),
  }
}

function nameOf({ class: standing }: Account): string {
  return 'reason' in standing ? `${standing.kind}: ${standing.reason}` : standing.kind
}

export function asText({ ok, firstRun, secondRun }: Summary): string {
  const lines = [
    '',
    ...passText('First run', firstRun),
    ...passText('Second run', secondRun),
    secondRun.writes === 0 ? 'The second run wrote nothing: both sides are in step.' : 'The second run still wrote.',
    ok ? 'Every record of both sides is accounted for.' : 'NOT every record is accounted for.',
    '',
  ]
  return `${lines.join('\n')}\n`
}

function passText(title: string, pass: Pass): readonly string[] {
  const numbers = ['created', 'updated', 'removed', 'nothing', 'parked', 'waiting', 'excluded'] as const
  const cell = (text: string | number) => String(text).padStart(9)
  const row = (entity: string, values: readonly (string | number)[]) =>
    `  ${entity.padEnd(10)}${values.map(cell).join('')}`
  const standing = pass.entities.flatMap(({ entity, standing: classes }) =>
    Object.entries(classes).map(([name, count]) => `  ${entity.padEnd(10)}${cell(count)}  ${name}`),
  )
  return [
    `${title}: ${pass.result?.kind ?? 'no result'}, ${pass.seconds} s, API calls: ${pass.calls.crm} CRM, ${pass.calls.books} books`,
    row('', numbers),
    ...pass.entities.map((each) =>
      row(
        each.entity,
        numbers.map((name) => each[name]),
      ),
    ),
    '  Where the records of both sides stand:',
    ...standing,
    `  ${pass.records} records, ${pass.unexplained} unexplained`,
    '',
  ]
}
