import type { Crm } from './crm'
import { valueOf } from './crm'
import { done, notFound, refuse } from './model'
import type { Id, Module, Result, Row } from './model'
import { digits } from './wire'
import type { Wire } from './wire'

export interface View {
  readonly id: Id
  readonly name: string
  readonly module: string
  readonly is_default: boolean
  /** Only this person's records. */
  readonly owner: Id | null
}

export interface Views {
  add(module: string, name: string, owner?: Id | null): Id
  remove(id: Id): void
  list(module: Module): unknown
  page(module: Module, id: Id, query: URLSearchParams): Result<unknown>
  /** A list without a view: products have none. */
  all(module: Module, query: URLSearchParams): Result<unknown>
}

const DEFAULT_SIZE = 25
const LARGEST = 100

export function views(crm: Crm, wire: Wire): Views {
  let known: readonly View[] = []

  function paged(module: Module, rows: readonly Row[], query: URLSearchParams): Result<unknown> {
    const page = Number(query.get('page') ?? 1)
    const asked = Number(query.get('per_page') ?? DEFAULT_SIZE)
    if (!Number.isInteger(page) || page < 1 || !Number.isInteger(asked) || asked < 1) return refuse('Invalid page')
    const size = Math.min(asked, LARGEST)
    const sorted = sortedBy(rows, query.get('sort') ?? 'id', query.get('sort_type') === 'asc' ? 1 : -1)
    const shown = sorted.slice((page - 1) * size, page * size)
    const include = new Set((query.get('include') ?? '').split(',').filter((each) => each !== ''))
    // The list comes first: clients take the first key of the answer for it.
    return done({
      [module.plural]: shown.map((row) => wire.record(module, row, include, 'list')),
      ...wire.beside(module, shown, include),
      meta: { total_pages: Math.ceil(rows.length / size), total: rows.length },
    })
  }

  return {
    add(module, name, owner = null) {
      const id = crm.nextId()
      known = [...known, { id, name, module, owner, is_default: !known.some((each) => each.module === module) }]
      return id
    },
    remove: (id) => void (known = known.filter((each) => each.id !== id)),
    list: (module) => ({
      filters: known
        .filter((each) => each.module === module.name)
        .map(({ id, name, is_default, owner }) => ({
          ...{ id: digits(id), name, is_default, model_class_name: module.singular },
          user_id: owner === null ? null : digits(owner),
        })),
      meta: { total: known.filter((each) => each.module === module.name).length },
    }),
    page(module, id, query) {
      const view = known.find((each) => each.id === id && each.module === module.name)
      if (!view) return notFound()
      const mine = (row: Row): boolean => view.owner === null || row.own['owner_id'] === view.owner
      return paged(
        module,
        crm.rows(module).filter((row) => !row.is_deleted && mine(row)),
        query,
      )
    },
    all: (module, query) =>
      paged(
        module,
        crm.rows(module).filter((row) => !row.is_deleted),
        query,
      ),
  }
}

function sortedBy(rows: readonly Row[], name: string, sign: number): readonly Row[] {
  const keyed = rows.map((row) => [keyOf(row, name), row] as const)
  const order = (a: (typeof keyed)[number], b: (typeof keyed)[number]): number =>
    a[0] < b[0] ? -sign : a[0] > b[0] ? sign : BigInt(a[1].id) < BigInt(b[1].id) ? -sign : sign
  return keyed.sort(order).map(([, row]) => row)
}

function keyOf(row: Row, name: string): number | string {
  if (name === 'updated_at' || name === 'created_at') return row[name]
  return name === 'id' ? 0 : String(valueOf(row, name) ?? '')
}
