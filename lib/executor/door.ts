import { createHash } from 'node:crypto'
import { createServer, type IncomingMessage, type Server } from 'node:http'
import { z } from 'zod'
import { checkpoint } from './checkpoint'
import type { Desk, Happening } from './desk'
import { takeEvents } from './events'
import { limits } from './limits'
import { readText } from './read-text'
import { hashedKey, sameSecret } from './sign'

/** What the app's SDK asks of an Inngest server, and what each asking must show. */
export interface Door {
  readonly desk: Desk
  readonly signingKey: string
  readonly eventKey: string
  /** Resolves once the functions are known: an event that came earlier would start nothing. */
  readonly ready: () => Promise<void>
  /** The refusal in words, or null when the functions were taken over. */
  readonly register: (body: unknown) => Promise<string | null>
  readonly wake: () => void
}

interface Reply {
  readonly status: number
  readonly body: unknown
}

/** Listens on the loopback address only: the app it serves runs beside it. */
export function openDoor(door: Door, port: number): Promise<Server> {
  const server = createServer((asked, answer) => {
    reply(door, asked)
      .catch((error: unknown): Reply => {
        door.desk.warn(`The executor could not answer ${asked.method} ${asked.url?.split('?')[0]}`, error)
        return said(500, error instanceof Error ? error.message : String(error))
      })
      .then(({ status, body }) => {
        answer.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
      })
      .catch((error: unknown) => door.desk.warn('The executor could not answer', error))
  })
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', () => resolve(server))
  })
}

async function reply(door: Door, asked: IncomingMessage): Promise<Reply> {
  const path = new URL(asked.url ?? '/', 'http://executor').pathname
  if (asked.method !== 'POST') return said(404, 'There is no such page here')
  if (path.startsWith('/e/')) return events(door, asked, decodeURIComponent(path.slice(3)))
  if (!sameSecret(asked.headers.authorization ?? '', `Bearer ${hashedKey(door.signingKey)}`)) {
    return said(401, 'The signing key is another one')
  }
  if (path === '/fn/register') return register(door, asked)
  if (/^\/v1\/checkpoint\/[^/]+\/async$/.test(path)) {
    const status = await checkpoint(door.desk, await readJson(asked, limits.sendBytes))
    return said(status, status === 200 ? null : 'The checkpoint was not taken')
  }
  return said(404, 'The embedded executor does not offer this')
}

async function register(door: Door, asked: IncomingMessage): Promise<Reply> {
  const refused = await door.register(await readJson(asked, limits.registerBytes))
  return refused === null ? { status: 200, body: { status: 200, modified: true } } : said(400, refused)
}

const event = z.looseObject({
  name: z.string().min(1),
  id: z.string().optional(),
  ts: z.number().optional(),
  data: z.record(z.string(), z.unknown()).nullish(),
})
const sent = z.union([z.array(event), event.transform((one) => [one])])

async function events(door: Door, asked: IncomingMessage, key: string): Promise<Reply> {
  if (!sameSecret(key, door.eventKey)) return said(401, 'The event key is another one')
  const read = sent.safeParse(await readJson(asked, limits.sendBytes))
  if (!read.success) return said(400, 'The body holds no events')
  if (read.data.some((each) => each.name.startsWith('inngest/'))) return said(400, 'Names under inngest/ are reserved')
  if (read.data.some((each) => JSON.stringify(each).length > limits.eventBytes))
    return said(413, 'The event is too large')
  await door.ready()
  const seed = asked.headers['x-inngest-event-id-seed']
  const taken = read.data.map((each, index): Happening => {
    const id = each.id
      ? each.id
      : newId(typeof seed === 'string' ? `${seed},${index}` : `${door.desk.now()},${Math.random()}`)
    return { ...each, id, ts: each.ts ?? door.desk.now(), data: each.data ?? {} }
  })
  await door.desk.tables.transaction((tx) => takeEvents(door.desk, tx, taken))
  door.wake()
  return { status: 200, body: { status: 200, ids: taken.map((each) => each.id) } }
}

/** The SDK repeats a failed sending with the same seed, so the same seed must make the same id. */
const newId = (seed: string): string => createHash('sha256').update(seed).digest('hex').slice(0, 32)

const said = (status: number, error: string | null): Reply => ({
  status,
  body: error === null ? { status } : { status, error },
})

async function readJson(asked: IncomingMessage, most: number): Promise<unknown> {
  const text = await readText(asked, most)
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
