import { readInstant } from './instant'
import { isObject, refuse, done } from './model'
import type { Field, Fields, Result, Value } from './model'

export type Patch = Readonly<Record<string, Value>>

/** Whether a reference points at something that is there. */
export type Exists = (table: string, id: number) => boolean

/** A body as the fields to store, or the vendor's refusal. Keys nobody declared (Z_ fields included) are refused. */
export function checkBody(body: unknown, fields: Fields, exists: Exists): Result<Patch> {
  if (!isObject(body)) return refuse('The body must be a JSON object')
  const keys = writeKeys(fields)
  const patch: Record<string, Value> = {}
  for (const [key, given] of Object.entries(body)) {
    const name = keys.get(key)
    const field = name === undefined ? undefined : fields[name]
    if (name === undefined || field === undefined) return refuse(`Unknown field '${key}'`)
    const checked = checkValue(key, given, field, exists)
    if (!checked.ok) return checked
    patch[name] = checked.value
  }
  return done(patch)
}

export function firstMissing(row: Readonly<Record<string, Value | undefined>>, fields: Fields): string | undefined {
  for (const name in fields) {
    const value = row[name]
    if (fields[name]?.required && (value === undefined || value === null || value === ''))
      return fields[name]?.writeAs ?? name
  }
  return undefined
}

const known = new WeakMap<Fields, ReadonlyMap<string, string>>()

function writeKeys(fields: Fields): ReadonlyMap<string, string> {
  const seen = known.get(fields)
  if (seen) return seen
  const keys = new Map(Object.entries(fields).map(([name, field]) => [field.writeAs ?? name, name]))
  known.set(fields, keys)
  return keys
}

function checkValue(key: string, given: unknown, field: Field, exists: Exists): Result<Value> {
  if (field.readOnly) return refuse(`Field '${key}' is read only`)
  if (given === null) return done(null)
  const wrong = refuse(`Field '${key}' must be of type ${field.kind}`)
  switch (field.kind) {
    case 'string':
      return typeof given !== 'string' ? wrong : (tooLong(key, given, field.max) ?? done(given))
    case 'boolean':
      return typeof given === 'boolean' ? done(given) : wrong
    case 'decimal':
      return typeof given === 'number' && Number.isFinite(given) ? done(given) : wrong
    case 'integer':
      return isWhole(given) ? done(given) : wrong
    case 'date': {
      const at = typeof given === 'string' ? readInstant(given) : null
      return at === null ? wrong : done(at)
    }
    case 'reference':
      if (!isWhole(given)) return wrong
      return field.table === undefined || exists(field.table, given) ? done(given) : nothingThere(key, given)
    case 'references': {
      if (!Array.isArray(given) || !given.every(isWhole)) return wrong
      const missing = given.find((id) => field.table !== undefined && !exists(field.table, id))
      return missing === undefined ? done(given) : nothingThere(key, missing)
    }
  }
}

const isWhole = (given: unknown): given is number => typeof given === 'number' && Number.isSafeInteger(given)

const nothingThere = (key: string, id: number) => refuse(`Field '${key}' refers to ${id}, which does not exist`)

const tooLong = (key: string, given: string, max: number | undefined) =>
  max !== undefined && given.length > max ? refuse(`Field '${key}' is longer than ${max}`) : null
