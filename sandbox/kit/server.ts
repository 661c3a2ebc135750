import { once } from 'node:events'
import { createServer } from 'node:http'
export { asFetch } from './as-fetch'
import type { IncomingMessage, ServerResponse } from 'node:http'

export interface Request {
  readonly method: string
  readonly path: string
  readonly query: URLSearchParams
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>
  readonly body: Uint8Array
  /** Base URL as the caller reached us. */
  readonly origin: string
}

export interface Answer {
  readonly status: number
  readonly headers?: Record<string, string>
  readonly body?: string | Uint8Array
  /** The connection is reset instead of answering, or halfway through the body. */
  readonly cut?: 'before-headers' | 'mid-body'
}

export type Handle = (request: Request) => Promise<Answer>

export function json(status: number, value: unknown, headers: Record<string, string> = {}): Answer {
  return {
    status,
    headers: { 'content-type': 'application/json; charset=utf-8', ...headers },
    body: JSON.stringify(value),
  }
}

export async function serve(handle: Handle, port = 0): Promise<{ url: string; close(): Promise<void> }> {
  const server = createServer((incoming, response) => {
    answerOver(handle, incoming, response).catch((error: unknown) => {
      response.destroy(error instanceof Error ? error : new Error(String(error)))
    })
  })
  // Longer than any client keeps an idle connection, so that we never reset one that is being reused.
  server.keepAliveTimeout = 75_000
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', resolve)
  })
  const address = server.address()
  const bound = typeof address === 'object' && address !== null ? address.port : port
  return {
    url: `http://127.0.0.1:${bound}`,
    close: () =>
      new Promise((resolve, reject) => {
        server.close((error) => (error ? reject(error) : resolve()))
        server.closeAllConnections()
      }),
  }
}

async function answerOver(handle: Handle, incoming: IncomingMessage, response: ServerResponse): Promise<void> {
  const answer = await handle(await requestOf(incoming)).catch((error: unknown): Answer => ({
    status: 500,
    body: `The simulator itself failed: ${String(error)}`,
  }))
  if (answer.cut === 'before-headers') {
    incoming.socket.resetAndDestroy()
    return
  }
  const body = bytesOf(answer.body)
  response.writeHead(answer.status, { ...answer.headers, 'content-length': String(body.byteLength) })
  if (answer.cut === 'mid-body') {
    response.write(body.subarray(0, Math.floor(body.byteLength / 2)), () => incoming.socket.destroy())
    return
  }
  response.end(body)
}

async function requestOf(incoming: IncomingMessage): Promise<Request> {
  const parts: Uint8Array[] = []
  incoming.on('data', (part: Uint8Array) => parts.push(part))
  await once(incoming, 'end')
  const origin = `http://${incoming.headers.host ?? '127.0.0.1'}`
  const url = new URL(incoming.url ?? '/', origin)
  const headers = Object.fromEntries(
    Object.entries(incoming.headers).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.join(', ') : (value ?? ''),
    ]),
  )
  return {
    method: incoming.method ?? 'GET',
    path: url.pathname,
    query: url.searchParams,
    headers,
    body: Buffer.concat(parts),
    origin,
  }
}

const bytesOf = (body: string | Uint8Array | undefined): Uint8Array =>
  body === undefined ? new Uint8Array() : typeof body === 'string' ? Buffer.from(body) : body
