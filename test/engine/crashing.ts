import { vi } from 'vitest'
import type { Engine } from '@/lib/engine/workshop'
import { makePaces, processPaces } from '@/lib/http/pace'
import type { Fetch } from '@/lib/http/send'
import { runToEnd } from '@/lib/engine/run'
import type { Trigger } from '@/lib/model/run'
import type { Database } from '@/lib/store/db'

export type Moment = 'before' | 'after'

/**
 * A process that dies at its k-th step, a step being a transaction or a call to a vendor, right before or right after it took
 * effect. A dead process neither throws nor returns: what it awaited never comes back. Answers whether it lived to the end.
 */
export async function liveFor(engine: Engine, integration: string, trigger: Trigger, k: number, moment: Moment) {
  let steps = 0
  let die: (dead: 'died') => void = () => undefined
  const death = new Promise<'died'>((resolve) => (die = resolve))
  const step = async <T>(work: () => Promise<T>): Promise<T> => {
    steps += 1
    const last = steps >= k
    if (last && moment === 'before') return stop()
    const result = await work()
    return last ? stop() : result
  }
  const stop = (): Promise<never> => {
    die('died')
    return new Promise<never>(() => undefined)
  }
  forgetPlaces()
  const dying = { ...engine, db: stepping(engine.db, step), ...fetching(engine.fetch, step) }
  const ended = await Promise.race([runToEnd(dying, integration, trigger), death])
  forgetPlaces()
  return { died: ended === 'died', steps }
}

/** Places at a vendor are kept in memory, and that goes with its process: a dead call occupies none. */
const forgetPlaces = (): void => void vi.spyOn(processPaces, 'of').mockImplementation(makePaces().of)

type Step = <T>(work: () => Promise<T>) => Promise<T>

function stepping(db: Database, step: Step): Database {
  const drizzle = new Proxy(db.drizzle, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name, target)
      if (typeof value !== 'function') return value
      const act = (...given: unknown[]): unknown => Reflect.apply(value, target, given)
      return name === 'transaction' ? (...given: unknown[]) => step(async () => act(...given)) : act
    },
  })
  return { ...db, drizzle }
}

/** A login is remembered in memory only, which the lives of one test share as no two processes would: nobody dies in it. */
const fetching = (fetch: Fetch | undefined, step: Step): { readonly fetch?: Fetch } =>
  fetch ? { fetch: (url, init) => (/\/login$/.test(url) ? fetch(url, init) : step(() => fetch(url, init))) } : {}
