import pg from 'pg'

export interface Statements {
  /** All but transactions' brackets and tenant settings. */
  readonly counted: number
  /** BEGIN, COMMIT and the statement that sets role, tenant and lease. */
  readonly apart: number
  /** Milliseconds the server spent executing, by statement, dearest first. */
  readonly dearest: readonly {
    readonly text: string
    readonly calls: number
    readonly ms: number
    readonly planned: number
  }[]
}

const brackets = /^\s*(begin|commit|rollback|savepoint|release)/i
const settings = /^\s*select set_config\('role'/i

/** Transactions' brackets and tenant settings, which are counted apart. */
export const isApart = (text: string): boolean => brackets.test(text) || settings.test(text)

/** Counts what reaches one database, by pg_stat_statements. */
export async function statementMeter(url: string) {
  const client = new pg.Client({ connectionString: url.replace(/\/[^/]*$/, '/postgres') })
  await client.connect()
  await client.query('create extension if not exists pg_stat_statements')
  const name = new URL(url).pathname.slice(1)
  return {
    reset: async () => void (await client.query('select pg_stat_statements_reset()')),
    async read(): Promise<Statements> {
      const { rows } = await client.query<{ text: string; calls: string; ms: number; planned: number }>(
        `select s.query as text, s.calls, s.total_exec_time as ms, s.total_plan_time as planned from pg_stat_statements s
         join pg_database d on d.oid = s.dbid where d.datname = $1 order by ms desc`,
        [name],
      )
      const all = rows.map(({ text, calls, ms, planned }) => ({ text, calls: Number(calls), ms, planned }))
      const sum = (of: typeof all) => of.reduce((total, { calls }) => total + calls, 0)
      return {
        counted: sum(all.filter(({ text }) => !isApart(text))),
        apart: sum(all.filter(({ text }) => isApart(text))),
        dearest: all.slice(0, 25),
      }
    },
    close: () => client.end(),
  }
}
export type StatementMeter = Awaited<ReturnType<typeof statementMeter>>
