import { retryAt } from '../http/answer'
import type { Budget } from '../http/send'
import type { Limits, Rate, SendAnswer } from '../model/connector'
import { ConnectorError, ourShare } from '../model/problem'
import type { Quota, Spender, Told } from '../model/quota'
import { inLease, inTenant, type Held, type Tx } from '../store/db'
import { lockQuota, saveQuota } from '../store/quotas'
import { spend, type Spending } from '../sync/spend'
import { sharedRates } from './limits-of'
import type { Engine } from './workshop'

export interface Purse {
  readonly key: string
  readonly limits: Limits
  readonly by: Spender
  /** A run's lease is renewed with every call it counts, so that a slow pace loses no integration. */
  readonly held: Held | null
}

/** Longer waits end the step: nothing sleeps for hours, and the vendor's next calls find us in another run. */
const longestWait = 20_000
/** A refusal that does not say until when. */
const pause = 60_000

/** The store's count of a company's calls; undefined where its vendor has only limits that are over in a second. */
export function budgetOf(engine: Engine, purse: Purse): Budget | undefined {
  const rates = sharedRates(purse.limits)
  if (rates.length === 0) return undefined
  let said: readonly Told[] = []
  const change = <T>(work: (quota: Quota) => { readonly quota: Quota | null; readonly result: T }): Promise<T> =>
    within(engine, purse, async (tx) => {
      const { quota, result } = work(withSaid(await lockQuota(tx, engine, purse.key), said))
      if (quota) await saveQuota(tx, engine, purse.key, quota)
      return result
    })
  return {
    async spend(as) {
      for (;;) {
        const until = await change((quota) => spentOne(quota, rates, { now: engine.now(), by: purse.by, as }))
        if (until === null) return
        const wait = until - engine.now()
        if (wait > longestWait) throw new ConnectorError({ kind: 'slow-down', until, detail: ourShare })
        await engine.sleep(Math.max(wait, 1))
      }
    },
    async heard(answer) {
      said = toldBy(purse.limits, answer, engine.now())
      if (answer.status === 429) await change((quota) => closed(quota, retryAt(answer, pause)))
    },
  }
}

/** The result: null once the call is counted, else when to ask again. */
function spentOne(quota: Quota, rates: readonly Rate[], spending: Spending) {
  const spent = spend(quota, rates, spending)
  return spent.ok ? { quota: spent.quota, result: null } : { quota: null, result: spent.until }
}

/** What the vendor told one of us holds for all. */
const closed = (quota: Quota, until: number) => ({
  quota: { ...quota, closedUntil: Math.max(until, quota.closedUntil ?? 0) },
  result: null,
})

const within = <T>(engine: Engine, { held }: Purse, work: (tx: Tx) => Promise<T>): Promise<T> =>
  held ? inLease(engine, held, work) : inTenant(engine, work)

/** The newer word of the vendor counts. */
function withSaid(quota: Quota, said: readonly Told[]): Quota {
  const newer = said.filter((each) => !quota.told.some(({ seconds, at }) => seconds === each.seconds && at >= each.at))
  const kept = quota.told.filter(({ seconds }) => !newer.some((each) => each.seconds === seconds))
  return { ...quota, told: [...kept, ...newer] }
}

const toldBy = ({ left = [] }: Limits, { headers }: SendAnswer, at: number): readonly Told[] =>
  left.flatMap(({ seconds, header }) => {
    const text = headers[header] ?? ''
    return /^\d+$/.test(text) ? [{ seconds, left: Number(text), at }] : []
  })
