import { readFileSync } from 'node:fs'
import { Ajv2020 } from 'ajv/dist/2020'
import { z } from 'zod'
import { asFetch } from '@/sandbox/kit/server'
import { virtualClock } from '@/sandbox/kit/clock'
import { KEY, MAIN, sage50Fr } from '@/sandbox/sage-50-fr'
import type { Options } from '@/sandbox/sage-50-fr'

const PathTable = z.object({
  $id: z.string(),
  paths: z.array(
    z.object({
      method: z.string(),
      path: z.string(),
      body: z.string().optional(),
      replies: z.record(z.string(), z.string().nullable()),
    }),
  ),
})

const text: unknown = JSON.parse(readFileSync(new URL('../../gateway/contract.json', import.meta.url), 'utf8'))
const { $id, paths } = PathTable.parse(text)
const ajv = new Ajv2020({ strict: false, allErrors: true })
ajv.addSchema(z.record(z.string(), z.unknown()).parse(text))

export const contractPaths = paths

const Fields = z.record(z.string(), z.unknown())
export type Fields = z.infer<typeof Fields>

export interface Reply {
  readonly status: number
  readonly headers: Headers
  /** The JSON body, an empty object when there is none. */
  readonly body: Fields
  readonly bytes: Uint8Array
  readonly elements: readonly Fields[]
  /** The code of a refusal, and the field it blames. */
  readonly code: unknown
  readonly champ: unknown
}

export interface Sent {
  readonly method?: string
  readonly body?: unknown
  readonly headers?: Record<string, string>
  readonly key?: string | null
}

export const START = Date.UTC(2026, 10, 21, 9, 0, 0)

/** A simulator of which every answer is held against gateway/contract.json; unhurried unless told otherwise. */
export function gateway(options: Options = {}) {
  const clock = virtualClock(START)
  const simulator = sage50Fr({ clock, unlimited: true, ...options })
  const call = asFetch(simulator.handle)
  async function send(path: string, sent: Sent = {}): Promise<Reply> {
    const { method = 'GET', body, key = KEY } = sent
    const response = await call(`http://gateway.test${path}`, {
      method,
      headers: { ...(key === null ? {} : { authorization: `Bearer ${key}` }), ...sent.headers },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    })
    const bytes = new Uint8Array(await response.arrayBuffer())
    const isJson = response.headers.get('content-type')?.startsWith('application/json') ?? false
    const given: unknown = isJson ? JSON.parse(new TextDecoder().decode(bytes)) : undefined
    hold(method, path.split('?')[0] ?? path, response.status, given, body)
    return replyOf(response, given, bytes)
  }
  const main = `/v1/dossiers/${MAIN}`
  return {
    clock,
    simulator,
    admin: simulator.admin,
    send,
    main,
    get: (path: string, headers: Record<string, string> = {}) => send(main + path, { headers }),
    post: (path: string, body: unknown, key: string) =>
      send(main + path, { method: 'POST', body, headers: { 'idempotency-key': key } }),
    put: (path: string, body: unknown, version: unknown) =>
      send(main + path, { method: 'PUT', body, headers: { 'if-match': `"${String(version)}"` } }),
    /** Reads a feed to its end and says how many calls it took. */
    async readAll(
      entity: string,
      from = '',
      limite = 200,
    ): Promise<{ elements: Fields[]; curseur: string; calls: number }> {
      const elements: Fields[] = []
      for (let curseur = from, calls = 1; ; calls += 1) {
        const reply = await send(`${main}/${entity}?limite=${limite}&curseur=${encodeURIComponent(curseur)}`)
        elements.push(...reply.elements)
        curseur = z.string().parse(reply.body.curseur)
        if (reply.body.encore !== true) return { elements, curseur, calls }
      }
    },
  }
}

export type Gateway = ReturnType<typeof gateway>

function replyOf(response: Response, given: unknown, bytes: Uint8Array): Reply {
  const body = Fields.safeParse(given).data ?? {}
  return {
    status: response.status,
    headers: response.headers,
    body,
    bytes,
    elements: z.array(Fields).safeParse(body.elements ?? given).data ?? [],
    ...refusalOf(body),
  }
}

function refusalOf(body: Fields): Pick<Reply, 'code' | 'champ'> {
  const erreur = Fields.safeParse(body.erreur).data
  return { code: erreur?.code, champ: erreur?.champ }
}

/** An answer that the contract's path table does not foresee is a fault of the simulator. */
function hold(method: string, path: string, status: number, given: unknown, body: unknown): void {
  const known = paths.filter((each) => new RegExp(`^${each.path.replace(/\{\w+\}/g, '[^/]+')}$`).test(path))
  const entry = known.find((each) => each.method === method)
  if (!entry) {
    if (status < 400) throw new Error(`${method} ${path} answered ${status} but is not in the contract`)
    return check('erreur', given)
  }
  const name = entry.replies[String(status)]
  if (name === undefined) throw new Error(`${method} ${path} answered ${status}, which the contract does not foresee`)
  if (name !== null && name !== 'bytes') check(name, given)
  if (entry.body && status < 300) check(entry.body, body)
}

function check(name: string, value: unknown): void {
  const validate = ajv.getSchema(`${$id}#/$defs/${name}`)
  if (!validate) throw new Error(`The contract has no ${name}`)
  if (validate(value) !== true) throw new Error(`Not a ${name}: ${ajv.errorsText(validate.errors)}`)
}
