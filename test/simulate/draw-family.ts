import { random, type Random } from '../../sandbox/kit/random'
import type { Blow, Deed, FamilyPair, Kind, Place, Setting } from './act'
import { danger, skews, type CallSeen, type Draw } from './draw'
import { familyFields } from './family-fields'

/** Everything that is left to chance in a history of Freshsales and its books, from one seed. */
export function drawFamily(seed: number, pair: FamilyPair): Draw {
  const chance = random(seed)
  const setting = settingOf(chance, seed, pair)
  const calm = chance.pick([0, 0.5, 1, 1, 2])
  const roughStart = chance.chance(0.4)
  const fields = familyFields({ personPhone: pair === 'freshsales.xero' ? 'phone' : 'mobile' })
  let typed = 0
  const hand: Hand = { chance, fields, value: () => `v${seed % 1000}x${++typed}` }
  return {
    setting,
    passes: 2 + chance.below(3),
    how: () => (chance.chance(0.08) ? 'preview' : 'schedule'),
    gap: () => chance.pick([5_000, 61_000, 16 * 60_000, 16 * 60_000]),
    before: () => Array.from({ length: chance.below(6) }, () => deedOf(hand)),
    at: (pass, place, call, what) => {
      if (pass === 0 && !roughStart) return null
      if (!chance.chance(danger(call, what) * calm)) return null
      if (chance.chance(0.45)) return blowOf(chance, place, call, what)
      return call.unguarded ? null : deedOf(hand)
    },
  }
}

const settingOf = (chance: Random, seed: number, pair: FamilyPair): Setting => ({
  pair,
  seed,
  customers: 1 + chance.below(3),
  prospects: 0,
  contacts: chance.below(3),
  products: chance.below(2),
  invoices: 0,
  accounts: chance.below(3),
  step: chance.pick([1, 400, 2_000, 20_000, 20_000, 20_000, 20_000]),
  page: chance.pick([3, 5, 100, 100]),
  planBatch: chance.pick([1, 3, 1_000, 1_000, 1_000]),
  seconds: true,
  narrow: chance.chance(0.5),
  skew: { crm: chance.pick(skews), books: chance.pick(skews) },
  shouts: false,
  // Stamps without a zone tell an hour twice that night.
  ...(chance.chance(0.25) ? { start: Date.UTC(2026, 10, 1, 5, 20, 0) } : {}),
})

interface Hand {
  readonly chance: Random
  readonly fields: ReturnType<typeof familyFields>
  readonly value: () => string
}

const weights: readonly (readonly [number, (hand: Hand) => Deed])[] = [
  [30, edit],
  [12, typeIn],
  [1, ({ value }) => ({ do: 'type-in-twice', value: value() })],
  [4, remove],
  [3, ({ chance }) => ({ do: 'pay', nth: chance.below(5) })],
  [3, ({ chance }) => ({ do: 'touch', side: sideOf(chance), kind: chance.pick(edited), nth: chance.below(4) })],
  [1, () => ({ do: 'pause' })],
  [3, () => ({ do: 'resume' })],
  [2, ({ chance }) => ({ do: 'switch', on: chance.chance(0.6) })],
  [
    2,
    ({ chance }) => ({
      do: 'map',
      entity: chance.pick(['customer', 'contact']),
      field: chance.pick(['email', 'city', 'phone']),
      on: chance.chance(0.6),
    }),
  ],
  [1, () => ({ do: 'expire-tokens' })],
  [1, ({ chance }) => ({ do: 'revoke', side: sideOf(chance) })],
  [3, ({ chance }) => ({ do: 'reconnect', side: sideOf(chance) })],
  [1, () => ({ do: 'retry' })],
  [1, ({ chance }) => ({ do: 'undo', nth: chance.below(2) })],
  [1, ({ chance }) => ({ do: 'search-lag', ms: chance.pick([0, 2_000, 5_000]) })],
  [2, ({ chance }) => ({ do: 'clock', ms: chance.pick([1, 500, 61_000, 400_000]) })],
  [1, () => ({ do: 'approve' })],
  [3, hint],
  [2, ({ chance }) => ({ do: 'merge', side: sideOf(chance), nth: chance.below(4), into: chance.below(4) })],
  [1, ({ chance }) => ({ do: 'job-ends', after: chance.pick(['nothing', 'half']) })],
]
const all = weights.reduce((sum, [weight]) => sum + weight, 0)
const edited = ['third', 'third', 'third', 'contact', 'contact', 'product'] as const

