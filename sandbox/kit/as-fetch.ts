import type { Answer, Handle } from './server'

const NO_BODY = new Set([101, 204, 205, 304])

/** The same handle in process: a fetch that never touches the network. With a base, any other host is unknown. */
export function asFetch(handle: Handle, base?: string): typeof fetch {
  const known = base === undefined ? null : new URL(base).origin
  return async (input, init) => {
    const target =
      input instanceof globalThis.Request ? input.url : new URL(String(input), base ?? 'http://sandbox.test').href
    const url = new URL(target)
    if (known !== null && url.origin !== known) throw failed(`getaddrinfo ENOTFOUND ${url.hostname}`, 'ENOTFOUND')
    const request = input instanceof globalThis.Request ? new Request(input, init) : new Request(url, init)
    request.signal.throwIfAborted()
    const answer = await withSignal(
      request.signal,
      request.arrayBuffer().then((body) =>
        handle({
          method: request.method,
          path: url.pathname,
          query: url.searchParams,
          headers: Object.fromEntries(request.headers),
          body: new Uint8Array(body),
          origin: url.origin,
        }),
      ),
    )
    return responseOf(answer)
  }
}

function responseOf(answer: Answer): Response {
  if (answer.cut === 'before-headers') throw failed('read ECONNRESET', 'ECONNRESET')
  const init = { status: answer.status, ...(answer.headers ? { headers: answer.headers } : {}) }
  if (answer.cut === 'mid-body') return new Response(halfOf(answer.body), init)
  return new Response(NO_BODY.has(answer.status) ? null : bodyOf(answer.body), init)
}

/** undici names a lost connection this way: before the headers "fetch failed", within the body "terminated". */
function failed(reason: string, code: string, message = 'fetch failed'): TypeError {
  return new TypeError(message, { cause: Object.assign(new Error(reason), { code }) })
}

function halfOf(body: string | Uint8Array | undefined): ReadableStream<Uint8Array> {
  const bytes = new Uint8Array(bodyOf(body))
  const parts = [bytes.subarray(0, Math.floor(bytes.byteLength / 2))]
  return new ReadableStream({
    pull(stream) {
      const part = parts.shift()
      if (part && part.byteLength > 0) stream.enqueue(part)
      else stream.error(failed('other side closed', 'UND_ERR_SOCKET', 'terminated'))
    },
  })
}

function bodyOf(body: string | Uint8Array | undefined): ArrayBuffer {
  const bytes = typeof body === 'string' ? new TextEncoder().encode(body) : (body ?? new Uint8Array())
  return new Uint8Array(bytes).buffer
}

function withSignal<T>(signal: AbortSignal, work: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const stop = () => reject(signal.reason)
    signal.addEventListener('abort', stop, { once: true })
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop))
  })
}
