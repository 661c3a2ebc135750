import type { Fault, Faults } from './faults'
import { json } from './server'
import type { Handle } from './server'
import type { Admin, Call } from './simulator'

interface Sides {
  calls(): readonly Call[]
  forgetCalls(): void
  readonly faults: Faults
  readonly admin: Admin
}

/**
 * The admin verbs over HTTP, for when the simulator runs in another process: `POST /_admin/<verb>` with the arguments as
 * a JSON array, or any other JSON value as the only argument. Neither paced nor counted.
 */
export function sideChannel(sides: Sides): Handle {
  const own: Readonly<Record<string, (...given: readonly unknown[]) => unknown>> = {
    calls: () => countsOf(sides.calls()),
    forgetCalls: () => sides.forgetCalls(),
    faults: (...given) => sides.faults.add(...given.map(faultOf)),
    clearFaults: () => sides.faults.clear(),
  }
  return async (request) => {
    const name = request.path.slice('/_admin/'.length)
    const verb: unknown = own[name] ?? Reflect.get(sides.admin, name)
    if (typeof verb !== 'function') return json(404, { error: `No admin verb ${name}` })
    try {
      const result: unknown = Reflect.apply(verb, undefined, argumentsOf(request.body))
      return json(200, result ?? null)
    } catch (error) {
      return json(400, { error: error instanceof Error ? error.message : String(error) })
    }
  }
}

function argumentsOf(body: Uint8Array): unknown[] {
  const text = new TextDecoder().decode(body)
  if (text.trim() === '') return []
  const given: unknown = JSON.parse(text)
  return Array.isArray(given) ? given : [given]
}

/** Trusted: only our own tests and host pages speak to the side channel. A path comes as the source of its pattern. */
function faultOf(given: unknown): Fault {
  const { path, ...rest } = given as Omit<Fault, 'path'> & { readonly path?: string }
  return { ...rest, ...(path === undefined ? {} : { path: new RegExp(path) }) } as Fault
}

function countsOf(calls: readonly Call[]): { total: number; by: Readonly<Record<string, number>> } {
  const by: Record<string, number> = {}
  for (const call of calls) {
    const name = `${call.method} ${call.path.replace(/\/\d+(?=\/|$)/g, '/{id}')}`
    by[name] = (by[name] ?? 0) + 1
  }
  return { total: calls.length, by }
}
