import type { Agreed, Note, SetField } from '../model/decision'
import type { Flat, Half, Value } from '../model/record'
import type { Join, ResolvedRule } from '../model/rule'
import { otherSide, sides, type Side } from '../model/words'
import { judge, type Field, type Verdict } from './judge'
import type { Told } from './transform'

export interface Merged {
  readonly sets: Readonly<Record<Side, readonly SetField[]>>
  readonly agreed: Agreed
  readonly notes: readonly Note[]
  /** Fields that should be told to a side and cannot be yet, by that side's key. */
  readonly waits: Readonly<Record<Side, readonly string[]>>
}

/** Field by field, what each side must still be told (the verdicts: judge.ts). */
export function merge(crm: Half, books: Half, told: Readonly<Record<Side, Told>>, rule: ResolvedRule): Merged {
  const sets: Record<Side, SetField[]> = { crm: [], books: [] }
  const waits: Record<Side, string[]> = { crm: [], books: [] }
  const agreed: Record<Side, Record<string, Value>> = { crm: {}, books: {} }
  const notes: Note[] = []
  for (const join of rule.joins) {
    if (join.on === 'create') continue
    const field = look(join, crm, books, told)
    const verdict = judge(field, rule)
    if (verdict.do === 'agree') settleField(field, agreed)
    if (verdict.do === 'tell') sets[verdict.side].push(setOf(field, verdict))
    if (verdict.do === 'wait') waits[verdict.side].push(join[verdict.side] ?? '')
    notes.push(...noteOf(field, verdict))
  }
  return { sets, agreed, notes, waits }
}

function look(join: Join, crm: Half, books: Half, told: Readonly<Record<Side, Told>>): Field {
  const base = { crm: at(crm.base, join, 'crm'), books: at(books.base, join, 'books') }
  return {
    join,
    base,
    value: { crm: held(crm.seen, join, 'crm', base.crm), books: held(books.seen, join, 'books', base.books) },
    told: { crm: at(told.books.flat, join, 'crm'), books: at(told.crm.flat, join, 'books') },
    gone: { crm: isGone(told.crm, join, 'books'), books: isGone(told.books, join, 'crm') },
    tried: { crm: crm.tried?.[join.crm ?? ''], books: books.tried?.[join.books ?? ''] },
  }
}

const isGone = (told: Told, join: Join, side: Side): boolean => told.gone.includes(join[side] ?? '')

/** A constant is what its keyless side always holds. */
function at(flat: Flat | null, join: Join, side: Side): Value | undefined {
  const key = join[side]
  return key === null ? join.constant : flat?.[key]
}

/** A field that the side never shows (a picture) still holds what we agreed on. */
function held(seen: Flat, join: Join, side: Side, base: Value | undefined): Value | undefined {
  const shown = at(seen, join, side)
  return shown === undefined ? base : shown
}

/** A side that never shows the field agrees to what the other would tell it. */
function settleField({ join, value, told }: Field, agreed: Record<Side, Record<string, Value>>): void {
  for (const side of sides) {
    const key = join[side]
    const known = value[side] === undefined ? told[side] : value[side]
    if (key !== null && known !== undefined) agreed[side][key] = known
  }
}

function noteOf({ join, value }: Field, verdict: Verdict): readonly Note[] {
  if (verdict.do === 'agree' && verdict.note && verdict.side)
    return [{ code: verdict.note, field: join[verdict.side], value: value[verdict.side] ?? null }]
  if (verdict.do !== 'tell' || !verdict.note) return []
  return [{ code: verdict.note, field: join[verdict.side], value: verdict.lost }]
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
    ...(sentBefore(field, side) ? { again: true } : {}),
  }
}

const sentBefore = ({ tried, told, value }: Field, side: Side): boolean =>
  tried[side] !== undefined && tried[side].sent === told[side] && value[side] !== told[side]
