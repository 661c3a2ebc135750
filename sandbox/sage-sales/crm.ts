import type { Clock } from '../kit/clock'
import { checkBody, firstMissing } from './check'
import type { Patch } from './check'
import { locked } from './lock'
import { NO_SUCH_THING, done, refuse } from './model'
import type { Actor, Field, Fields, Resource, Result, Row, Value } from './model'
import { RESOURCES } from './resources'
import { table } from './table'
import type { Table } from './table'

export interface Change {
  readonly resource: Resource
  readonly action: 'insert' | 'update' | 'delete'
  readonly row: Row
}

/** The CRM itself: its tables and what may be done to them, whoever asks. */
export interface Crm {
  now(): number
  resource(name: string): Resource | undefined
  table(name: string): Table
  fields(resource: Resource): Fields
  addField(resource: string, name: string, field: Field): void
  create(resource: Resource, body: unknown, by: Actor): Result<Row>
  update(resource: Resource, id: number, body: unknown, by: Actor): Result<Row>
  remove(resource: Resource, id: number, by: Actor): Result<Row>
  /** Stores without asking: seeds, and facts a person cannot write (a document's size). */
  put(resource: Resource, row: Row): void
  /** Changes since the last time somebody asked. */
  takeChanges(): readonly Change[]
}

export function crm(clock: Clock, precision: 'milliseconds' | 'seconds'): Crm {
  const ground = groundOf(clock, precision)
  return { ...ground, ...verbsOn(ground) }
}

type Ground = Omit<Crm, 'create' | 'update' | 'remove'> & {
  keep(resource: Resource, action: Change['action'], row: Row): Result<Row>
}

function groundOf(clock: Clock, precision: 'milliseconds' | 'seconds'): Ground {
  const byName = new Map(RESOURCES.map((resource) => [resource.name.toLowerCase(), resource]))
  const tables = new Map(RESOURCES.map((resource) => [resource.name, table(resource.firstId)]))
  const allFields = new Map(RESOURCES.map((resource) => [resource.name, resource.fields]))
  const tableOf = (name: string): Table => tables.get(name) ?? table(1)
  let changes: Change[] = []
  return {
    now: () => (precision === 'seconds' ? Math.floor(clock.now() / 1000) * 1000 : clock.now()),
    fields: (resource) => allFields.get(resource.name) ?? resource.fields,
    table: tableOf,
    resource: (name) => byName.get(name.toLowerCase()),
    addField(resource, name, field) {
      allFields.set(resource, { ...allFields.get(resource), [name]: field })
    },
    put: (resource, row) => tableOf(resource.name).put(row),
    keep(resource, action, row) {
      tableOf(resource.name).put(row)
      if (resource.hook) changes.push({ resource, action, row })
      return done(row)
    },
    takeChanges() {
      const taken = changes
      changes = []
      return taken
    },
  }
}

function verbsOn(ground: Ground): Pick<Crm, 'create' | 'update' | 'remove'> {
  const { fields, keep, now } = ground
  const exists = (name: string, id: number) => {
    const row = ground.table(name).get(id)
    return row !== undefined && row['deleted'] !== true
  }
  const live = (resource: Resource, id: number): Result<Row> => {
    const row = ground.table(resource.name).get(id)
    return row && row['deleted'] !== true ? done(row) : refuse(`${resource.name} ${id} does not exist`, NO_SUCH_THING)
  }
  return {
    create(resource, body, by) {
      const checked = checkBody(body, fields(resource), exists)
      if (!checked.ok) return checked
      const patch = checked.value
      const refusal =
        lacking(patch, fields(resource)) ?? locked(ground, { resource, verb: 'create', row: patch, body: patch, by })
      if (refusal) return refusal
      const id = ground.table(resource.name).nextId()
      return keep(resource, 'insert', freshRow(resource, id, patch, now(), by.user))
    },

    update(resource, id, body, by) {
      const found = live(resource, id)
      if (!found.ok) return found
      const checked = checkBody(body, fields(resource), exists)
      if (!checked.ok) return checked
      const row = { ...found.value, ...checked.value, dateUpdated: now(), salesRepIdUpdated: by.user }
      const attempt = { resource, verb: 'update', row: found.value, body: checked.value, by } as const
      return lacking(row, fields(resource)) ?? locked(ground, attempt) ?? keep(resource, 'update', row)
    },

    remove(resource, id, by) {
      const found = live(resource, id)
      if (!found.ok) return found
      const refusal = locked(ground, { resource, verb: 'remove', row: found.value, body: {}, by })
      if (refusal) return refusal
      return keep(resource, 'delete', { ...found.value, deleted: true, dateDeleted: now(), salesRepIdDeleted: by.user })
    },
  }
}

function lacking(row: Readonly<Record<string, Value | undefined>>, fields: Fields): ReturnType<typeof refuse> | null {
  const missing = firstMissing(row, fields)
  return missing === undefined ? null : refuse(`Field '${missing}' is mandatory`)
}

/** `dateUpdated` stays null until the first edit. */
export function freshRow(resource: Resource, id: number, patch: Patch, at: number, user: number | null): Row {
  return { id, ...presetsOf(resource), ...patch, dateCreated: at, salesRepIdCreated: user, deleted: false }
}

const presets = new Map<string, Readonly<Record<string, Value>>>()

function presetsOf(resource: Resource): Readonly<Record<string, Value>> {
  const known = presets.get(resource.name)
  if (known) return known
  const entries = Object.entries(resource.fields).flatMap(([name, field]) =>
    field.preset === undefined ? [] : [[name, field.preset] as const],
  )
  const built = Object.fromEntries(entries)
  presets.set(resource.name, built)
  return built
}
