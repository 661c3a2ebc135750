import type { Clock } from '../kit/clock'
import type { Crm } from './crm'
import { valueOf } from './crm'
import { done, isObject, notFound, refuse } from './model'
import type { Id, Module, Result, Row } from './model'

interface Job {
  readonly id: string
  readonly module: Module
  readonly items: readonly unknown[]
  readonly due: number
  /** What came of it, once it has run. */
  report: Report | null
}

interface Report {
  readonly succeeded: number
  readonly failures: readonly unknown[]
}

/**
 * How jobs go: how long one takes, how many end without having done anything, and how many after every second record. The shape
 * of a failure is not documented: so many jobs tell how many records failed, and why, and name none.
 */
export interface JobManner {
  readonly ms: number
  readonly broken: number
  readonly halved: number
  readonly nameless: number
}

export interface Bulk {
  accept(module: Module, body: unknown, origin: string): Result<unknown>
  destroy(module: Module, body: unknown): Result<unknown>
  status(id: string): Result<unknown>
  upsert(module: Module, body: unknown): Result<Row>
  /** Jobs whose time has come. */
  run(): void
  setManner(manner: Partial<JobManner>): void
}

const MOST = 100
const AT_ONCE = 5

/** https://developers.freshworks.com/crm/api/#bulk_upsert_contact and #job_status_api */
export function bulk(crm: Crm, clock: Clock): Bulk {
  const jobs = new Map<string, Job>()
  let manner: JobManner = { ms: 2_000, broken: 0, halved: 0, nameless: 0 }
  const running = (): number => [...jobs.values()].filter(({ report }) => report === null).length

  function carry(job: Job): void {
    if (manner.broken > 0) {
      manner = { ...manner, broken: manner.broken - 1 }
      job.report = { succeeded: 0, failures: [] }
      return
    }
    const half = manner.halved > 0
    if (half) manner = { ...manner, halved: manner.halved - 1 }
    const names = manner.nameless === 0
    if (!names) manner = { ...manner, nameless: manner.nameless - 1 }
    const done = job.items.filter((_, at) => !half || at % 2 === 1)
    const outcomes = done.map((item) => ({ item, result: upsertItem(crm, job.module, item) }))
    job.report = {
      succeeded: outcomes.filter(({ result }) => result.ok).length,
      failures: outcomes.flatMap(({ item, result }) =>
        result.ok ? [] : [{ ...(names && isObject(item) ? item : {}), errors: result.messages }],
      ),
    }
  }

  return {
    accept(module, body, origin) {
      const items = isObject(body) ? body[module.plural] : undefined
      if (!Array.isArray(items)) return refuse(`${module.plural} is missing`)
      if (items.length > MOST) return refuse(`A bulk call takes at most ${MOST} records`)
      if (running() >= AT_ONCE) return refuse('Too many bulk jobs are running', 405)
      const id = String(jobs.size + 1)
      jobs.set(id, { id, module, items, due: clock.now() + manner.ms, report: null })
      return done({
        message: 'The records will be created or updated in the background.',
        job_status_url: `${origin}/crm/sales/api/job_statuses/${id}`,
      })
    },
    destroy(module, body) {
      const ids = isObject(body) && Array.isArray(body['selected_ids']) ? body['selected_ids'].map(String) : []
      for (const id of ids) crm.remove(module, id)
      return done({ message: `${ids.length} records will be deleted` })
    },
    status(id) {
      const job = jobs.get(id)
      return job ? done(statusOf(job)) : notFound()
    },
    upsert: (module, body) => {
      const unique = isObject(body) ? body['unique_identifier'] : undefined
      if (!isObject(body) || !isObject(unique)) return refuse('unique_identifier is missing')
      return upsertItem(crm, module, { ...unique, data: body[module.singular] })
    },
    run() {
      for (const job of jobs.values()) if (job.report === null && job.due <= clock.now()) carry(job)
    },
    setManner: (next) => void (manner = { ...manner, ...next }),
  }
}

/** What came of the records is told as a text that is JSON itself. */
function statusOf({ id, items, report }: Job): unknown {
  if (report === null) return { id, status: 'IN PROGRESS', data: null }
  const { succeeded, failures } = report
  const data = {
    record_status: { total: items.length, succeeded, failed: failures.length },
    detailed_failure_report: failures,
  }
  const broken = succeeded + failures.length < items.length
  return { id, status: broken ? 'FAILED' : 'SUCCESS', data: JSON.stringify(data) }
}

/** Whoever is found by the identifier is overwritten, a stranger as well; nobody found makes a new record. */
function upsertItem(crm: Crm, module: Module, item: unknown): Result<Row> {
  if (!isObject(item)) return refuse('A record must be a JSON object')
  const { data, ...identifier } = item
  const [given] = Object.entries(identifier)
  if (!given) return refuse('A unique identifier is missing')
  const [name, value] = given
  const wanted = typeof value === 'string' || typeof value === 'number' ? String(value) : ''
  if (name === 'id') return crm.update(module, wanted, data)
  if (!identifies(module, name)) return refuse(`${name} is not a unique identifier`)
  const found = crm
    .rows(module)
    .find((row) => !row.is_deleted && wanted !== '' && String(valueOf(row, name)) === wanted)
  return found ? crm.update(module, found.id, data) : crm.create(module, born(name, wanted, data))
}

const identifies = (module: Module, name: string): boolean =>
  name === 'external_id' ||
  (name === 'name' && module.name !== 'contacts') ||
  module.fields.some((field) => field.name === name && field.unique === true)

function born(name: string, value: Id, data: unknown): unknown {
  const given = isObject(data) ? data : {}
  if (!name.startsWith('cf_')) return { [name]: value, ...given }
  const custom = isObject(given['custom_field']) ? given['custom_field'] : {}
  return { ...given, custom_field: { [name]: value, ...custom } }
}
