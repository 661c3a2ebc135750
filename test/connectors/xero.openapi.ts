import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import { Ajv } from 'ajv'
import type { FormatsPlugin } from 'ajv-formats'
import { parse } from 'yaml'
import { z } from 'zod'

const FILE = fileURLToPath(new URL('../../../shared/contracts/xero/xero_accounting.yaml', import.meta.url))

/** A CommonJS module whose default is the plugin itself. */
const formats = createRequire(import.meta.url)('ajv-formats') as FormatsPlugin

/** Whether the published description stands beside this clone. */
export const published = existsSync(FILE)

export interface Seen {
  readonly method: string
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
  readonly status: number
  readonly answer: unknown
}

const operation = z.object({
  parameters: z
    .array(z.looseObject({ $ref: z.string().optional(), name: z.string().optional(), in: z.string().optional() }))
    .optional(),
  requestBody: z.object({ content: z.record(z.string(), z.object({ schema: z.unknown() })) }).optional(),
  responses: z.record(z.string(), z.looseObject({ $ref: z.string().optional() })),
})
const description = z.object({
  paths: z.record(z.string(), z.record(z.string(), z.unknown())),
  components: z.object({
    parameters: z.record(z.string(), z.looseObject({ name: z.string(), in: z.string() })),
    responses: z.record(z.string(), z.unknown()),
    schemas: z.record(z.string(), z.unknown()),
  }),
})

/** What is wrong with a call, by the published description of the API; empty: nothing. Nothing is left out. */
export function judge(): (seen: Seen) => readonly string[] {
  const file = description.parse(parse(readFileSync(FILE, 'utf8')))
  const ajv = new Ajv({ strict: false, allErrors: true })
  formats(ajv)
  const schemas = { components: { schemas: file.components.schemas } }
  ajv.addSchema(schemas, 'answers')
  ajv.addSchema(closed(schemas), 'requests')
  const check = (schema: unknown, value: unknown, by: 'requests' | 'answers', what: string): readonly string[] => {
    const test = ajv.compile(rooted(schema, by))
    if (test(value)) return []
    return (test.errors ?? []).map(
      ({ instancePath, message, params }) => `${what}${instancePath} ${message} ${JSON.stringify(params)}`,
    )
  }
  const parameters = (found: z.infer<typeof operation>) =>
    (found.parameters ?? []).map((each) => {
      const named = each.$ref ? file.components.parameters[each.$ref.split('/').at(-1) ?? ''] : each
      return { name: named?.name ?? '', in: named?.in ?? '' }
    })

  return ({ method, url, headers, body, status, answer }) => {
    const { pathname, searchParams } = new URL(url)
    const path = pathname.replace('/api.xro/2.0', '')
    const template = Object.keys(file.paths).find((each) =>
      new RegExp(`^${each.replace(/\{\w+\}/g, '[^/]+')}$`).test(path),
    )
    const told = template && file.paths[template]?.[method.toLowerCase()]
    if (!told) return [`${method} ${path} is not described`]
    const found = operation.parse(told)
    const known = parameters(found)
    const strange = [...searchParams.keys()].filter(
      (name) => !known.some((each) => each.in === 'query' && each.name === name),
    )
    const schema = found.requestBody?.content['application/json']?.schema
    const answered = schemaOf(found.responses[String(status)])
    return [
      ...strange.map((name) => `${method} ${path}: ${name} is no parameter`),
      ...(headers['xero-tenant-id'] ? [] : [`${method} ${path}: no organisation is named`]),
      ...(schema && body !== '' ? check(schema, JSON.parse(body), 'requests', `${method} ${path} asks `) : []),
      ...(answered ? check(answered, answer, 'answers', `${method} ${path} answers `) : []),
    ]
  }
}

const schemaOf = (response: unknown): unknown =>
  z.object({ content: z.object({ 'application/json': z.object({ schema: z.unknown() }) }) }).safeParse(response).data
    ?.content['application/json'].schema

/** In what we ask, fields that the description does not know are faults, or a wrong name would pass. */
function closed(value: unknown): object {
  return JSON.parse(JSON.stringify(value), (_key, each: unknown) => {
    const isObject =
      typeof each === 'object' && each !== null && 'properties' in each && 'type' in each && each.type === 'object'
    return isObject ? { additionalProperties: false, ...each } : each
  }) as object // the same tree, with one more key
}

const rooted = (schema: unknown, by: string): object =>
  JSON.parse(JSON.stringify(schema).replaceAll('"#/components/', `"${by}#/components/`)) as object // text of a schema, renamed
