import type { SetField } from '@/lib/model/decision'
import type { Flat } from '@/lib/model/record'
import type { ResolvedRule } from '@/lib/model/rule'
import type { Side } from '@/lib/model/words'
import type { Facts } from '@/lib/sync/facts'
import { merge, type Merged } from '@/lib/sync/merge'
import { transform } from '@/lib/sync/transform'
import { aHalf } from '../kit/aHalf'
import { someFacts } from '../kit/someFacts'

/** What both sides of one link show. */
export interface Sides {
  readonly crm: Flat
  readonly books: Flat
  /** What was agreed; null where they never were. */
  readonly base?: Readonly<Record<Side, Flat>> | null
}

export function met({ crm, books, base = null }: Sides, rule: ResolvedRule, facts: Facts = someFacts()): Merged {
  const halves = {
    crm: aHalf({ seen: crm, base: base?.crm ?? null }),
    books: aHalf({ seen: books, base: base?.books ?? null }),
  }
  const told = { crm: transform(halves.crm, 'crm', rule, facts), books: transform(halves.books, 'books', rule, facts) }
  return merge(halves.crm, halves.books, told, rule)
}

const short = (sets: readonly SetField[]): readonly string[] =>
  sets.map(({ key, value, why }) => `${key}=${String(value)} ${why}`)
/** `side key=value why` for each field that is told. */
export const said = ({ sets }: Merged): readonly string[] => [
  ...short(sets.crm).map((text) => `crm ${text}`),
  ...short(sets.books).map((text) => `books ${text}`),
]
