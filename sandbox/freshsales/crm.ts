import type { Clock } from '../kit/clock'
import { checkBody } from './check'
import type { Exists, Patch } from './check'
import { done, notFound, refuse } from './model'
import type { Id, Module, Result, Row, Value } from './model'
import { STANDARD } from './modules'

export interface Change {
  readonly module: Module
  readonly row: Row
  readonly kind: 'created' | 'updated'
}

/** The account itself: its records and what may be done to them. */
export interface Crm {
  now(): number
  nextId(): Id
  modules(): readonly Module[]
  module(path: string): Module | undefined
  addModule(module: Module): void
  dropField(module: string, field: string): void
  rows(module: Module): readonly Row[]
  get(module: Module, id: Id): Row | undefined
  /** Something else that a lookup may point at: people, stages, currencies. */
  enlist(table: string, ids: readonly Id[]): void
  create(module: Module, body: unknown): Result<Row>
  update(module: Module, id: Id, body: unknown): Result<Row>
  remove(module: Module, id: Id): Result<Row>
  restore(module: Module, id: Id): Result<Row>
  forget(module: Module, id: Id): Result<null>
  put(module: Module, row: Row): void
  takeChanges(): readonly Change[]
}

/** Past 2^53, as some accounts have them. */
const FIRST_ID = 402_000_000_000_000_000n

export function crm(clock: Clock): Crm {
  const ground = groundOf(clock)
  return { ...ground, ...verbsOn(ground) }
}

type Verbs = Pick<Crm, 'create' | 'update' | 'remove' | 'restore' | 'forget'>
type Ground = Omit<Crm, keyof Verbs> & {
  readonly exists: Exists
  tableOf(name: string): Map<Id, Row>
  keep(module: Module, row: Row, kind: Change['kind']): Result<Row>
}

function groundOf(clock: Clock): Ground {
  let modules = [...STANDARD]
  let changes: Change[] = []
  let last = FIRST_ID
  const tables = new Map<string, Map<Id, Row>>()
  const lists = new Map<string, ReadonlySet<Id>>()
  const tableOf = (name: string): Map<Id, Row> => {
    const known = tables.get(name) ?? new Map<Id, Row>()
    tables.set(name, known)
    return known
  }
  return {
    tableOf,
    exists: (name, id) => lists.get(name)?.has(id) ?? tableOf(name).get(id)?.is_deleted === false,
    keep(module, row, kind) {
      tableOf(module.name).set(row.id, row)
      changes.push({ module, row, kind })
      return done(row)
    },
    // Stamps are whole seconds.
    now: () => Math.floor(clock.now() / 1000) * 1000,
    nextId: () => String((last += 1n)),
    modules: () => modules,
    module: (path) => modules.find((each) => each.path === path || each.name === path),
    addModule: (module) => void (modules = [...modules, module]),
    dropField: (name, field) =>
      void (modules = modules.map((each) =>
        each.name === name ? { ...each, fields: each.fields.filter((rule) => rule.name !== field) } : each,
      )),
    rows: (module) => [...tableOf(module.name).values()],
    get: (module, id) => tableOf(module.name).get(id),
    enlist: (table, ids) => void lists.set(table, new Set(ids)),
    put: (module, row) => void tableOf(module.name).set(row.id, row),
    takeChanges() {
      const taken = changes
      changes = []
      return taken
    },
  }
}

function verbsOn({ tableOf, exists, keep, now, nextId }: Ground): Verbs {
  const change = (module: Module, id: Id, edit: (row: Row) => Result<Row>): Result<Row> => {
    const row = tableOf(module.name).get(id)
    if (!row) return notFound()
    const edited = edit(row)
    return edited.ok ? keep(module, { ...edited.value, updated_at: now() }, 'updated') : edited
  }
  return {
    create(module, body) {
      const patch = checkBody(module, body, exists, nextId)
      if (!patch.ok) return patch
      const at = now()
      const row = merged({ ...BLANK, id: nextId(), created_at: at, updated_at: at }, patch.value)
      return wrong(module, row, tableOf(module.name)) ?? keep(module, row, 'created')
    },
    update: (module, id, body) =>
      change(module, id, (row) => {
        if (row.is_deleted) return notFound()
        const patch = checkBody(module, body, exists, nextId)
        if (!patch.ok) return patch
        const next = merged(row, patch.value)
        return wrong(module, next, tableOf(module.name)) ?? done(next)
      }),
    remove: (module, id) =>
      change(module, id, (row) => (row.is_deleted ? notFound() : done({ ...row, is_deleted: true }))),
    restore: (module, id) => change(module, id, (row) => done({ ...row, is_deleted: false })),
    forget: (module, id) => (tableOf(module.name).delete(id) ? done(null) : notFound()),
  }
}

const BLANK = { is_deleted: false, own: {}, custom: {}, accounts: [], products: [], pricings: [] } as const

const merged = (row: Row, { own, custom, ...lists }: Patch): Row => ({
  ...row,
  ...lists,
  own: { ...row.own, ...own },
  custom: { ...row.custom, ...custom },
})

/** What the whole record lacks, or shares with another one although it must be its alone. */
function wrong(module: Module, row: Row, table: ReadonlyMap<Id, Row>): ReturnType<typeof refuse> | null {
  const missing = module.fields.find((field) => field.required && (row.own[field.name] ?? null) === null)
  if (missing) return refuse(`${missing.label} can't be blank`)
  if (module.name === 'contacts' && !['last_name', 'emails', 'mobile_number'].some((name) => row.own[name]))
    return refuse('Either of email, mobile number or last name is required')
  const taken = module.fields.find(
    (field) => field.unique && [...table.values()].some((other) => shares(other, row, field.name)),
  )
  return taken ? refuse(`${taken.name === 'emails' ? 'Email' : taken.label} is not unique`) : null
}

function shares(other: Row, row: Row, name: string): boolean {
  const value = valueOf(row, name)
  if (other.id === row.id || other.is_deleted || value === null) return false
  return String(valueOf(other, name)).toLowerCase() === String(value).toLowerCase()
}

export const valueOf = (row: Row, name: string): Value =>
  (name.startsWith('cf_') ? row.custom[name] : row.own[name]) ?? null
