import type { Agreed, Note, SetField, Why } from '../model/decision'
import type { Flat, Half, Value } from '../model/record'
import type { Join, ResolvedRule } from '../model/rule'
import { laneTo, otherSide, type Side } from '../model/words'
import type { Told } from './transform'

export interface Merged {
  readonly sets: Readonly<Record<Side, readonly SetField[]>>
  readonly agreed: Agreed
  readonly notes: readonly Note[]
}

/** One joined field of a link with two sides, everything needed to judge it. */
interface Field {
  readonly join: Join
  readonly value: Readonly<Record<Side, Value | undefined>>
  readonly base: Readonly<Record<Side, Value | undefined>>
  /** Each side's value in the other side's words: `told.crm` is what the CRM would have to hold. */
  readonly told: Readonly<Record<Side, Value | undefined>>
}

type Verdict =
  | { readonly do: 'nothing' }
  | { readonly do: 'agree' }
  | { readonly do: 'tell'; readonly side: Side; readonly why: Why; readonly lost: Value; readonly note?: Note['code'] }

const nothing: Verdict = { do: 'nothing' }
const agree: Verdict = { do: 'agree' }

/** Field by field: only what changed since both sides agreed speaks, and only through an open lane. */
export function merge(crm: Half, books: Half, told: Readonly<Record<Side, Told>>, rule: ResolvedRule): Merged {
  const sets: Record<Side, SetField[]> = { crm: [], books: [] }
  const agreed: Record<Side, Record<string, Value>> = { crm: {}, books: {} }
  const notes: Note[] = []
  for (const join of rule.joins) {
    if (join.on === 'create') continue
    const field = look(join, crm, books, told)
    const verdict = judge(field, rule)
    if (verdict.do === 'agree') settleField(field, agreed)
    if (verdict.do === 'tell') sets[verdict.side].push(setOf(field, verdict))
    if (verdict.do === 'tell' && verdict.note)
      notes.push({ code: verdict.note, field: join[verdict.side], value: verdict.lost })
  }
  return { sets, agreed, notes }
}

function look(join: Join, crm: Half, books: Half, told: Readonly<Record<Side, Told>>): Field {
  const base = { crm: at(crm.base, join, 'crm'), books: at(books.base, join, 'books') }
  return {
    join,
    base,
    value: { crm: held(crm.seen, join, 'crm', base.crm), books: held(books.seen, join, 'books', base.books) },
    told: { crm: at(told.books.flat, join, 'crm'), books: at(told.crm.flat, join, 'books') },
  }
}

/** A constant is what its keyless side always holds. */
const at = (flat: Flat | null, join: Join, side: Side): Value | undefined => {
  const key = join[side]
  return key === null ? join.constant : flat?.[key]
}

/** A field that the side never shows (a picture) still holds what we agreed on. */
function held(seen: Flat, join: Join, side: Side, base: Value | undefined): Value | undefined {
  const shown = at(seen, join, side)
  return shown === undefined ? base : shown
}

function judge(field: Field, rule: ResolvedRule): Verdict {
  if (equal(field)) return moved(field) ? agree : nothing
  const speakers = { crm: speaks(field, 'crm'), books: speaks(field, 'books') }
  if (isConstant(field) && isNew(field))
    return tell(field, rule, field.join.crm === null ? 'books' : 'crm', 'first-meeting')
  if (!speakers.crm && !speakers.books) return nothing
  if (isNew(field)) return meet(field, rule, speakers)
  if (speakers.crm && speakers.books) return conflict(field, rule, 'won-conflict')
  return speakers.books ? tell(field, rule, 'crm', 'edited-there') : oneEdited(field, rule)
}

/** No agreement yet: the filled value travels to the empty side where it may, and an empty one never blanks a filled one. */
function meet(field: Field, rule: ResolvedRule, speakers: Record<Side, boolean>): Verdict {
  const empty = { crm: isEmpty(field.value.crm), books: isEmpty(field.value.books) }
  if (empty.crm && empty.books) return agree
  if (empty.crm !== empty.books) {
    const side: Side = empty.crm ? 'crm' : 'books'
    return may(field, rule, side) ? tell(field, rule, side, 'first-meeting') : agree
  }
  return speakers.crm && !speakers.books ? oneEdited(field, rule) : conflict(field, rule, 'first-meeting')
}

/** Only the CRM or only a field with a closed lane changed: told, given back where it is locked, else remembered as unsaid. */
function oneEdited(field: Field, rule: ResolvedRule): Verdict {
  if (may(field, rule, 'books')) return tell(field, rule, 'books', 'edited-there')
  const label = field.join.crm === 'entity'
  if (rule.lockedIn !== 'crm' && !label) return nothing
  const note = label ? 'convert-in-books' : 'edited-although-locked'
  return may(field, rule, 'crm')
    ? { do: 'tell', side: 'crm', why: 'given-back', lost: field.value.crm ?? null, note }
    : nothing
}

function conflict(field: Field, rule: ResolvedRule, why: Why): Verdict {
  const open = { crm: may(field, rule, 'crm'), books: may(field, rule, 'books') }
  if (!open.crm && !open.books) return nothing
  const winner: Side =
    rule.lockedIn === 'crm' ? 'books' : open.crm && open.books ? rule.wins : open.crm ? 'books' : 'crm'
  return tell(field, rule, otherSide(winner), why)
}

function tell(field: Field, rule: ResolvedRule, side: Side, why: Why): Verdict {
  if (!may(field, rule, side)) return nothing
  const overruled = why === 'won-conflict' || why === 'first-meeting'
  return { do: 'tell', side, why, lost: overruled ? (field.value[side] ?? null) : null }
}

function may(field: Field, rule: ResolvedRule, side: Side): boolean {
  const lane = laneTo(side)
  const known = field.join[side] !== null && field.told[side] !== undefined
  return known && rule[lane].includes('update') && (field.join.lane === undefined || field.join.lane === lane)
}

const isConstant = ({ join }: Field): boolean => join.crm === null || join.books === null
const isNew = ({ base }: Field): boolean => base.crm === undefined || base.books === undefined

/** Only a value that is shown and is not what was agreed speaks. */
function speaks({ value, base }: Field, side: Side): boolean {
  return value[side] !== undefined && value[side] !== base[side]
}

function equal({ value, told }: Field): boolean {
  const same = (side: Side): boolean =>
    told[side] !== undefined && value[side] !== undefined && told[side] === value[side]
  return same('crm') || same('books')
}

const moved = ({ value, base, join }: Field): boolean =>
  (join.crm !== null && value.crm !== base.crm) || (join.books !== null && value.books !== base.books)

const isEmpty = (value: Value | undefined): boolean => value === null || value === undefined

function settleField({ join, value }: Field, agreed: Record<Side, Record<string, Value>>): void {
  for (const side of ['crm', 'books'] as const) {
    const key = join[side]
    if (key !== null && value[side] !== undefined) agreed[side][key] = value[side]
  }
}

function setOf(field: Field, { side, why, lost }: Extract<Verdict, { do: 'tell' }>): SetField {
  const origin = otherSide(side)
  return {
    key: field.join[side] ?? '',
    value: field.told[side] ?? null,
    before: field.value[side] ?? null,
    from: field.join[origin],
    origin: field.value[origin] ?? field.join.constant ?? null,
    why,
    base: field.base[side] ?? null,
    lost,
  }
}
