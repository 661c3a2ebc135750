import type { Crm } from './crm'
import { showInstant } from './instant'
import type { Field, Resource, Row, Value } from './model'

export interface Wire {
  /** As a list shows a record: every field, references as `{id, value}`, instants trimmed, absent ones null. */
  record(resource: Resource, row: Row, lang: string): Record<string, unknown>
  /** With bare references, for a look behind the scenes. */
  raw(resource: Resource, row: Row): Record<string, unknown>
}

export const LANGUAGES: ReadonlySet<string> = new Set(['en', 'es', 'pt', 'it', 'fr', 'de', 'ru'])

export function wire(crm: Crm): Wire {
  const label = (table: string, id: number, lang: string): string | null => {
    const resource = crm.resource(table)
    const row = crm.table(table).get(id)
    return resource && row ? labelOf(resource, row, lang) : null
  }
  const shown = (field: Field, value: Value, lang: string): unknown => {
    if (value === null) return null
    if (field.kind === 'date') return showInstant(Number(value))
    if (field.kind !== 'reference' || field.table === undefined) return value
    return { id: value, value: label(field.table, Number(value), lang) }
  }
  const fields = namedFields(crm)
  return {
    record(resource, row, lang) {
      const record: Record<string, unknown> = {}
      for (const [name, field] of fields(resource)) record[name] = shown(field, row[name] ?? null, lang)
      return record
    },
    raw(resource, row) {
      const record: Record<string, unknown> = {}
      for (const [name, field] of fields(resource)) {
        const value = row[name] ?? null
        record[name] = field.kind === 'date' && value !== null ? showInstant(Number(value)) : value
      }
      return record
    },
  }
}

function namedFields(crm: Crm): (resource: Resource) => readonly (readonly [string, Field])[] {
  const known = new WeakMap<object, readonly (readonly [string, Field])[]>()
  return (resource) => {
    const fields = crm.fields(resource)
    const seen = known.get(fields)
    if (seen) return seen
    const entries = Object.entries(fields)
    known.set(fields, entries)
    return entries
  }
}

function labelOf(resource: Resource, row: Row, lang: string): string {
  if (resource.label !== 'description') return resource.label.flatMap((name) => row[name] ?? []).join(' ')
  return String(row[`description${lang.toUpperCase()}`] ?? row['descriptionEN'] ?? row['name'] ?? '')
}
