import type { Agreed, Decision, PlannedWrite, SetField, Why } from '../model/decision'
import type { Because, Half, Link } from '../model/record'
import type { ResolvedRule } from '../model/rule'
import { laneTo, otherSide, type Side, type Verb } from '../model/words'
import { removalAgreed, restored } from './apart'
import type { Facts } from './facts'
import { parentOf } from './flatten'
import { onlySide } from './match'
import { merge } from './merge'
import { transform, type Told } from './transform'

const noAgreement: Agreed = { crm: {}, books: {} }

const decision = (link: Link, rule: ResolvedRule, part: Partial<Decision>): Decision => ({
  link: link.id,
  entity: rule.entity,
  ties: [],
  writes: [],
  agreed: noAgreement,
  because: null,
  waitsOn: null,
  gone: false,
  notes: [],
  ...part,
})

/** The truth table (README beside this file): what to do about one admitted link. */
export function decide(link: Link, rule: ResolvedRule, facts: Facts): Decision {
  const side = onlySide(link)
  if (side) return decideNewcomer(link, side, rule, facts)
  const { crm, books } = link
  if (!crm || !books) return decision(link, rule, { gone: true })
  if (crm.removed && books.removed) return decision(link, rule, { gone: true })
  if (books.removed) return removal(link, 'crm', crm, rule)
  if (crm.removed) return removal(link, 'books', books, rule)
  return decideBoth(link, crm, books, rule, facts)
}

function decideNewcomer(link: Link, side: Side, rule: ResolvedRule, facts: Facts): Decision {
  const half = link[side]
  if (!half || half.removed) return decision(link, rule, { gone: true })
  const target = otherSide(side)
  // A record that no company claims is born in the default company alone.
  if (side === 'crm' && rule.needs === null && facts.born(half.seen) === 'open')
    return decision(link, rule, { because: { reason: 'belongs-elsewhere' } })
  if (!rule[laneTo(target)].includes('create')) return decision(link, rule, { because: closed(rule, target, 'create') })
  const told = transform(half, side, rule, facts)
  const [waitsOn] = Object.values(told.unknown)
  if (waitsOn !== undefined) return decision(link, rule, { because: { reason: 'waits-for-parent' }, waitsOn })
  return decision(link, rule, { writes: [creation(half, side, told, rule)] })
}

/** Empty values are among the sets: nothing is sent for them, but both sides have agreed that they are empty. */
function creation(half: Half, from: Side, told: Told, rule: ResolvedRule): PlannedWrite {
  const side = otherSide(from)
  const sets = rule.joins.flatMap((join): SetField[] => {
    const key = join[side]
    if (key === null || key === 'entity') return []
    if (join.lane !== undefined && join.lane !== laneTo(side)) return []
    const value = told.flat[key]
    if (value === undefined) return []
    const origin = (join[from] === null ? join.constant : half.seen[join[from]]) ?? null
    return [{ key, value, before: null, from: join[from], origin, why: 'new-there', base: null, lost: null }]
  })
  return {
    side,
    verb: 'create',
    entity: rule.entity,
    id: null,
    ifMatch: null,
    why: 'new-there',
    sets,
    waitsFor: told.waitsFor,
  }
}

function removal(link: Link, side: Side, half: Half, rule: ResolvedRule): Decision {
  if (removalAgreed(link[otherSide(side)])) return decision(link, rule, { because: { reason: 'kept-apart' } })
  const reason = side === 'books' ? 'removed-in-crm' : 'removed-in-books'
  // A record that came back after both were gone, or that a person was asked about, is not removed a second time.
  const stays = link.gone || link.because?.reason === reason
  if (stays || !rule[laneTo(side)].includes('remove')) return decision(link, rule, { because: { reason } })
  return decision(link, rule, { writes: [write(side, half, 'remove', rule, 'removed-there', [], [])] })
}

function decideBoth(link: Link, crm: Half, books: Half, rule: ResolvedRule, facts: Facts): Decision {
  const told = { crm: transform(crm, 'crm', rule, facts), books: transform(books, 'books', rule, facts) }
  const merged = merge(crm, books, told, rule)
  const writes = (['crm', 'books'] as const).flatMap((side) => {
    const half = side === 'crm' ? crm : books
    return merged.sets[side].length === 0 ? [] : [updateOf(side, half, merged.sets[side], told[otherSide(side)], rule)]
  })
  const [waitsOn = null] = (['crm', 'books'] as const).flatMap((side) =>
    merged.waits[side].flatMap((key) => told[otherSide(side)].unknown[key] ?? []),
  )
  const because: Because | null = waitsOn === null ? null : { reason: 'waits-for-parent' }
  const back = restored(link)
  const agreed = { crm: { ...merged.agreed.crm, ...back.crm }, books: { ...merged.agreed.books, ...back.books } }
  return decision(link, rule, { writes, agreed, notes: merged.notes, because, waitsOn })
}

function updateOf(side: Side, half: Half, sets: readonly SetField[], told: Told, rule: ResolvedRule): PlannedWrite {
  const references = sets.some(({ key }) => key === 'lines' || parentOf(key) !== null)
  return write(side, half, 'update', rule, mainWhy(sets), sets, references ? told.waitsFor : [])
}

/** The reason shown for a write of several fields: the one a person would ask about first. */
function mainWhy(sets: readonly SetField[]): Why {
  const label = sets.find(({ key }) => key === 'entity')
  if (label?.why === 'given-back') return 'given-back'
  if (label?.why === 'edited-there') return 'converted-there'
  const order: readonly Why[] = ['won-conflict', 'given-back', 'parent-gone', 'first-meeting', 'edited-there']
  return order.find((why) => sets.some((set) => set.why === why)) ?? 'edited-there'
}

function write(
  side: Side,
  half: Half,
  verb: Verb,
  rule: ResolvedRule,
  why: Why,
  sets: readonly SetField[],
  waitsFor: readonly string[],
): PlannedWrite {
  return { side, verb, entity: rule.entity, id: half.id, ifMatch: half.version, why, sets, waitsFor }
}

const closed = (rule: ResolvedRule, target: Side, verb: Verb): Because => ({
  reason: rule.switchedOff[laneTo(target)].includes(verb) ? 'switched-off' : 'not-allowed',
})
