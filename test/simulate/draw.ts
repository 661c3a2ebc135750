import { random, type Random } from '../../sandbox/kit/random'
import { kinds, presses, type Blow, type Deed, type How, type Kind, type Place, type Setting } from './act'
import { FIELDS } from './fields'

/** Everything that is left to chance, from one seed. */
export interface Draw {
  readonly setting: Setting
  readonly passes: number
  how(): How
  gap(): number
  /** Deeds before a run. */
  before(): readonly Deed[]
  /** What happens at a point, if anything. */
  at(pass: number, place: Place, call: CallSeen, what: string): Deed | Blow | null
}

/** What a point is about, as far as a draw must know. */
export interface CallSeen {
  readonly side: 'crm' | 'books' | null
  readonly write: boolean
  /** The CRM has shown a record that is about to be written: an edit now is the one no client can see. */
  readonly unguarded: boolean
  /** The CRM has answered a write, and what stands there now was neither read nor remembered. */
  readonly written: boolean
}

/**
 * Nobody can see it: an edit after the last reading before a write; or the value that a write has just replaced, typed once more
 * before it is read, which is how a vendor looks that keeps its own form of it.
 */
export const isBlind = (deed: Deed, { unguarded, written }: CallSeen): boolean =>
  unguarded || (written && ['status', 'unlock'].includes(deed.do))

export function draw(seed: number): Draw {
  const chance = random(seed)
  const setting = settingOf(chance, seed)
  const calm = chance.pick([0, 0.5, 1, 1, 2])
  const roughStart = chance.chance(0.4)
  let typed = 0
  const value = () => `v${seed % 1000}x${++typed}`
  return {
    setting,
    passes: 2 + chance.below(3),
    how: () => (chance.chance(0.08) ? 'preview' : 'schedule'),
    gap: () => chance.pick([5_000, 61_000, 16 * 60_000, 16 * 60_000]),
    before: () =>
      Array.from({ length: chance.below(6) }, () =>
        chance.chance(0.03) && !setting.second ? { do: 'open-instead', on: chance.chance(0.6) } : deedOf(chance, value),
      ),
    at: (pass, place, call, what) => {
      if (pass === 0 && !roughStart) return null
      if (!chance.chance(danger(call, what) * calm)) return null
      if (chance.chance(0.45)) return blowOf(chance, place, call, setting.second)
      if (call.unguarded) return null
      const deed = deedOf(chance, value)
      return isBlind(deed, call) ? null : deed
    },
  }
}

/** Reading goes well more often, so that runs come to the point where it matters. */
export function danger({ write }: CallSeen, what: string): number {
  if (write) return 0.15
  return /of (apply|record|compose|settle-started|brake-plan|plan|reread|again)$/.test(what) ? 0.04 : 0.008
}

export const skews = [0, 0, 0, 40_000, -40_000, 3_000] as const

function settingOf(chance: Random, seed: number) {
  return {
    seed,
    customers: 1 + chance.below(3),
    prospects: chance.below(3),
    contacts: chance.below(4),
    products: chance.below(3),
    invoices: chance.below(2),
    accounts: chance.below(3),
    step: chance.pick([1, 400, 2_000, 20_000, 20_000, 20_000, 20_000]),
    page: chance.pick([3, 5, 100, 100]),
    planBatch: chance.pick([1, 3, 1_000, 1_000, 1_000]),
    seconds: chance.chance(0.3),
    narrow: chance.chance(0.7),
    skew: { crm: chance.pick(skews), books: chance.pick(skews) },
    shouts: chance.chance(0.15),
    tight: chance.chance(0.2),
    second: chance.chance(0.08),
  } satisfies Setting
}

const weights: readonly (readonly [number, (chance: Random, value: () => string) => Deed])[] = [
  [30, edit],
  [10, typeIn],
  [1, (_chance, value) => ({ do: 'type-in-twice', value: value() })],
  [5, remove],
  [
    5,
    (chance) => ({
      do: 'convert',
      nth: chance.below(5),
      code: chance.chance(0.3) ? `C${chance.below(900) + 100}` : null,
    }),
  ],
  [4, (chance) => ({ do: 'status', nth: chance.below(4), status: chance.pick([21, 22, 22, 23]) })],
  [2, (chance) => ({ do: 'unlock', nth: chance.below(4) })],
  [2, (chance) => ({ do: 'clone', kind: chance.pick(['third', 'third', 'contact', 'product']), nth: chance.below(4) })],
  [2, (chance) => ({ do: 'address-type', nth: chance.below(5), type: chance.pick(['contact', 'livraison']) })],
  [2, (chance) => ({ do: 'pay', nth: chance.below(5) })],
  [3, (chance) => ({ do: 'touch', side: sideOf(chance), kind: chance.pick(kinds), nth: chance.below(4) })],
  [1, () => ({ do: 'pause' })],
  [3, () => ({ do: 'resume' })],
  [2, (chance) => ({ do: 'switch', on: chance.chance(0.6) })],
  [
    2,
    (chance) => ({
      do: 'map',
      entity: chance.pick(['customer', 'prospect', 'contact']),
      field: chance.pick(['email', 'city', 'phone']),
      on: chance.chance(0.6),
    }),
  ],
  [2, (chance) => ({ do: 'merge', side: sideOf(chance), nth: chance.below(4), into: chance.below(4) })],
  [1, (chance) => ({ do: 'schema', field: chance.pick(['notes', 'adresse.l1']), longest: chance.pick([4, 100, 100]) })],
  [1, () => ({ do: 'expire-tokens' })],
  [1, (chance) => ({ do: 'revoke', side: sideOf(chance) })],
  [3, (chance) => ({ do: 'reconnect', side: sideOf(chance) })],
  [1, () => ({ do: 'retry' })],
  [1, (chance) => ({ do: 'undo', nth: chance.below(2) })],
  [1, () => ({ do: 'expire-cursors' })],
  [1, (chance) => ({ do: 'search-lag', ms: chance.pick([0, 2_000, 5_000]) })],
  [2, (chance) => ({ do: 'clock', ms: chance.pick([1, 500, 61_000, 400_000]) })],
  [1, () => ({ do: 'approve' })],
  [3, (chance) => ({ do: 'together', presses: [chance.pick(presses), chance.pick(presses)] })],
  [2, (chance) => ({ do: 'restore', kind: chance.pick(['third', 'contact', 'product']), nth: chance.below(4) })],
  [2, (chance, value) => ({ do: 'elsewhere', deed: inOtherBooks(chance, value) })],
  [1, (chance) => ({ do: 'disconnect', side: sideOf(chance) })],
  [1, (chance) => ({ do: 'our-clock', ms: chance.pick([-3_600_000, -70_000, -1_000, 70_000, 3_600_000]) })],
  [3, hint],
]
const all = weights.reduce((sum, [weight]) => sum + weight, 0)

