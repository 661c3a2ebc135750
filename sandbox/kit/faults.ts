import type { Clock } from './clock'
import type { Answer, Handle, Request } from './server'

/** Which calls it strikes: any method, any path and once, unless told otherwise. `skip` lets the first ones through. */
export interface Match {
  readonly method?: string
  readonly path?: RegExp
  readonly times?: number
  readonly skip?: number
}

export type Effect =
  /** `after`: the call took effect all the same (a 408 or a 500 that lies). */
  | {
      readonly do: 'answer'
      readonly status: number
      readonly headers?: Record<string, string>
      readonly body?: unknown
      readonly after?: true
    }
  | { readonly do: 'delay'; readonly ms: number }
  /** Not applied, connection reset. */
  | { readonly do: 'cut-before' }
  /** Applied, answer lost. */
  | { readonly do: 'cut-after' }
  /** Applied, the answer breaks off in its middle. */
  | { readonly do: 'cut-mid-body' }
  /** A proxy's page instead of the answer, not applied. */
  | { readonly do: 'html'; readonly status?: number }
  /** Applied, but the body ends too early although the transport looks complete. */
  | { readonly do: 'truncated' }

export type Fault = Match & Effect

export interface Faults {
  add(...faults: readonly Fault[]): void
  clear(): void
  /** Faults that have not struck as often as they were meant to. */
  pending(): readonly Fault[]
  around(handle: Handle): Handle
}

interface Queued {
  readonly fault: Fault
  skip: number
  left: number
}

const PAGE = '<!DOCTYPE html><html><head><title>Bad gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>'

export function faults(clock: Clock): Faults {
  let queue: readonly Queued[] = []
  const take = (request: Request): Fault | undefined => {
    for (const queued of queue.filter((each) => strikes(each.fault, request))) {
      if (queued.skip > 0) {
        queued.skip -= 1
        continue
      }
      queued.left -= 1
      queue = queue.filter((each) => each.left > 0)
      return queued.fault
    }
    return undefined
  }
  return {
    add(...added) {
      queue = [...queue, ...added.map((fault) => ({ fault, skip: fault.skip ?? 0, left: fault.times ?? 1 }))]
    },
    clear() {
      queue = []
    },
    pending: () => queue.map((queued) => queued.fault),
    around: (handle) => async (request) => {
      const fault = take(request)
      return fault ? strike(fault, request, handle, clock) : handle(request)
    },
  }
}

function strikes(fault: Fault, request: Request): boolean {
  const method = fault.method === undefined || fault.method.toUpperCase() === request.method
  // `search` and not `test`: a pattern with the g flag would remember where it stopped.
  return method && (fault.path === undefined || request.path.search(fault.path) >= 0)
}

async function strike(fault: Fault, request: Request, handle: Handle, clock: Clock): Promise<Answer> {
  switch (fault.do) {
    case 'answer':
      if (fault.after) await handle(request)
      return answerOf(fault)
    case 'delay':
      await clock.sleep(fault.ms)
      return handle(request)
    case 'cut-before':
      return { status: 0, cut: 'before-headers' }
    case 'cut-after':
      await handle(request)
      return { status: 0, cut: 'before-headers' }
    case 'cut-mid-body':
      return { ...(await handle(request)), cut: 'mid-body' }
    case 'html':
      return { status: fault.status ?? 502, headers: { 'content-type': 'text/html' }, body: PAGE }
    case 'truncated':
      return halved(await handle(request))
  }
}

function answerOf(fault: Extract<Fault, { do: 'answer' }>): Answer {
  const { status, headers = {}, body } = fault
  if (body === undefined) return { status, headers }
  if (typeof body === 'string') return { status, headers: { 'content-type': 'text/plain', ...headers }, body }
  return { status, headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(body) }
}

const halved = (answer: Answer): Answer => ({
  ...answer,
  body: (answer.body ?? '').slice(0, Math.floor((answer.body ?? '').length / 2)),
})