function deedOf(hand: Hand): Deed {
  let rest = hand.chance.below(all)
  for (const [weight, make] of weights) {
    rest -= weight
    if (rest < 0) return make(hand)
  }
  return edit(hand)
}

const sideOf = (chance: Random): 'crm' | 'books' => chance.pick(['crm', 'books'])

function edit({ chance, fields, value }: Hand): Deed {
  const kind: Kind = chance.pick(edited)
  const field = fields[kind][chance.below(fields[kind].length)]
  if (!field) throw new Error(`Nobody edits a ${kind}`)
  const shown = !field.mandatory && chance.chance(0.15) ? null : field.form(value())
  return { do: 'edit', side: sideOf(chance), kind, nth: chance.below(4), field: field.key, value: shown }
}

function typeIn({ chance, value }: Hand): Deed {
  const side = sideOf(chance)
  const own = side === 'books' ? (['product', 'invoice', 'invoice'] as const) : (['deal', 'deal', 'third'] as const)
  const kind: Kind = chance.pick(['third', 'third', 'contact', ...own])
  return { do: 'type-in', side, kind, nth: chance.below(4), as: 'client', value: value() }
}

function remove({ chance }: Hand): Deed {
  const side = sideOf(chance)
  const kind =
    side === 'books' ? chance.pick(['third', 'invoice'] as const) : chance.pick(['third', 'contact'] as const)
  return { do: 'remove', side, kind, nth: chance.below(4) }
}

/** A webhook comes twice, or from nobody we know; those that are lost are the usual case here. */
function hint({ chance }: Hand): Deed {
  const kind = chance.pick(['third', 'contact'] as const)
  return { do: 'hint', side: sideOf(chance), kind, nth: chance.below(5), forged: chance.chance(0.25) }
}

/** A create that arrives late can be told from an update; a late update may undo what somebody did since, which no client can remove. */
const births = /^PUT .*\/(Contacts|Quotes)$|^POST .*\/(clients|estimates|upsert|cm_invoice|cm_payment|cpq\/products)$/
/** Whoever carries a request out twice has a key against it, or finds our mark. */
const repeatable = /\/(Contacts|Quotes|batch|upsert|bulk_upsert)$/
/** Several records in one call of the books; the CRM's jobs end half-way by themselves. */
const batches = /^(POST|PUT) .*\/(Contacts|Quotes|Invoices|batch)$/

function blowOf(chance: Random, place: Place, { write }: CallSeen, what: string): Blow | null {
  const then = chance.pick<'delivered-again' | 'lease-runs-out'>(['delivered-again', 'lease-runs-out'])
  switch (place) {
    case 'begin':
      return chance.pick<Blow>([
        { do: 'crash', then },
        { do: 'abort' },
        { do: 'delivered-twice' },
        { do: 'taken-over' },
      ])
    case 'commit':
      return chance.pick<Blow>([{ do: 'crash', then }, { do: 'taken-over' }])
    case 'call': {
      const status = chance.pick([429, 429, 500, 502, 503, 401, 408, 403, 404, 409, 412, 422])
      const after = status === 429 && chance.chance(0.5) ? chance.pick([1, 30, 120]) : null
      const ms = chance.pick([100, 20_000])
      return chance.pick<Blow>([
        { do: 'refuse', status, after },
        { do: 'reset' },
        !write || births.test(what) ? { do: 'late', ms } : { do: 'lose' },
        { do: 'html' },
        { do: 'lose' },
        { do: 'crash', then },
        batches.test(what) ? { do: 'half', says: chance.pick(['nothing', 'refused']) } : { do: 'reset' },
      ])
    }
    case 'answer':
      return chance.pick<Blow>([
        { do: 'lose' },
        { do: 'cut' },
        { do: 'crash', then },
        { do: 'lose' },
        { do: 'taken-over' },
        { do: 'cut' },
        write && repeatable.test(what) ? { do: 'twice' } : { do: 'lose' },
        batches.test(what) ? { do: 'reordered' } : { do: 'cut' },
      ])
  }
}
