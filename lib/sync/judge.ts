import type { Note, Why } from '../model/decision'
import type { Tried, Value } from '../model/record'
import type { Join, ResolvedRule } from '../model/rule'
import { laneTo, otherSide, sides, type Side } from '../model/words'
import { ownForm } from './own-form'

type PerSide = Readonly<Record<Side, Value | undefined>>

/** One joined field of a link with two sides, everything needed to judge it. */
export interface Field {
  readonly join: Join
  readonly value: PerSide
  readonly base: PerSide
  /** Each side's value in the other side's words: `told.crm` is what the CRM would have to hold. */
  readonly told: PerSide
  readonly tried: Readonly<Record<Side, Tried[string] | undefined>>
  /** What each side's value refers to was removed there. */
  readonly gone: Readonly<Record<Side, boolean>>
}

export type Verdict =
  | { readonly do: 'nothing' }
  | { readonly do: 'agree'; readonly note?: Note['code']; readonly side?: Side }
  /** It should be told to this side, and cannot yet: a record it refers to does not exist there. */
  | { readonly do: 'wait'; readonly side: Side }
  | { readonly do: 'tell'; readonly side: Side; readonly why: Why; readonly lost: Value; readonly note?: Note['code'] }

const nothing: Verdict = { do: 'nothing' }
const agree: Verdict = { do: 'agree' }

/** What to do about one field: only what changed since both sides agreed speaks, and only through an open lane. */
export function judge(field: Field, rule: ResolvedRule): Verdict {
  if (alike(field, rule)) return moved(field) ? agree : nothing
  const own = sides.find((side) => ownForm(field, side))
  if (own) return { do: 'agree', note: 'own-form', side: own }
  const constant = sides.find((side) => field.join[otherSide(side)] === null)
  if (constant) return restore(field, rule, constant)
  const homeless = sides.find(
    (side) => field.gone[side] && allowed(field, rule, side) && field.told[side] !== undefined,
  )
  if (homeless) return tell(field, homeless, 'parent-gone')
  if (!speaks(field, 'crm') && !speaks(field, 'books')) return nothing
  if (isNew(field)) return meet(field, rule)
  return speaks(field, 'crm') && speaks(field, 'books')
    ? conflict(field, rule, 'won-conflict')
    : edited(field, rule, speaks(field, 'books') ? 'books' : 'crm')
}

/**
 * One side holds what the other would make of its value. Where only one lane is open, only that lane's form counts: a text
 * that the books would cut to their own is still an edit of a locked record.
 */
function alike(field: Field, rule: ResolvedRule): boolean {
  const open = sides.filter((side) => allowed(field, rule, side))
  return (open.length > 0 ? open : sides).some(
    (side) => field.join[side] !== null && field.told[side] !== undefined && field.told[side] === field.value[side],
  )
}

/** A constant, such as the lock, belongs to the rule: nobody's edit of it is heard. */
function restore(field: Field, rule: ResolvedRule, side: Side): Verdict {
  if (!allowed(field, rule, side)) return nothing
  if (field.base[side] === undefined) return { do: 'tell', side, why: 'first-meeting', lost: null }
  return giveBack(field, rule, side, rule.lockedIn === side ? 'edited-although-locked' : undefined)
}

/** No agreement yet: the filled value travels to the empty side, and an empty one never blanks a filled one. */
function meet(field: Field, rule: ResolvedRule): Verdict {
  const empty = { crm: isEmpty(field.value.crm), books: isEmpty(field.value.books) }
  if (empty.crm && empty.books) return agree
  if (empty.crm !== empty.books) return fill(field, rule, empty.crm ? 'crm' : 'books')
  if (speaks(field, 'crm') && speaks(field, 'books')) return conflict(field, rule, 'first-meeting')
  return edited(field, rule, speaks(field, 'books') ? 'books' : 'crm')
}

/** A locked side keeps what only it has, but from now on as agreed: a later edit of it is given back. */
function fill(field: Field, rule: ResolvedRule, side: Side): Verdict {
  if (allowed(field, rule, side)) return tell(field, side, 'first-meeting')
  return rule.lockedIn === otherSide(side) ? agree : nothing
}

/** One side changed: told, given back where that side is locked, else remembered as unsaid. */
function edited(field: Field, rule: ResolvedRule, side: Side): Verdict {
  if (allowed(field, rule, otherSide(side))) return tell(field, otherSide(side), 'edited-there')
  if (field.join.crm === 'entity') return giveBack(field, rule, side, 'convert-in-books')
  return rule.lockedIn === side ? giveBack(field, rule, side, 'edited-although-locked') : nothing
}

function giveBack(field: Field, rule: ResolvedRule, side: Side, note: Note['code'] | undefined): Verdict {
  if (!allowed(field, rule, side) || field.told[side] === undefined) return nothing
  return { do: 'tell', side, why: 'given-back', lost: field.value[side] ?? null, ...(note ? { note } : {}) }
}

function conflict(field: Field, rule: ResolvedRule, why: Why): Verdict {
  const open = sides.filter((side) => allowed(field, rule, side))
  const [only, second] = open
  if (!only) return nothing
  const loser = rule.lockedIn ?? (second ? otherSide(rule.wins) : only)
  return open.includes(loser) ? tell(field, loser, why) : nothing
}

function tell(field: Field, side: Side, why: Why): Verdict {
  if (field.told[side] === undefined) return { do: 'wait', side }
  return { do: 'tell', side, why, lost: why === 'edited-there' ? null : (field.value[side] ?? null) }
}

/** The lane is open for this field, whether or not its value can be put into words yet. */
function allowed({ join, value }: Field, rule: ResolvedRule, side: Side): boolean {
  const lane = laneTo(side)
  if (join[side] === null || !rule[lane].includes('update')) return false
  return (join.lane === undefined || join.lane === lane) && (join.when !== 'empty' || isEmpty(value[side]))
}

const isNew = ({ base }: Field): boolean => base.crm === undefined || base.books === undefined

/** Only a value that is shown and is not what was agreed speaks. */
const speaks = ({ value, base }: Field, side: Side): boolean => value[side] !== undefined && value[side] !== base[side]

const moved = ({ value, base, join }: Field): boolean =>
  sides.some((side) => join[side] !== null && value[side] !== base[side])

const isEmpty = (value: Value | undefined): boolean => value === null || value === undefined
