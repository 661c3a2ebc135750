import type { Act, Deed, FamilyPair, History, How, Pass, Place, Struck } from './act'
import { draw, isBlind, type CallSeen } from './draw'
import { drawFamily } from './draw-family'

/** Decides what happens; drawn from a seed or read from a recording, the runner cannot tell. */
export interface Fate {
  readonly setting: History['setting']
  readonly passes: number
  how(pass: number): How
  gap(pass: number): number
  before(pass: number): readonly Deed[]
  at(pass: number, point: number, place: Place, seen: CallSeen, what: string): Act | null
}

const usualGap = 16 * 60_000

/** Draws as it goes; `recording` is the same history as plain data, for replays. */
export function drawn(
  seed: number,
  pair: FamilyPair | null = null,
): { readonly fate: Fate; readonly recording: () => History } {
  const from = pair === null ? draw(seed) : drawFamily(seed, pair)
  const during: Struck[][] = []
  const heads: Omit<Pass, 'during'>[] = []
  const head = (pass: number) =>
    (heads[pass] ??= { how: from.how(), gap: from.gap(), before: pass === 0 ? [] : from.before() })
  return {
    fate: {
      setting: from.setting,
      passes: from.passes,
      how: (pass) => head(pass).how,
      gap: (pass) => head(pass).gap,
      before: (pass) => head(pass).before,
      at(pass, point, place, seen, what) {
        const act = from.at(pass, place, seen, what)
        if (act) (during[pass] ??= []).push({ at: point, act })
        return act
      },
    },
    recording: () => ({
      setting: from.setting,
      passes: heads.map((each, pass): Pass => ({ ...each, during: during[pass] ?? [] })),
    }),
  }
}

export function recorded({ setting, passes }: History): Fate {
  const at = passes.map(({ during }) => new Map(during.map((struck) => [struck.at, struck.act])))
  return {
    setting,
    passes: passes.length,
    how: (pass) => passes[pass]?.how ?? 'schedule',
    gap: (pass) => passes[pass]?.gap ?? usualGap,
    before: (pass) => passes[pass]?.before ?? [],
    at: (pass, point, _place, seen) => {
      const act = at[pass]?.get(point) ?? null
      // After something was dropped, an edit may have moved to where no client could see it.
      return act && isDeed(act) && isBlind(act, seen) ? null : act
    },
  }
}

/** Something that happens where it is told to happen, the `nth` time that place comes by. */
export interface Cue {
  readonly place: Place
  /** Method and path of a call, or `a transaction`. */
  readonly what: RegExp
  /** 0 is the first time; several happen at each. */
  readonly nth?: number
  readonly act: Act
}

export interface Directed {
  readonly before?: readonly Deed[]
  readonly how?: How
  readonly gap?: number
  readonly cues?: readonly Cue[]
}

/** A history told by hand, by what it is about instead of by points that move with every change of the engine. */
export function directed(setting: History['setting'], passes: readonly Directed[]): Fate {
  const seenAt = new Map<Cue, number>()
  return {
    setting,
    passes: passes.length,
    how: (pass) => passes[pass]?.how ?? 'schedule',
    gap: (pass) => passes[pass]?.gap ?? usualGap,
    before: (pass) => passes[pass]?.before ?? [],
    at(pass, _point, place, _seen, what) {
      for (const cue of passes[pass]?.cues ?? []) {
        if (cue.place !== place || !cue.what.test(what)) continue
        const times = seenAt.get(cue) ?? 0
        seenAt.set(cue, times + 1)
        if (times === (cue.nth ?? 0)) return cue.act
      }
      return null
    },
  }
}

const blows: ReadonlySet<string> = new Set([
  'crash',
  'abort',
  'unplug',
  'refuse',
  'reset',
  'lose',
  'late',
  'twice',
  'cut',
  'half',
  'reordered',
  'html',
  'delivered-twice',
  'taken-over',
  'sibling-runs',
])
export const isDeed = (act: Act): act is Deed => !blows.has(act.do)
