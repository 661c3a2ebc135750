import { retryAt } from '../http/answer'
import type { Budget } from '../http/send'
import type { Limits, Rate, SendAnswer } from '../model/connector'
import { ConnectorError, ourShare } from '../model/problem'
import type { Quota, Spender, Told } from '../model/quota'
import { inLease, inTenant, type Held, type Tx } from '../store/db'
import { enter, isAlone, leave, mustTell, type Entering } from '../sync/callers'
import { spend, type Spending } from '../sync/spend'
import { isShort, lastsFor } from '../sync/window'
import { tallyOf } from './tally'
import type { Engine } from './workshop'

export interface Purse {
  readonly key: string
  readonly limits: Limits
  readonly by: Spender
  /** Which server calls, with which grant. */
  readonly caller: string
  /** A run's lease is renewed with every call it counts, so that a slow pace loses no integration. */
  readonly held: Held | null
}

/** Longer waits end the step: nothing sleeps for hours, and the vendor's next calls find us in another run. */
const longestWait = 20_000
/** A refusal that does not say until when: every window of seconds is over then; longer ones have a minute. */
const pauseOf = (rates: readonly Rate[]): number => (rates.every(isShort) ? Math.max(...rates.map(lastsFor)) : 60_000)

/** The store's count of a company's calls, whichever server makes them; undefined where nothing is counted. */
export function budgetOf(engine: Engine, purse: Purse): Budget | undefined {
  const { rates, atOnce } = purse.limits
  if (rates.length === 0) return undefined
  let said: readonly Told[] = []
  const within = <T>(work: (tx: Tx) => Promise<T>): Promise<T> =>
    purse.held ? inLease(engine, purse.held, work) : inTenant(engine, work)
  const { change, known } = tallyOf(engine, purse.key, within, (quota) => withSaid(quota, said))
  const entering = (inside: () => number): Entering => ({
    ...{ by: purse.caller, calls: inside(), atOnce, rates, lasts: engine.timings.request, now: engine.now() },
  })
  return {
    async spend(as, inside) {
      const noted = known()
      if (noted && isAlone(noted, entering(inside))) return
      for (;;) {
        const until = await change((quota) => entered(quota, entering(inside), { by: purse.by, as }))
        if (until === null) return
        const wait = until - engine.now()
        if (wait > longestWait) throw new ConnectorError({ kind: 'slow-down', until, detail: ourShare })
        await engine.sleep(Math.max(wait, 1))
      }
    },
    async heard(answer) {
      said = toldBy(purse.limits, answer, engine.now())
      if (answer.status === 429) await change((quota) => closed(quota, retryAt(answer, pauseOf(rates))))
    },
    async left(inside) {
      const noted = known()
      if (!noted || !mustTell(noted, entering(inside))) return
      await change((quota) => ({ quota: leave(quota, purse.caller, inside()), result: null }))
    },
  }
}

/** The result: null once the call has its place and is counted, else when to ask again. */
function entered(quota: Quota, entering: Entering, spending: Omit<Spending, 'now'>) {
  const { now, rates } = entering
  const place = enter(quota, entering)
  if (!place.ok) return { quota: place.quota, result: place.until }
  const spent = spend(place.quota, isAlone(place.quota, entering) ? [] : rates, { now, ...spending })
  return spent.ok ? { quota: spent.quota, result: null } : { quota: null, result: spent.until }
}

/** What the vendor told one of us holds for all. */
const closed = (quota: Quota, until: number) => ({
  quota: { ...quota, closedUntil: Math.max(until, quota.closedUntil ?? 0) },
  result: null,
})

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
