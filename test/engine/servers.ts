import { budgetOf } from '@/lib/engine/budget'
import { engineOf } from '@/lib/engine/engine-of'
import type { Engine } from '@/lib/engine/workshop'
import { makePaces } from '@/lib/http/pace'
import { makeSend, type Fetch } from '@/lib/http/send'
import type { Limits } from '@/lib/model/connector'
import type { Database, Room } from '@/lib/store/db'
import { registerInstall } from '@/lib/store/tenants'
import { windows, type Window } from '../../sandbox/kit/windows'
import { fresh, testClock } from '../kit/corridor'
import type { VirtualTime } from '../kit/virtual-time'

export async function tenantOf(db: Database): Promise<string> {
  const { tenant } = await registerInstall(db, {
    ...{ vendor: 'freshsales', crmTenantId: fresh('org'), name: 'Cordier', origins: [], locale: 'en', at: 1 },
    ...{ newTenant: fresh('tenant'), newId: fresh('installation'), newKey: fresh('key') },
  })
  return tenant
}

type TestTime = Pick<VirtualTime, 'now' | 'sleep'>

export const requestTime = 30_000

export function worker(db: Database, tenant: string, clock: TestTime = testClock(Date.UTC(2026, 8, 7))): Engine {
  const room: Room = {
    ...{ db, tenant, role: 'house', actor: { kind: 'schedule' }, now: () => clock.now(), newId: () => fresh('id') },
    emit: async () => undefined,
  }
  return engineOf(room, {
    ...{ timings: { lease: 60_000, request: requestTime, step: 20_000 }, sleep: clock.sleep, allowPrivate: true },
  })
}

/** A process of its own: its way to the store and its memory are not the other one's. */
export function server(
  db: Database,
  tenant: string,
  time: VirtualTime,
  { limits, fetch }: { limits: Limits; fetch: Fetch },
) {
  const paces = makePaces()
  const engine = worker(time.over(db), tenant, time)
  const purse = { key: 'vendor:acme', limits, by: 'run', caller: paces.server, held: null } as const
  const budget = budgetOf(engine, purse)
  if (!budget) throw new Error('Every vendor has limits')
  return makeSend({
    ...{ key: 'connection', limits, budget, paces, fetch, timeoutMs: requestTime, allowPrivate: true },
    ...{ now: time.now, sleep: time.sleep, timer: () => () => undefined },
  })
}

/** What a vendor says of itself. */
export interface Published {
  readonly windows: readonly Window[]
  readonly atOnce: number
}

/** A vendor that keeps its limits as strictly as they can be read; answers take their time, and so does the way there. */
export function strict(time: VirtualTime, published: Published) {
  const gate = windows(time, published.windows)
  const seen = { taken: [] as number[], refused: [] as number[], inside: 0, mostInside: 0 }
  let count = 0
  const fetch: Fetch = async (url) => {
    count += 1
    await time.sleep(20 + ((count * 37) % 41))
    if (seen.inside >= published.atOnce || gate.enter('acme') !== null) {
      seen.refused.push(time.now())
      return new Response('', { status: 429, headers: { 'retry-after': '1' } })
    }
    seen.taken.push(time.now())
    seen.inside += 1
    seen.mostInside = Math.max(seen.mostInside, seen.inside)
    await time.sleep(url.endsWith('/silent') ? requestTime : 60 + ((count * 53) % 200))
    seen.inside -= 1
    return new Response('ok')
  }
  return { fetch, seen }
}
