import { sql } from 'drizzle-orm'
import type { Entity } from '@/lib/model/words'
import type { Here, Tx } from './db'
import { rowsOf } from './rows'

/** Days since 1970, UTC; both ends belong to it. */
export interface Days {
  readonly from: number
  readonly to: number
}

export interface DayCount {
  readonly day: number
  readonly entity: Entity
  readonly created: number
  readonly updated: number
  readonly removed: number
  readonly refused: number
}

/** What was written and refused on each of these days, both sides together. */
export const dayCounts = (tx: Tx, room: Here, integration: string, { from, to }: Days): Promise<DayCount[]> =>
  rowsOf<DayCount>(
    tx,
    sql`select day, entity, sum(created)::integer as created, sum(updated)::integer as updated,
        sum(removed)::integer as removed, sum(refused)::integer as refused
      from daily where tenant_id = ${room.tenant} and integration_id = ${integration} and day between ${from} and ${to}
      group by 1, 2 order by 1, 2`,
  )

export type SpanCount = Omit<DayCount, 'day'>

export const spanCounts = (tx: Tx, room: Here, integration: string, { from, to }: Days): Promise<SpanCount[]> =>
  rowsOf<SpanCount>(
    tx,
    sql`select entity, sum(created)::integer as created, sum(updated)::integer as updated,
        sum(removed)::integer as removed, sum(refused)::integer as refused
      from daily where tenant_id = ${room.tenant} and integration_id = ${integration} and day between ${from} and ${to}
      group by 1 order by 1`,
  )

export interface CallCount {
  readonly vendor: string
  readonly calls: number
  readonly runs: number
  /** The busiest day's calls. */
  readonly most: number
}

export const callCounts = (tx: Tx, room: Here, integration: string, { from, to }: Days): Promise<CallCount[]> =>
  rowsOf<CallCount>(
    tx,
    sql`select vendor, sum(calls)::integer as calls, sum(runs)::integer as runs, max(calls)::integer as most
      from daily_calls where tenant_id = ${room.tenant} and integration_id = ${integration}
      and day between ${from} and ${to} group by 1 order by 1`,
  )

export const lagSteps = (
  tx: Tx,
  room: Here,
  integration: string,
  { from, to }: Days,
): Promise<{ readonly step: number; readonly count: number }[]> =>
  rowsOf(
    tx,
    sql`select step, sum(count)::integer as count from daily_lags where tenant_id = ${room.tenant}
      and integration_id = ${integration} and day between ${from} and ${to} group by 1 order by 1`,
  )
