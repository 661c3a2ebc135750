import type { Crm } from './crm'
import { NO_SUCH_THING, done, isObject, refuse } from './model'
import type { Field, Result } from './model'
import { EXTENDABLE_ELSEWHERE } from './resources'

export interface ExtraFields {
  list(resource: string): Result<readonly ExtraField[]>
  create(resource: string, body: unknown): Result<{ id: number }>
}

interface ExtraField {
  readonly id: number
  readonly entity: string
  readonly fieldName: string
  readonly type: string
  readonly [label: `description${string}`]: unknown
}

const KINDS: Readonly<Record<string, Field>> = {
  datetime: { kind: 'date' },
  text: { kind: 'string', max: 2000 },
  decimal: { kind: 'decimal' },
  bit: { kind: 'boolean' },
  list: { kind: 'integer' },
  multivalue: { kind: 'references' },
}

/** `GET|POST /extrafields/{resource}`: the values then live on the record as `Z_<fieldName>`. */
export function extraFields(crm: Crm): ExtraFields {
  const known = new Map<string, ExtraField[]>()
  let lastId = 3000
  const nameOf = (given: string): Result<string> => {
    const resource = crm.resource(given)
    if (resource?.extendable) return done(resource.name)
    const elsewhere = EXTENDABLE_ELSEWHERE.includes(given.toLowerCase())
    return elsewhere ? done(given.toLowerCase()) : refuse(`${given} takes no extra fields`, NO_SUCH_THING)
  }
  return {
    list(given) {
      const name = nameOf(given)
      return name.ok ? done(known.get(name.value) ?? []) : name
    },
    create(given, body) {
      const name = nameOf(given)
      if (!name.ok) return name
      if (!isObject(body)) return refuse('The body must be a JSON object')
      const { entity, fieldName, type, ...rest } = body
      if (typeof entity !== 'string' || entity === '') return refuse("Field 'entity' is mandatory")
      if (typeof fieldName !== 'string' || !/^[A-Za-z]\w*$/.test(fieldName))
        return refuse("Field 'fieldName' is mandatory")
      // The vendor puts Z_ in front itself: a name that brings its own would end up as Z_Z_.
      if (/^Z_/i.test(fieldName)) return refuse("Field 'fieldName' must not start with Z_")
      const field = typeof type === 'string' ? KINDS[type] : undefined
      if (typeof type !== 'string' || !field)
        return refuse(`Field 'type' must be one of ${Object.keys(KINDS).join(', ')}`)
      const odd = Object.keys(rest).find((key) => !key.startsWith('description'))
      if (odd !== undefined) return refuse(`Unknown field '${odd}'`)
      const before = known.get(name.value) ?? []
      const taken = before.some((each) => each.fieldName.toLowerCase() === fieldName.toLowerCase())
      if (taken) return refuse(`Extra field '${fieldName}' already exists`)
      lastId += 1
      known.set(name.value, [...before, { ...rest, id: lastId, entity, fieldName, type }])
      crm.addField(name.value, `Z_${fieldName}`, field)
      return done({ id: lastId })
    },
  }
}