function deedOf(chance: Random, value: () => string): Deed {
  let left = chance.below(all)
  for (const [weight, make] of weights) {
    left -= weight
    if (left < 0) return make(chance, value)
  }
  return edit(chance, value)
}

/** Of the books of a company that is none of ours. */
function inOtherBooks(chance: Random, value: () => string): Deed {
  const deed = chance.pick([edit, edit, typeIn, remove])(chance, value)
  return 'side' in deed ? { ...deed, side: 'books' } : deed
}

/** What is told twice, or late, or of nothing that is there; what is told of nothing is lost. */
function hint(chance: Random): Deed {
  const kind = chance.pick<'third' | 'contact'>(['third', 'contact'])
  return { do: 'hint', side: sideOf(chance), kind, nth: chance.below(5), forged: chance.chance(0.25) }
}

const sideOf = (chance: Random): 'crm' | 'books' => chance.pick(['crm', 'books'])

function edit(chance: Random, value: () => string): Deed {
  const kind: Kind = chance.pick(['third', 'third', 'third', 'contact', 'contact', 'product'])
  const fields = FIELDS[kind]
  const field = fields[chance.below(fields.length)]
  if (!field) throw new Error(`Nobody edits a ${kind}`)
  const shown = !field.mandatory && chance.chance(0.15) ? null : field.form(value())
  return { do: 'edit', side: sideOf(chance), kind, nth: chance.below(4), field: field.key, value: shown }
}

function typeIn(chance: Random, value: () => string): Deed {
  const side = sideOf(chance)
  const kind: Kind = chance.pick(['third', 'third', 'contact', side === 'books' ? 'product' : 'third'])
  return { do: 'type-in', side, kind, nth: chance.below(4), as: chance.pick(['client', 'prospect']), value: value() }
}

function remove(chance: Random): Deed {
  return {
    do: 'remove',
    side: sideOf(chance),
    kind: chance.pick(['third', 'contact', 'contact', 'product']),
    nth: chance.below(4),
  }
}

function blowOf(chance: Random, place: Place, { side, write }: CallSeen, second: boolean): Blow | null {
  const then = chance.pick<'delivered-again' | 'lease-runs-out'>(['delivered-again', 'lease-runs-out'])
  switch (place) {
    case 'begin':
      return chance.pick<Blow>([
        { do: 'crash', then },
        { do: 'abort' },
        { do: 'unplug' },
        { do: 'delivered-twice' },
        { do: 'taken-over' },
        second ? { do: 'sibling-runs' } : { do: 'abort' },
      ])
    case 'commit':
      return chance.pick<Blow>([
        { do: 'crash', then },
        { do: 'taken-over' },
        { do: 'unplug' },
        second ? { do: 'sibling-runs' } : { do: 'unplug' },
      ])
    case 'call': {
      const refusals = chance.pick([429, 429, 500, 502, 503, 401, 408, 403, 404, 409, 412, 422])
      // An unguarded write that commits late is the risk that no client can remove.
      const late: Blow = side === 'crm' && write ? { do: 'lose' } : { do: 'late', ms: chance.pick([100, 20_000]) }
      return chance.pick<Blow>([
        {
          do: 'refuse',
          status: refusals,
          after: refusals === 429 && chance.chance(0.5) ? chance.pick([1, 30, 120]) : null,
        },
        { do: 'reset' },
        late,
        { do: 'html' },
        side === 'crm' && write ? { do: 'half', says: chance.pick(['nothing', 'refused']) } : { do: 'reset' },
        { do: 'crash', then },
      ])
    }
    case 'answer':
      return chance.pick<Blow>([
        { do: 'lose' },
        { do: 'cut' },
        { do: 'crash', then },
        { do: 'lose' },
        { do: 'taken-over' },
        side === 'crm' && write ? { do: 'reordered' } : { do: 'cut' },
        // A request that the vendor carries out twice: only where it has a key against it.
        side === 'books' && write ? { do: 'twice' } : { do: 'lose' },
      ])
  }
}
