import type { Field, Fields } from './model'

const TYPES = {
  string: 'string',
  integer: 'integer',
  decimal: 'number',
  boolean: 'boolean',
  date: 'string',
  reference: 'object',
  references: 'array',
} satisfies Record<Field['kind'], string>

/** `GET /{resource}/schema`. https://www.withone.ai/knowledge/sage-sales-management */
export function schemaOf(fields: Fields): {
  properties: Readonly<Record<string, unknown>>
  required: readonly string[]
} {
  const entries = Object.entries(fields)
  return {
    properties: Object.fromEntries(entries.map(([name, field]) => [name, propertyOf(name, field)])),
    required: entries.filter(([, field]) => field.required).map(([name]) => name),
  }
}

function propertyOf(name: string, field: Field): Readonly<Record<string, unknown>> {
  const filled = field.required === true || name === 'id'
  return {
    type: filled ? [TYPES[field.kind]] : [TYPES[field.kind], 'null'],
    ...(field.max === undefined ? {} : { maxLength: field.max }),
    ...(field.readOnly ? { readOnly: true } : {}),
    ...(field.kind === 'date' ? { format: 'date-time' } : {}),
    ...(field.kind === 'reference' ? { required: ['id'] } : {}),
    ...(field.table === undefined ? {} : { table: field.table }),
  }
}
