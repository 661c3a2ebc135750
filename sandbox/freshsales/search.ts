import type { Crm } from './crm'
import { valueOf } from './crm'
import { done, isObject, refuse } from './model'
import type { Id, Module, Result, Row } from './model'
import { digits } from './wire'

export interface Search {
  /** POST /filtered_search/{singular} */
  filtered(module: Module, body: unknown, query: URLSearchParams): Result<unknown>
  /** GET /lookup?q=&f=&entities= */
  lookup(query: URLSearchParams): Result<unknown>
  /** GET /search?q=&include= */
  search(query: URLSearchParams): Result<unknown>
}

const LARGEST = 100

/** The search index hears of a record a while after it was written. */
export function search(crm: Crm, lagMs: () => number): Search {
  const known = (module: Module): readonly Row[] =>
    crm.rows(module).filter((row) => !row.is_deleted && row.updated_at + lagMs() <= crm.now())

  return {
    filtered(module, body, query) {
      const rules = isObject(body) ? body['filter_rule'] : undefined
      if (!Array.isArray(rules) || rules.length === 0) return refuse('filter_rule is missing')
      const tests = rules.map((rule) => testOf(module, rule))
      const wrong = tests.find((test) => test === null)
      if (wrong !== undefined) return refuse('filter_rule is invalid')
      const found = known(module).filter((row) => tests.every((test) => test?.(row)))
      const page = Math.max(1, Number(query.get('page') ?? 1))
      const size = Math.min(LARGEST, Math.max(1, Number(query.get('per_page') ?? 25)))
      return done({
        [module.plural]: found.slice((page - 1) * size, page * size).map(thin),
        meta: { total_pages: Math.ceil(found.length / size), total: found.length },
      })
    },
    lookup(query) {
      const [field, wanted] = [query.get('f') ?? '', (query.get('q') ?? '').toLowerCase()]
      const asked = (query.get('entities') ?? '').split(',')
      const groups = crm
        .modules()
        .filter((module) => asked.includes(module.singular))
        .map((module) => {
          const name = field === 'email' ? 'emails' : field
          const found = known(module).filter((row) => String(valueOf(row, name)).toLowerCase() === wanted)
          return [module.plural, { [module.plural]: found.map(thin) }] as const
        })
      return done(Object.fromEntries(groups))
    },
    search(query) {
      const wanted = (query.get('q') ?? '').toLowerCase()
      const asked = (query.get('include') ?? '').split(',')
      const found = crm
        .modules()
        .filter((module) => asked.includes(module.singular))
        .flatMap((module) =>
          known(module)
            .filter((row) => JSON.stringify(row.own).toLowerCase().includes(wanted))
            .map((row) => ({ ...thin(row), id: row.id, type: module.singular })),
        )
      return done(found)
    },
  }
}

function testOf(module: Module, rule: unknown): ((row: Row) => boolean) | null {
  if (!isObject(rule)) return null
  const { attribute, operator, value } = rule
  const name = attribute === 'contact_email.email' ? 'emails' : String(attribute)
  if (!module.fields.some((field) => field.name === name)) return null
  const wanted = [value].flat().map((each) => String(each as string | number).toLowerCase())
  const found = (row: Row): string => String(valueOf(row, name) ?? '').toLowerCase()
  if (operator === 'is_in') return (row) => wanted.includes(found(row))
  if (operator === 'contains') return (row) => wanted.some((each) => found(row).includes(each))
  return null
}

/** Enough to find a record, nothing to work with. */
const thin = ({ id, own }: Row): { readonly id: unknown; readonly name: unknown; readonly email: unknown } => ({
  id: digits(id satisfies Id),
  name: own['name'] ?? own['last_name'] ?? null,
  email: own['emails'] ?? null,
})
