import { sql, type SQL } from 'drizzle-orm'
import type { Counts, Phase, Run, RunResult, Trigger } from '@/lib/model/run'
import { settings as settingsShape, type Settings } from '@/lib/model/settings'
import type { Actor } from '@/lib/model/words'
import type { Here, Tx } from './db'
import { firstOf, json, jsonOrNull, rowsOf } from './rows'

export interface NewRun {
  readonly id: string
  readonly integration: string
  readonly trigger: Trigger
  readonly actor: Actor
  readonly version: number
  /** A dry run that tries settings which are not in force yet. */
  readonly draft?: Settings | null
  /** Of an undo, the run it takes back. */
  readonly mark?: string
}

/** A run begins after the one before it has ended, even where our clock was set back meanwhile: what it reads is newer. */
export async function openRun(tx: Tx, room: Here, run: NewRun): Promise<void> {
  await tx.execute(sql`insert into runs
      (tenant_id, id, integration_id, trigger, actor, phase, started_at, counts, calls, version, draft, mark, taken, steps)
    values (${room.tenant}, ${run.id}, ${run.integration}, ${run.trigger}, ${json(run.actor)}, 'open',
      greatest(${room.now()}::bigint, (select max(greatest(ended_at, started_at)) from (select started_at, ended_at from runs
        where tenant_id = ${room.tenant} and integration_id = ${run.integration} order by started_at desc limit 20) latest)), '{}', '{}', ${run.version}, ${jsonOrNull(run.draft)}, ${run.mark ?? null}, 0, 0)
    on conflict (tenant_id, id) do nothing`)
}

/** A run and its bookkeeping: plan rounds and job steps so far. */
export interface StoredRun extends Run {
  readonly taken: number
  readonly steps: number
}

export const run = (tx: Tx, room: Here, id: string): Promise<StoredRun | null> =>
  firstOf<StoredRun>(tx, sql`select ${runColumns} from runs where tenant_id = ${room.tenant} and id = ${id}`)

/** The settings that a dry run tries; null where it plans under what is in force. */
export async function draftOf(tx: Tx, room: Here, id: string): Promise<Settings | null> {
  const row = await firstOf<{ draft: unknown }>(
    tx,
    sql`select draft from runs where tenant_id = ${room.tenant} and id = ${id} and draft is not null`,
  )
  return row && settingsShape.parse(row.draft)
}

export interface RunStep {
  readonly id: string
  readonly phase?: Phase
  /** Added to what is counted, leaf by leaf. */
  readonly counts?: Readonly<Record<string, Partial<Counts>>>
  readonly calls?: Readonly<Record<string, number>>
  readonly taken?: number
  readonly steps?: number
  readonly mark?: string | null
  /** Null takes an earlier result back. */
  readonly result?: RunResult | null
  readonly endedAt?: number
}

/** Counts, calls, taken and steps are increments; what is not given stays. */
export async function saveRun(tx: Tx, room: Here, step: RunStep): Promise<void> {
  await tx.execute(saving(room, step, sql``))
}

/** Moves a run on from the step at which it was looked at; false, and nothing happens, if it was moved or closed since. */
export async function moveRun(tx: Tx, room: Here, step: RunStep & { readonly from: number }): Promise<boolean> {
  const moved = await rowsOf(tx, saving(room, step, sql`and steps = ${step.from} and phase <> 'closed' returning id`))
  return moved.length > 0
}

function saving(room: Here, step: RunStep, more: SQL): SQL {
  const result: SQL = step.result === undefined ? sql`result` : jsonOrNull(step.result)
  return sql`update runs set phase = coalesce(${step.phase ?? null}, phase),
    counts = add_numbers(counts, ${json(step.counts ?? {})}), calls = add_numbers(calls, ${json(step.calls ?? {})}),
    mark = ${step.mark === undefined ? sql`mark` : sql`${step.mark}::text`},
    taken = taken + ${step.taken ?? 0}, steps = steps + ${step.steps ?? 0}, result = ${result},
    ended_at = coalesce(${step.endedAt ?? null}::bigint, ended_at)
    where tenant_id = ${room.tenant} and id = ${step.id} ${more}`
}

/** Newest first. */
export const lastRuns = (tx: Tx, room: Here, integration: string, count: number): Promise<StoredRun[]> =>
  rowsOf<StoredRun>(
    tx,
    sql`select ${runColumns} from runs where tenant_id = ${room.tenant} and integration_id = ${integration}
      order by started_at desc, id desc limit ${count}`,
  )

/** The newest run under what is in force; null while there were only dry runs. */
export const lastInForce = (tx: Tx, room: Here, integration: string): Promise<StoredRun | null> =>
  firstOf<StoredRun>(
    tx,
    sql`select ${runColumns} from runs where tenant_id = ${room.tenant} and integration_id = ${integration}
      and trigger <> 'preview' order by started_at desc, id desc limit 1`,
  )

/** The run that is not closed yet, if there is one: a crash left it, or it is at work. */
export const openRunOf = (tx: Tx, room: Here, integration: string): Promise<StoredRun | null> =>
  firstOf<StoredRun>(
    tx,
    sql`select ${runColumns} from runs where tenant_id = ${room.tenant} and integration_id = ${integration}
      and phase <> 'closed' order by started_at desc, id desc limit 1`,
  )

/** The last runs that met a record, newest first; what a dry run only proposes does not count. */
export const busyRuns = (tx: Tx, room: Here, integration: string, count: number): Promise<readonly StoredRun[]> =>
  rowsOf<StoredRun>(
    tx,
    sql`select ${runColumns} from runs where tenant_id = ${room.tenant} and integration_id = ${integration}
      and phase = 'closed' and trigger <> 'preview' and counts <> '{}'::jsonb
      order by started_at desc, id desc limit ${count}`,
  )

/** The dry run that was asked for last. */
export const latestPreview = (tx: Tx, room: Here, integration: string): Promise<StoredRun | null> =>
  firstOf<StoredRun>(
    tx,
    sql`select ${runColumns} from runs where tenant_id = ${room.tenant} and integration_id = ${integration}
      and trigger = 'preview' order by started_at desc, id desc limit 1`,
  )

export interface RunsPage {
  readonly runs: readonly StoredRun[]
  readonly next: string | null
}

export async function runsPage(
  tx: Tx,
  room: Here,
  integration: string,
  page: { readonly after: string | null; readonly limit: number },
): Promise<RunsPage> {
  const [, at, id] = page.after?.match(/^(\d+):(.*)$/s) ?? []
  const from =
    at === undefined
      ? sql``
      : sql`and started_at <= ${Number(at)}::bigint and (started_at < ${Number(at)}::bigint or id < ${id ?? ''})`
  const rows = await rowsOf<StoredRun>(
    tx,
    sql`select ${runColumns} from runs where tenant_id = ${room.tenant} and integration_id = ${integration} ${from}
      order by started_at desc, id desc limit ${page.limit + 1}`,
  )
  const runs = rows.slice(0, page.limit)
  const last = runs.at(-1)
  return { runs, next: rows.length > page.limit && last ? `${last.startedAt}:${last.id}` : null }
}

const runColumns = sql.raw(`id, integration_id as integration, trigger, actor, phase, started_at as "startedAt",
  ended_at as "endedAt", counts, calls, result, version, mark, taken, steps`)
