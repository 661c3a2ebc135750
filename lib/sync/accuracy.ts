import type { Accuracy, Counted, Difference, Money } from '../model/accuracy'
import type { Flat } from '../model/record'
import { sides, type Side } from '../model/words'
import type { Account } from './reconcile'
import { titleOf } from './title'

const mostNamed = 500

/**
 * What complete listings of both sides prove: every record counted once, money by currency and month, differences by name.
 * `missing`: records that we remember and no listing shows.
 */
export function accuracy(accounts: readonly Account[], missing: readonly Difference[] = []): Accuracy {
  const differences = [...accounts.flatMap(differenceOf), ...missing]
  return {
    records: accounts.length,
    classes: grouped(accounts, classKey).map(counted),
    money: grouped(accounts.filter(isMoney), moneyKey).map(summed),
    differences: differences.slice(0, mostNamed),
    different: differences.length,
  }
}

const reasonOf = ({ class: standing }: Account): string | null => ('reason' in standing ? standing.reason : null)
const classKey = (each: Account): string => [each.entity, each.side, each.class.kind, reasonOf(each) ?? ''].join(' ')

function counted(own: readonly [Account, ...Account[]]): Counted {
  const [{ side, entity, class: standing }] = own
  return { side, entity, kind: standing.kind, reason: reasonOf(own[0]), count: own.length }
}

const isMoney = ({ class: standing, flat }: Account): boolean =>
  ['in-sync', 'in-flight'].includes(standing.kind) && amountOf(flat) !== null

/** A credit note takes away what an invoice gives, whichever sign the vendor shows it with. */
function amountOf(flat: Flat): number | null {
  const amount = flat['total'] ?? flat['amount']
  if (typeof amount !== 'number') return null
  return flat['kind'] === 'credit-note' ? -Math.abs(amount) : amount
}

const currencyOf = ({ flat }: Account): string | null => textOf(flat['currency'])
const periodOf = ({ flat }: Account): string | null => textOf(flat['date'])?.slice(0, 7) ?? null
const textOf = (value: Flat[string] | undefined): string | null => (typeof value === 'string' ? value : null)
const moneyKey = (each: Account): string => [each.entity, currencyOf(each) ?? '', periodOf(each) ?? ''].join(' ')

function summed(own: readonly [Account, ...Account[]]): Money {
  const [first] = own
  const of = (side: Side) => own.filter((each) => each.side === side)
  const sum = (side: Side) => of(side).reduce((total, { flat }) => total + (amountOf(flat) ?? 0), 0)
  const [crm, books] = sides
  return {
    entity: first.entity,
    currency: currencyOf(first),
    period: periodOf(first),
    count: { crm: of(crm).length, books: of(books).length },
    amount: { crm: sum(crm), books: sum(books) },
  }
}

function differenceOf({ side, entity, id, class: standing, known, moved, flat }: Account): readonly Difference[] {
  const named = { side, entity, id, name: titleOf(flat, id), fields: moved }
  if (!known) return [{ ...named, kind: 'unread' }]
  if (standing.kind === 'unexplained') return [{ ...named, kind: 'unexplained' }]
  return standing.kind === 'in-flight' && moved.length > 0 ? [{ ...named, kind: 'moved' }] : []
}

/** In the order of their keys, so that two listings of the same records read the same. */
function grouped(
  accounts: readonly Account[],
  keyOf: (each: Account) => string,
): readonly (readonly [Account, ...Account[]])[] {
  const groups = new Map<string, [Account, ...Account[]]>()
  for (const each of accounts) {
    const known = groups.get(keyOf(each))
    if (known) known.push(each)
    else groups.set(keyOf(each), [each])
  }
  return [...groups.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, own]) => own)
}
