import type { Clock } from '../kit/clock'
import type { Answer } from '../kit/server'

/** developer.xero.com/faq/limits: five at once, sixty a minute and some thousands a day for each organisation. */
const AT_ONCE = 5
const PER_MINUTE = 60
const PER_APP_MINUTE = 10_000
const MINUTE = 60_000
const DAY = 86_400_000

export type Entry = { readonly ok: true; leave(): void } | { readonly ok: false; readonly answer: Answer }

interface Meter {
  inside: number
  readonly minute: number[]
  readonly day: number[]
}

/** `null` organisation: a call that belongs to none, which only the app's own minute counts. */
export interface Gate {
  enter(organisation: string | null, perDay: number): Entry
  remaining(organisation: string | null, perDay: number): Readonly<Record<string, string>>
  /** As if so many calls had been made today already. */
  spend(organisation: string, calls: number): void
  lift(): void
  restore(): void
}

export function limits(clock: Clock, unlimited: boolean): Gate {
  const meters = new Map<string, Meter>()
  const app: number[] = []
  let lifted = unlimited

  const meterOf = (id: string): Meter => {
    const known = meters.get(id) ?? { inside: 0, minute: [], day: [] }
    meters.set(id, known)
    return known
  }
  const remaining: Gate['remaining'] = (organisation, perDay) => ({
    'x-appminlimit-remaining': String(PER_APP_MINUTE - app.length),
    ...(organisation === null ? {} : left(meterOf(organisation), perDay)),
  })

  return {
    remaining,
    enter(organisation, perDay) {
      const now = clock.now()
      forget(app, now - MINUTE)
      if (organisation === null) {
        app.push(now)
        return { ok: true, leave: () => undefined }
      }
      const meter = meterOf(organisation)
      forget(meter.minute, now - MINUTE)
      forget(meter.day, now - DAY)
      const full = lifted ? null : fullFrom(meter, app, perDay, now)
      if (full) return { ok: false, answer: tooMany(full, remaining(organisation, perDay)) }
      for (const times of [app, meter.minute, meter.day]) times.push(now)
      meter.inside += 1
      return { ok: true, leave: () => void (meter.inside -= 1) }
    },
    spend(organisation, calls) {
      const { day } = meterOf(organisation)
      for (let owed = calls; owed > 0; owed -= 1) day.push(clock.now())
    },
    lift() {
      lifted = true
    },
    restore() {
      lifted = false
    },
  }
}

interface Full {
  readonly because: 'concurrent' | 'minute' | 'day' | 'appminute'
  readonly waitMs: number
}

function fullFrom({ inside, minute, day }: Meter, app: readonly number[], perDay: number, now: number): Full | null {
  const until = (first: number | undefined, window: number) => (first ?? now) + window - now
  if (inside >= AT_ONCE) return { because: 'concurrent', waitMs: 1000 }
  if (app.length >= PER_APP_MINUTE) return { because: 'appminute', waitMs: until(app[0], MINUTE) }
  if (day.length >= perDay) return { because: 'day', waitMs: until(day[0], DAY) }
  return minute.length >= PER_MINUTE ? { because: 'minute', waitMs: until(minute[0], MINUTE) } : null
}

const tooMany = ({ because, waitMs }: Full, headers: Readonly<Record<string, string>>): Answer => ({
  status: 429,
  headers: {
    ...headers,
    'retry-after': String(Math.max(1, Math.ceil(waitMs / 1000))),
    'x-rate-limit-problem': because,
  },
})

const left = ({ minute, day }: Meter, perDay: number): Readonly<Record<string, string>> => ({
  'x-minlimit-remaining': String(Math.max(0, PER_MINUTE - minute.length)),
  'x-daylimit-remaining': String(Math.max(0, perDay - day.length)),
})

function forget(times: number[], before: number): void {
  const kept = times.findIndex((at) => at > before)
  times.splice(0, kept < 0 ? times.length : kept)
}
